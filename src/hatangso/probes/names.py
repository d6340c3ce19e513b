"""Addresses of names, as the machine's own resolver knows them."""

import asyncio
import socket
from contextlib import suppress
from ipaddress import ip_address

__all__ = ["system_names"]


async def system_names(host: str, family: socket.AddressFamily) -> tuple[str, ...]:
    """Return the addresses of a host, in the resolver's order.

    Raises:
        socket.gaierror: The name is unknown, or nobody who knows answers.
    """
    with suppress(ValueError):
        # A number is its own address: nobody who knows names needs to be asked.
        number = ip_address(host)
        is_six = number.version == 6  # noqa: PLR2004 - IPv6
        wanted = (socket.AF_UNSPEC, socket.AF_INET6 if is_six else socket.AF_INET)
        return (host,) if family in wanted else ()
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(
            host, None, family=family, type=socket.SOCK_STREAM
        )
    except UnicodeError as error:
        # A label that is empty or too long: no resolver is asked.
        raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
