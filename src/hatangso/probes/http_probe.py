"""Looks at web systems: one request, of which the answer's first lines are read.

No redirection is followed and no text of a page is read: the agent opens the addresses
that it was given, and no other.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from hatangso.model.monitoring import Fault, TargetState, WatchTarget
from hatangso.probes.looks import Look, Means, addresses_of, failed, fault_of

__all__ = ["Answer", "answer_of", "probe_http"]

_MS = 1_000
_HEADERS = {"User-Agent": "hatangso-watch", "Accept": "*/*"}
# Pages that ask who one is are there.
_ASKS_WHO = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True)
class Answer:
    """The first lines of an answer."""

    status: int
    location: str
    response_ms: float


async def probe_http(target: WatchTarget, means: Means) -> Look:
    """Return whether a web system answers as it should, and how soon.

    Its certificate is not judged here: one that has ended is an alarm of its own, and
    the system may well be up.
    """
    try:
        found = await answer_of(target.address, means, timeout_s=target.timeout_s)
    except (OSError, aiohttp.ClientError) as error:
        return failed(_fault(error))
    if not _is_expected(target, found.status):
        return Look(TargetState.DOWN, found.response_ms, Fault.STATUS)
    is_slow = found.response_ms > target.slow_ms
    return Look(TargetState.SLOW if is_slow else TargetState.UP, found.response_ms)


async def answer_of(address: str, means: Means, *, timeout_s: float) -> Answer:
    """Ask a web address and return how its answer begins.

    Raises:
        OSError: It cannot be reached in time.
        aiohttp.ClientError: What answers does not speak HTTP, or breaks off.
    """
    url = URL(address)
    async with asyncio.timeout(timeout_s):
        addresses = await addresses_of(means, url.host or "", timeout_s)
        connector = aiohttp.TCPConnector(
            ssl=_any_certificate(),
            resolver=_Known(addresses),
            use_dns_cache=False,
            force_close=True,
        )
        start = means.clock()
        async with (
            aiohttp.ClientSession(
                connector=connector,
                headers=_HEADERS,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            ) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            response_ms = (means.clock() - start) * _MS
            location = response.headers.get("location", "")
            return Answer(response.status, location, response_ms)


def _is_expected(target: WatchTarget, status: int) -> bool:
    if target.expected_status:
        return status in target.expected_status
    return HTTPStatus.OK <= status < HTTPStatus.BAD_REQUEST or status in _ASKS_WHO


def _fault(error: Exception) -> Fault:
    """Return what an error of a request means."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return fault_of(error.os_error)
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.InvalidURL):
        return Fault.NOT_HTTP
    return fault_of(error)


def _any_certificate() -> ssl.SSLContext:
    """Return what accepts any certificate: nothing secret is sent or believed."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class _Known(AbstractResolver):
    """Addresses that were looked up before: the time that took is not counted."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=_family(address),
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
            if family in {socket.AF_UNSPEC, _family(address)}
        ]

    async def close(self) -> None:
        """Nothing is open."""


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
