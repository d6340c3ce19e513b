"""What is watched, what was seen of it, and what was raised about it."""

from dataclasses import dataclass
from enum import StrEnum

from hatangso.model.concern import Severity

__all__ = [
    "Alarm",
    "AlarmStep",
    "CertificateFault",
    "Fault",
    "KeptTarget",
    "Observation",
    "Outage",
    "OutageEnd",
    "ProbeKind",
    "Sample",
    "TargetState",
    "WatchTarget",
    "WebHealth",
]


class TargetState(StrEnum):
    """What a look at a target says."""

    UP = "up"
    SLOW = "slow"  # it answers, later than it should
    DOWN = "down"
    UNKNOWN = "unknown"  # nobody looked, or the looker itself was in trouble


class ProbeKind(StrEnum):
    """How a target is looked at."""

    ICMP = "icmp"
    TCP = "tcp"
    HTTP = "http"
    IMPORTED = "imported"  # another system looked


class Fault(StrEnum):
    """Why a look did not succeed."""

    NONE = ""
    TIMEOUT = "timeout"  # nothing came in time
    REFUSED = "refused"  # the machine is there, nobody listens
    BROKEN_OFF = "broken_off"  # it began and ended in the middle
    UNREACHABLE = "unreachable"  # a router on the way says so
    NAME_UNKNOWN = "name_unknown"  # the name leads nowhere
    NAME_SERVICE = "name_service"  # who knows the names does not answer
    NO_ROUTE = "no_route"  # the looking machine has no network
    STATUS = "status"  # it answers that it cannot
    TLS = "tls"  # no encrypted connection comes about
    NOT_HTTP = "not_http"  # what answers does not speak HTTP
    NOT_ALLOWED = "not_allowed"  # the looking machine may not send
    TOLD = "told"  # another system says so, without a reason


class CertificateFault(StrEnum):
    """Why browsers warn of a certificate."""

    NONE = ""
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    SELF_SIGNED = "self_signed"
    UNTRUSTED = "untrusted"
    WRONG_HOST = "wrong_host"


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a target.

    Attributes:
        at_s: When it began, in seconds of UTC since 1970.
        response_ms: How long the answer took; None without an answer.
    """

    at_s: int
    state: TargetState
    response_ms: float | None = None
    fault: Fault = Fault.NONE


@dataclass(frozen=True)
class WatchTarget:
    """Something that is looked at again and again.

    Attributes:
        code: Unique: ``network_node/NM-01``, ``extra/Cổng dịch vụ công``.
        address: Host name, IP address or, for HTTP, a web address.
        port: For TCP; for ICMP the one tried where ICMP may not be sent.
        slow_ms: An answer that takes longer is slow.
        expected_status: Of HTTP; empty for what browsers show, and for pages that ask
            who one is.
        record_kind: Kind of the record behind it; empty when there is none.
        record_key: Of that record; empty likewise.
    """

    code: str
    name: str
    probe: ProbeKind
    address: str
    interval_s: int
    timeout_s: float
    slow_ms: float
    port: int = 0
    expected_status: tuple[int, ...] = ()
    record_kind: str = ""
    record_key: str = ""


@dataclass(frozen=True)
class WebHealth:
    """How a web system presents itself; None is what could not be told.

    Attributes:
        looked_at_s: In seconds of UTC since 1970.
        certificate_ends_at_s: Likewise.
        has_https: Whether it answers with encryption.
        leads_to_https: Whether a visitor without encryption is sent to it.
        has_ipv6: Whether it can be reached over IPv6.
    """

    looked_at_s: int
    certificate_ends_at_s: int | None = None
    certificate_fault: CertificateFault = CertificateFault.NONE
    has_https: bool | None = None
    leads_to_https: bool | None = None
    has_ipv6: bool | None = None


@dataclass(frozen=True)
class Observation:
    """A look at a target, with the web system's health where that was looked at."""

    target: str
    sample: Sample
    health: WebHealth | None = None


class OutageEnd(StrEnum):
    """How an outage ended."""

    RECOVERED = "recovered"
    UNKNOWN = "unknown"  # nobody looked any more
    ONGOING = "ongoing"


@dataclass(frozen=True, order=True)
class Outage:
    """Time in which a target was down."""

    began_at_s: int
    ended_at_s: int
    end: OutageEnd

    @property
    def length_s(self) -> int:
        """Return how long it is known to have lasted."""
        return self.ended_at_s - self.began_at_s


@dataclass(frozen=True)
class Alarm:
    """Something that a rule raised about a target.

    Attributes:
        raised_at_s: Since when its condition held.
        cleared_at_s: Since when it held no more; None while it is open.
        acknowledged_by: Who said that somebody sees to it; empty when nobody did.
    """

    id: int
    target_id: int
    rule: str
    severity: Severity
    raised_at_s: int
    cleared_at_s: int | None = None
    acknowledged_at_s: int | None = None
    acknowledged_by: str = ""
    note: str = ""


@dataclass(frozen=True)
class AlarmStep:
    """An alarm to raise or to clear.

    Attributes:
        at_s: Since when.
    """

    rule: str
    severity: Severity
    at_s: int
    is_raised: bool


@dataclass(frozen=True)
class KeptTarget:
    """A target as it is kept, with the last look at it.

    Attributes:
        is_watched: Whether the agent looks at it; imported ones are not.
        last_at_s: When somebody looked last; None when nobody did.
        since_s: Since when the state is what it is.
        rolled_until_s: Looks before are kept as counts of hours.
    """

    id: int
    code: str
    name: str
    probe: ProbeKind
    interval_s: int
    record_kind: str
    record_key: str
    is_watched: bool
    last_at_s: int | None
    state: TargetState
    since_s: int | None
    response_ms: float | None
    fault: Fault
    health: WebHealth | None
    rolled_until_s: int
