"""What a look comes to, and what errors of the network mean."""

import asyncio
import errno
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter

from hatangso.model.monitoring import Fault, TargetState
from hatangso.probes.names import system_names

__all__ = ["Look", "Means", "addresses_of", "failed", "fault_of"]

# The looking machine's own trouble says nothing about a target.
_OWN_TROUBLE = {Fault.NAME_SERVICE, Fault.NO_ROUTE, Fault.NOT_ALLOWED}
_NO_SUCH_NAME = {
    getattr(socket, name, socket.EAI_NONAME)
    for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")
}
_BY_ERRNO = {
    errno.ENETUNREACH: Fault.NO_ROUTE,
    errno.ENETDOWN: Fault.NO_ROUTE,
    errno.EADDRNOTAVAIL: Fault.NO_ROUTE,
    errno.EAFNOSUPPORT: Fault.NO_ROUTE,
    errno.EHOSTUNREACH: Fault.UNREACHABLE,
    errno.ECONNREFUSED: Fault.REFUSED,
    errno.ETIMEDOUT: Fault.TIMEOUT,
    errno.EACCES: Fault.NOT_ALLOWED,
    errno.EPERM: Fault.NOT_ALLOWED,
}

Resolve = Callable[[str, socket.AddressFamily], Awaitable[tuple[str, ...]]]
Ping = Callable[[str, float], Awaitable[float | None]]


@dataclass(frozen=True)
class Look:
    """What one look at a target came to."""

    state: TargetState
    response_ms: float | None = None
    fault: Fault = Fault.NONE


def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Means:
    """What looks are made with.

    Attributes:
        resolve: Returns the addresses of a name.
        clock: Seconds of a clock that is never set.
        trust: Judges certificates as browsers do.
        ping: Sends an ICMP echo and returns the answer's time in ms, None without one;
            None where ICMP may not be sent.
        tls_port: Where web systems answer with encryption.
        plain_port: Where they answer without.
    """

    resolve: Resolve = system_names
    clock: Callable[[], float] = perf_counter
    trust: ssl.SSLContext = field(default_factory=_trusted)
    ping: Ping | None = None
    tls_port: int = 443
    plain_port: int = 80


async def addresses_of(
    means: Means,
    host: str,
    timeout_s: float,
    family: socket.AddressFamily = socket.AF_UNSPEC,
) -> tuple[str, ...]:
    """Return the addresses of a host.

    Names get half of a look's time: that nobody who knows them answers is told apart
    from a target that does not.

    Raises:
        socket.gaierror: The name is unknown, or nobody who knows answers in time.
    """
    try:
        async with asyncio.timeout(timeout_s / 2):
            return await means.resolve(host, family)
    except TimeoutError as error:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from error


def failed(fault: Fault) -> Look:
    """Return what a look came to that did not succeed."""
    is_own = fault in _OWN_TROUBLE
    return Look(TargetState.UNKNOWN if is_own else TargetState.DOWN, None, fault)


def fault_of(error: BaseException) -> Fault:
    """Return what an error of the network means."""
    if isinstance(error, TimeoutError):
        return Fault.TIMEOUT
    if isinstance(error, socket.gaierror):
        is_unknown = error.errno in _NO_SUCH_NAME
        return Fault.NAME_UNKNOWN if is_unknown else Fault.NAME_SERVICE
    if isinstance(error, ssl.SSLError):
        return Fault.TLS
    number = error.errno if isinstance(error, OSError) else None
    return _BY_ERRNO.get(number or 0, Fault.BROKEN_OFF)
