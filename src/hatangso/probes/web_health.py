"""How a web system presents itself: certificate, encryption, IPv6."""

import asyncio
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

import aiohttp
from asn1crypto.x509 import Certificate
from yarl import URL

from hatangso.model.monitoring import (
    CertificateFault,
    Fault,
    WatchTarget,
    WebHealth,
)
from hatangso.probes.http_probe import answer_of
from hatangso.probes.looks import Means, addresses_of, fault_of

__all__ = ["web_health"]

# X509_V_ERR_… of OpenSSL's x509_vfy.h.
_FAULTS = {
    9: CertificateFault.NOT_YET_VALID,
    10: CertificateFault.EXPIRED,
    18: CertificateFault.SELF_SIGNED,
    62: CertificateFault.WRONG_HOST,
    64: CertificateFault.WRONG_HOST,
}


@dataclass(frozen=True)
class _Encryption:
    has_https: bool | None
    ends_at_s: int | None = None
    fault: CertificateFault = CertificateFault.NONE


async def web_health(target: WatchTarget, means: Means, *, at_s: int) -> WebHealth:
    """Look at the certificate, the way to encryption, and IPv6.

    Args:
        target: A web address.
        means: What to look with.
        at_s: The time, in seconds of UTC since 1970.
    """
    url = URL(target.address)
    encryption, leads, has_ipv6 = await asyncio.gather(
        _encryption(url, means, target.timeout_s),
        _leads_to_https(url, means, target.timeout_s),
        _has_ipv6(url, means, target.timeout_s),
    )
    return WebHealth(
        looked_at_s=at_s,
        certificate_ends_at_s=encryption.ends_at_s,
        certificate_fault=encryption.fault,
        has_https=encryption.has_https,
        leads_to_https=leads,
        has_ipv6=has_ipv6,
    )


async def _encryption(url: URL, means: Means, timeout_s: float) -> _Encryption:
    host = url.host or ""
    port = url.port if url.scheme == "https" and url.port else means.tls_port
    fault = CertificateFault.NONE
    try:
        async with asyncio.timeout(timeout_s):
            addresses = await addresses_of(means, host, timeout_s)
            try:
                der = await _certificate(addresses[0], port, host, means.trust)
            except ssl.SSLCertVerificationError as error:
                fault = _FAULTS.get(error.verify_code, CertificateFault.UNTRUSTED)
                der = await _certificate(addresses[0], port, host, _any_certificate())
    except OSError as error:
        is_none = fault_of(error) in {Fault.REFUSED, Fault.TLS, Fault.BROKEN_OFF}
        return _Encryption(False if is_none else None)
    return _Encryption(has_https=True, ends_at_s=_end(der), fault=fault)


async def _certificate(
    address: str, port: int, host: str, context: ssl.SSLContext
) -> bytes:
    """Return the certificate that a server shows.

    Raises:
        OSError: No encrypted connection comes about, or the context rejects it.
    """
    _, writer = await asyncio.open_connection(
        address, port, ssl=context, server_hostname=host
    )
    try:
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        return shown or b""
    finally:
        writer.close()
        # Some servers end without a farewell: what was asked is known.
        with suppress(OSError):
            await writer.wait_closed()


def _end(der: bytes) -> int | None:
    """Return when a certificate ends; None for one that cannot be read."""
    try:
        told = Certificate.load(der)["tbs_certificate"]["validity"]["not_after"].native
        return int(told.astimezone(UTC).timestamp())
    except (ValueError, TypeError, OverflowError):
        return None


def _any_certificate() -> ssl.SSLContext:
    """Return what accepts any certificate, to read the one that was rejected."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _leads_to_https(url: URL, means: Means, timeout_s: float) -> bool | None:
    """Return whether plain HTTP answers with the way to encryption.

    None where nobody answers without encryption, so that nobody needs to be led.
    """
    if url.scheme == "https":
        url = URL.build(scheme="http", host=url.host or "", port=means.plain_port)
    try:
        found = await answer_of(str(url), means, timeout_s=timeout_s)
    except (OSError, aiohttp.ClientError):
        return None
    return found.location.lower().startswith("https://")


async def _has_ipv6(url: URL, means: Means, timeout_s: float) -> bool | None:
    """Return whether it answers over IPv6; None where this machine has none."""
    port = url.port or (means.tls_port if url.scheme == "https" else means.plain_port)
    try:
        async with asyncio.timeout(timeout_s):
            addresses = await addresses_of(
                means, url.host or "", timeout_s, socket.AF_INET6
            )
            if not addresses:
                return False
            _, writer = await asyncio.open_connection(addresses[0], port)
    except OSError as error:
        fault = fault_of(error)
        if fault in {Fault.NO_ROUTE, Fault.NAME_SERVICE, Fault.NOT_ALLOWED}:
            return None
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
