"""Looks at real servers on this machine: slow, stopped, refusing, half-open, wrong."""

import asyncio
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from certificate_authority import NOW, Authority
from hatangso.model.monitoring import (
    CertificateFault,
    Fault,
    Observation,
    ProbeKind,
    TargetState,
    WatchTarget,
)
from hatangso.own_loop import waited_for
from hatangso.probes.agent import Agent
from hatangso.probes.connection_probe import probe_icmp, probe_tcp
from hatangso.probes.http_probe import probe_http
from hatangso.probes.looks import Means
from hatangso.probes.names import system_names
from hatangso.probes.web_health import web_health

UP, SLOW, DOWN, UNKNOWN = TargetState
HERE = "127.0.0.1"
PATIENT_S, IMPATIENT_S = 20.0, 0.2
DAY = timedelta(days=1)
Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def here(_host: str, family: socket.AddressFamily) -> tuple[str, ...]:
    """Every name leads to this machine, over IPv4 only."""
    return () if family == socket.AF_INET6 else (HERE,)


def means(**told: Any) -> Means:
    """Return means whose clock goes on by 5 ms whenever it is read."""
    ticks = count()
    given = {"resolve": here, "clock": lambda: next(ticks) * 0.005}
    return Means(**(given | told))


def target(probe: ProbeKind, port: int = 0, **told: Any) -> WatchTarget:
    address = told.pop("address", HERE)
    if probe is ProbeKind.HTTP and "://" not in address:
        address = f"http://{address}:{port}/"
    timeout_s = told.pop("timeout_s", PATIENT_S)
    slow_ms = told.pop("slow_ms", 1000.0)
    return WatchTarget(
        "t", "T", probe, address, 60, timeout_s, slow_ms, port=port, **told
    )


