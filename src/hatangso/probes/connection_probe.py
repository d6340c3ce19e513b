"""Looks with a TCP connection, and with an ICMP echo."""

import asyncio
import socket
from contextlib import suppress

import icmplib

from hatangso.model.monitoring import Fault, TargetState, WatchTarget
from hatangso.probes.looks import Look, Means, addresses_of, failed, fault_of

__all__ = ["may_ping", "ping", "probe_icmp", "probe_tcp"]

_MS = 1_000


async def probe_tcp(target: WatchTarget, means: Means) -> Look:
    """Return whether a port of a machine takes connections, and how soon."""
    try:
        async with asyncio.timeout(target.timeout_s):
            addresses = await addresses_of(means, target.address, target.timeout_s)
            start = means.clock()
            await _connect_to_any(addresses, target.port)
            response_ms = (means.clock() - start) * _MS
    except OSError as error:
        return failed(fault_of(error))
    return _answered(target, response_ms)


async def probe_icmp(target: WatchTarget, means: Means) -> Look:
    """Return whether a machine answers an echo, and how soon.

    Where ICMP may not be sent a connection is tried: a machine that takes or refuses it
    is there; silence proves nothing, since many machines drop what they do not expect.
    """
    if means.ping is None:
        return _of_connection(await probe_tcp(target, means))
    try:
        async with asyncio.timeout(target.timeout_s):
            addresses = await addresses_of(means, target.address, target.timeout_s)
            response_ms = await means.ping(addresses[0], target.timeout_s)
    except icmplib.SocketPermissionError:
        return failed(Fault.NOT_ALLOWED)
    except icmplib.ICMPLibError:
        return failed(Fault.UNREACHABLE)
    except OSError as error:
        return failed(fault_of(error))
    if response_ms is None:
        return failed(Fault.TIMEOUT)
    return _answered(target, response_ms)


def _of_connection(found: Look) -> Look:
    """Return what a connection tells of a machine that an echo was to be sent to."""
    if found.fault is Fault.REFUSED:
        return Look(TargetState.UP)
    if found.fault is Fault.TIMEOUT:
        return failed(Fault.NOT_ALLOWED)
    return found


def may_ping() -> bool:
    """Return whether this machine lets programs without special rights send ICMP."""
    try:
        icmplib.ICMPv4Socket(privileged=False).close()
    except (icmplib.ICMPLibError, OSError):
        return False
    return True


async def ping(address: str, timeout_s: float) -> float | None:
    """Send one echo without special rights; return its time in ms, None without one."""
    found = await icmplib.async_ping(
        address, count=1, timeout=timeout_s, privileged=False
    )
    return float(found.avg_rtt) if found.is_alive else None


def _answered(target: WatchTarget, response_ms: float) -> Look:
    is_slow = response_ms > target.slow_ms
    return Look(TargetState.SLOW if is_slow else TargetState.UP, response_ms)


async def _connect_to_any(addresses: tuple[str, ...], port: int) -> None:
    """Connect to the first address that takes it.

    Raises:
        OSError: None does; that of the first.
    """
    first: OSError | None = None
    for address in addresses:
        try:
            _, writer = await asyncio.open_connection(address, port)
        except TimeoutError:
            raise
        except OSError as error:
            first = first or error
        else:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
            return
    raise first or socket.gaierror(socket.EAI_NONAME, "no address")
