"""Where a request comes from, and which name it called the service by."""

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from hatangso.web.settings import Settings

__all__ = ["address_block", "is_from_here", "is_known_host"]

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
# One household or office has a whole such network of IPv6.
_IPV6_NETWORK_BITS = 64


def address_block(address: str) -> str:
    """Return what tries are counted by: an address, or the network of an IPv6 one.

    >>> address_block("2001:db8:1:2:3::4"), address_block("203.0.113.9")
    ('2001:db8:1:2::', '203.0.113.9')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    kept = int(found) >> _IPV6_NETWORK_BITS << _IPV6_NETWORK_BITS
    return str(IPv6Address(kept))


def is_from_here(request: HTTPConnection) -> bool:
    """Return whether a program on this machine asks, without a proxy between."""
    address = request.client.host if request.client else ""
    if any(name in request.headers for name in _FORWARDED):
        return False
    return address in _THIS_MACHINE and _host(request) in _THIS_MACHINE


def is_known_host(request: HTTPConnection, settings: Settings) -> bool:
    """Return whether a request calls the service by a name that it has.

    A site may let its own name point to this machine and so read, through somebody's
    browser, what only this machine can reach. Without ``base_url``, a service that
    listens on other addresses cannot know its names: it takes any.
    """
    host = _host(request)
    if host in _THIS_MACHINE:
        return True
    if settings.base_url:
        return host == (urlsplit(settings.base_url).hostname or "")
    return settings.host not in _THIS_MACHINE


def _host(request: HTTPConnection) -> str:
    """Return the name without port and brackets, in lower case; empty for a bad one."""
    try:
        return urlsplit("//" + request.headers.get("host", "")).hostname or ""
    except ValueError:
        return ""