@asynccontextmanager
async def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Any:
    """Serve on a free port until the block ends; yields the server and its port."""

    async def handle(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await handler(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, HERE, 0, ssl=context)
    try:
        yield server, server.sockets[0].getsockname()[1]
    finally:
        server.close()


def answering(status: str, *headers: str, body: bytes = b"") -> Handler:
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()

    return answer


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Take the connection and never answer: half-open."""
    await reader.read()


async def breaking_off(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 O")
    await writer.drain()


async def talking_nonsense(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"220 mail.example ESMTP\r\n\r\n")
    await writer.drain()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


def http_look(handler: Handler, **told: Any) -> tuple[TargetState, Fault]:
    async def run() -> tuple[TargetState, Fault]:
        async with serving(handler) as (_, port):
            found = await probe_http(target(ProbeKind.HTTP, port, **told), means())
        return found.state, found.fault

    return waited_for(run)


@pytest.mark.parametrize(
    ("handler", "told", "expected"),
    [
        (answering("200 OK", body=b"x" * 9), {}, (UP, Fault.NONE)),
        (answering("302 Found", "location: /x"), {}, (UP, Fault.NONE)),
        (answering("401 Unauthorized"), {}, (UP, Fault.NONE)),
        (answering("404 Not Found"), {}, (DOWN, Fault.STATUS)),
        (answering("404 Not Found"), {"expected_status": (404,)}, (UP, Fault.NONE)),
        (answering("200 OK"), {"expected_status": (204,)}, (DOWN, Fault.STATUS)),
        (answering("503 Busy"), {}, (DOWN, Fault.STATUS)),
        (answering("200 OK"), {"slow_ms": 1.0}, (SLOW, Fault.NONE)),
        (silent, {"timeout_s": IMPATIENT_S}, (DOWN, Fault.TIMEOUT)),
        (breaking_off, {}, (DOWN, Fault.BROKEN_OFF)),
        (talking_nonsense, {}, (DOWN, Fault.NOT_HTTP)),
    ],
)
def test_a_web_system_is_what_it_answers(
    handler: Handler, told: Any, expected: tuple[TargetState, Fault]
) -> None:
    assert http_look(handler, **told) == expected


def test_the_time_of_an_answer_is_that_of_the_clock_given() -> None:
    async def run() -> float | None:
        async with serving(answering("200 OK")) as (_, port):
            found = await probe_http(target(ProbeKind.HTTP, port), means())
        return found.response_ms

    assert waited_for(run) == pytest.approx(5.0)


def test_a_redirection_is_not_followed() -> None:
    asked: list[bytes] = []

    async def elsewhere(
        reader: asyncio.StreamReader, _writer: asyncio.StreamWriter
    ) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))

    async def run() -> TargetState:
        async with serving(elsewhere) as (_, other):
            to = answering("302 Found", f"location: http://{HERE}:{other}/")
            async with serving(to) as (_, port):
                found = await probe_http(target(ProbeKind.HTTP, port), means())
        return found.state

    assert waited_for(run) is UP
    assert asked == []


@pytest.mark.parametrize("probe", [ProbeKind.HTTP, ProbeKind.TCP])
def test_a_port_that_nobody_listens_on_refuses(probe: ProbeKind) -> None:
    one = target(probe, free_port())
    ask = probe_http if probe is ProbeKind.HTTP else probe_tcp
    found = waited_for(lambda: ask(one, means()))
    assert (found.state, found.fault) == (DOWN, Fault.REFUSED)


def test_a_server_that_stops_is_seen_to_stop() -> None:
    async def run() -> list[TargetState]:
        async with serving(silent) as (server, port):
            one = target(ProbeKind.TCP, port)
            before = await probe_tcp(one, means())
            server.close()
            await server.wait_closed()
            after = await probe_tcp(one, means())
        return [before.state, after.state]

    assert waited_for(run) == [UP, DOWN]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (socket.EAI_NONAME, (DOWN, Fault.NAME_UNKNOWN)),
        # Our own resolver does not answer: that says nothing about the target.
        (socket.EAI_AGAIN, (UNKNOWN, Fault.NAME_SERVICE)),
    ],
)
@pytest.mark.parametrize("probe", [ProbeKind.HTTP, ProbeKind.TCP])
def test_trouble_with_names_is_no_timeout(
    probe: ProbeKind, number: int, expected: tuple[TargetState, Fault]
) -> None:
    async def nobody(_host: str, _family: socket.AddressFamily) -> tuple[str, ...]:
        raise socket.gaierror(number, "no answer")

    ask = probe_http if probe is ProbeKind.HTTP else probe_tcp
    one = target(probe, 80, address="he-thong.example")
    found = waited_for(lambda: ask(one, means(resolve=nobody)))
    assert (found.state, found.fault) == expected


async def hanging(_host: str, _family: socket.AddressFamily) -> tuple[str, ...]:
    await asyncio.Event().wait()
    return ()


@pytest.mark.parametrize("probe", [ProbeKind.HTTP, ProbeKind.TCP, ProbeKind.ICMP])
def test_a_name_service_that_hangs_says_nothing_about_the_target(
    probe: ProbeKind,
) -> None:
    asks = {
        ProbeKind.HTTP: probe_http,
        ProbeKind.TCP: probe_tcp,
        ProbeKind.ICMP: probe_icmp,
    }
    one = target(probe, 80, timeout_s=IMPATIENT_S)
    means_told = means(resolve=hanging, ping=echo(1.0))
    found = waited_for(lambda: asks[probe](one, means_told))
    assert (found.state, found.fault) == (UNKNOWN, Fault.NAME_SERVICE)


@pytest.mark.parametrize(
    ("host", "family", "expected"),
    [
        ("127.0.0.1", socket.AF_UNSPEC, ("127.0.0.1",)),
        ("127.0.0.1", socket.AF_INET6, ()),
        ("::1", socket.AF_INET6, ("::1",)),
        ("::1", socket.AF_INET, ()),
    ],
)
def test_a_number_is_its_own_address(
    host: str, family: socket.AddressFamily, expected: tuple[str, ...]
) -> None:
    assert waited_for(lambda: system_names(host, family)) == expected


def test_names_that_no_resolver_takes_are_unknown() -> None:
    one = target(ProbeKind.TCP, 80, address="a" * 70 + ".example")
    found = waited_for(lambda: probe_tcp(one, Means()))
    assert (found.state, found.fault) == (DOWN, Fault.NAME_UNKNOWN)


def echo(answer: float | None) -> Callable[[str, float], Awaitable[float | None]]:
    async def ping(_address: str, _timeout_s: float) -> float | None:
        return answer

    return ping


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (3.0, (UP, 3.0, Fault.NONE)),
        (1500.0, (SLOW, 1500.0, Fault.NONE)),
        (None, (DOWN, None, Fault.TIMEOUT)),
    ],
)
def test_an_echo_says_whether_a_machine_is_there(
    answer: float | None, expected: tuple[TargetState, float | None, Fault]
) -> None:
    one = target(ProbeKind.ICMP)
    found = waited_for(lambda: probe_icmp(one, means(ping=echo(answer))))
    assert (found.state, found.response_ms, found.fault) == expected


def test_where_no_echo_may_be_sent_a_refusal_proves_that_the_machine_is_there() -> None:
    found = waited_for(lambda: probe_icmp(target(ProbeKind.ICMP, free_port()), means()))
    assert found.state is UP


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a full queue refuses connections"
)
def test_where_no_echo_may_be_sent_silence_proves_nothing() -> None:
    async def run() -> tuple[TargetState, Fault]:
        # A full queue of connections that nobody takes: the next one waits for ever.
        with socket.socket() as full, ExitStack() as waiting:
            full.bind((HERE, 0))
            full.listen(0)
            port = full.getsockname()[1]
            for _ in range(4):
                one = waiting.enter_context(socket.socket())
                one.settimeout(0)
                one.connect_ex((HERE, port))
            found = await probe_icmp(
                target(ProbeKind.ICMP, port, timeout_s=IMPATIENT_S), means()
            )
        return found.state, found.fault

    assert waited_for(run) == (UNKNOWN, Fault.NOT_ALLOWED)


class Shown:
    """A certificate that a server on this machine shows, and who trusts it."""

    def __init__(self, folder: Path, **told: Any) -> None:
        self.folder = folder
        self.authority = Authority("Gốc thử nghiệm")
        key = ec.generate_private_key(ec.SECP256R1())
        root, issuer = self.authority.key, self.authority.certificate.subject
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "máy chủ")])
        is_own = told.get("is_self_signed", False)
        ends: datetime = told.get("ends", NOW + 90 * DAY)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name if is_own else issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(told.get("begins", NOW - 400 * DAY))
            .not_valid_after(ends)
            .add_extension(
                x509.SubjectAlternativeName(
                    [x509.IPAddress(ip_address(told.get("host", HERE)))]
                ),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()),
                critical=False,
            )
            .sign(key if is_own else root, SHA256())
        )
        self.ends_at_s = int(ends.timestamp())
        self._key, self._made = key, made

    @property
    def server_context(self) -> ssl.SSLContext:
        path = self.folder / "may-chu.pem"
        path.write_bytes(
            self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + self._made.public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self.authority.pem.decode())


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, CertificateFault.NONE),
        ({"ends": NOW + 5 * DAY}, CertificateFault.NONE),
        ({"ends": NOW - 5 * DAY}, CertificateFault.EXPIRED),
        ({"begins": NOW + 5 * DAY}, CertificateFault.NOT_YET_VALID),
        ({"is_self_signed": True}, CertificateFault.SELF_SIGNED),
        ({"host": "192.0.2.9"}, CertificateFault.WRONG_HOST),
    ],
)
def test_a_certificate_is_read_and_judged_whatever_is_wrong_with_it(
    tmp_path: Path, told: Any, fault: CertificateFault
) -> None:
    shown = Shown(tmp_path, **told)

    async def run() -> Any:
        handler = answering("200 OK")
        async with serving(handler, shown.server_context) as (_, port):
            one = target(ProbeKind.HTTP, address=f"https://{HERE}:{port}/")
            used = means(trust=shown.trust, plain_port=free_port())
            health = await web_health(one, used, at_s=7)
            return await probe_http(one, used), health

    found, health = waited_for(run)
    # The system is up all the same: what browsers warn of is told apart.
    assert found.state is UP
    assert health.looked_at_s == 7
    assert health.has_https is True
    assert health.certificate_ends_at_s == shown.ends_at_s
    assert health.certificate_fault is fault
    assert health.has_ipv6 is False
    # Nobody answers without encryption, so that nobody needs to be led to it.
    assert health.leads_to_https is None


def test_a_certificate_of_nobody_known_is_distrusted(tmp_path: Path) -> None:
    shown = Shown(tmp_path)

    async def run() -> Any:
        handler = answering("200 OK")
        async with serving(handler, shown.server_context) as (_, port):
            one = target(ProbeKind.HTTP, address=f"https://{HERE}:{port}/")
            return await web_health(one, means(plain_port=free_port()), at_s=0)

    assert waited_for(run).certificate_fault is CertificateFault.UNTRUSTED


@pytest.mark.parametrize(
    ("handler", "leads"),
    [
        (answering("301 Moved", f"Location: https://{HERE}/"), True),
        (answering("301 Moved", f"Location: http://{HERE}/b"), False),
        (answering("200 OK"), False),
        (breaking_off, None),
    ],
)
def test_plain_http_leads_to_encryption_or_does_not(
    handler: Handler,
    leads: bool | None,  # noqa: FBT001 - a case's expectation
) -> None:
    async def run() -> Any:
        async with serving(handler) as (_, port):
            one = target(ProbeKind.HTTP, port)
            return await web_health(one, means(tls_port=free_port()), at_s=0)

    health = waited_for(run)
    assert health.leads_to_https is leads
    assert health.has_https is False
    assert health.certificate_ends_at_s is None


def test_what_does_not_answer_in_time_is_not_known_to_lack_encryption() -> None:
    async def run() -> Any:
        async with serving(silent) as (_, port):
            one = target(ProbeKind.HTTP, port, timeout_s=IMPATIENT_S)
            return await web_health(one, means(tls_port=port), at_s=0)

    health = waited_for(run)
    assert (health.has_https, health.leads_to_https) == (None, None)


def test_an_agent_looks_at_all_targets_so_many_at_a_time() -> None:
    now_open, most = 0, 0

    async def counting(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        nonlocal now_open, most
        now_open += 1
        most = max(most, now_open)
        await answering("200 OK")(reader, writer)
        now_open -= 1

    async def run() -> list[Observation]:
        async with serving(counting) as (_, port):
            agent = Agent(means(tls_port=free_port()), 1, 3600, lambda: 1000.0)
            one = target(ProbeKind.HTTP, port)
            return await agent.look_once(
                [replace(one, code=str(number)) for number in range(8)]
            )

    seen = waited_for(run)
    assert [one.target for one in seen] == [str(number) for number in range(8)]
    assert {one.sample.state for one in seen} == {UP}
    assert {one.sample.at_s for one in seen} == {1000}
    assert all(one.health is not None for one in seen)
    assert most == 1


def test_an_agent_looks_at_the_same_second_of_every_interval_and_ends_when_told() -> (
    None
):
    clock = [1_000_000.25]
    seen: list[Observation] = []

    async def run() -> None:
        looked = asyncio.Event()

        async def sleep(length_s: float) -> None:
            # A look that takes 13 s must not move the next one.
            clock[0] += length_s
            await asyncio.sleep(0)

        async def slow_ping(_address: str, _timeout_s: float) -> float:
            clock[0] += 13
            return 13_000.0

        def took(one: Observation) -> None:
            seen.append(one)
            if len(seen) == 4:
                looked.set()

        agent = Agent(means(ping=slow_ping), 5, 3600, lambda: clock[0], sleep)
        task = asyncio.create_task(agent.watch([target(ProbeKind.ICMP)], took))
        await looked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    waited_for(run)
    times = [one.sample.at_s for one in seen[:4]]
    assert [b - a for a, b in pairwise(times)] == [60, 60, 60]
    assert {one.sample.state for one in seen} == {SLOW}
