"""What people call states, faults, alarms."""

from collections.abc import Mapping

from hatangso.errors import Message
from hatangso.model.monitoring import (
    CertificateFault,
    Fault,
    OutageEnd,
    ProbeKind,
    TargetState,
)

__all__ = [
    "CERTIFICATE_WORDS",
    "END_WORDS",
    "FAULT_WORDS",
    "PROBE_WORDS",
    "RULE_TITLES",
    "RULE_WORDS",
    "STATE_WORDS",
    "rule_words",
]

STATE_WORDS: Mapping[TargetState, Message] = {
    TargetState.UP: Message("up"),
    TargetState.SLOW: Message("slow"),
    TargetState.DOWN: Message("down"),
    TargetState.UNKNOWN: Message("unknown"),
}
FAULT_WORDS: Mapping[Fault, Message] = {
    Fault.TIMEOUT: Message("no answer in time"),
    Fault.REFUSED: Message("the connection is refused"),
    Fault.BROKEN_OFF: Message("the connection broke off"),
    Fault.UNREACHABLE: Message("a router says that it cannot be reached"),
    Fault.NAME_UNKNOWN: Message("the name leads nowhere"),
    Fault.NAME_SERVICE: Message("the name service does not answer"),
    Fault.NO_ROUTE: Message("the watching machine has no network"),
    Fault.STATUS: Message("it answers with an error"),
    Fault.TLS: Message("no encrypted connection comes about"),
    Fault.NOT_HTTP: Message("what answers does not speak HTTP"),
    Fault.NOT_ALLOWED: Message("the watching machine may not send ICMP"),
    Fault.TOLD: Message("told by another system"),
}
CERTIFICATE_WORDS: Mapping[CertificateFault, Message] = {
    CertificateFault.EXPIRED: Message("it has ended"),
    CertificateFault.NOT_YET_VALID: Message("it is not valid yet"),
    CertificateFault.SELF_SIGNED: Message("nobody but its owner vouches for it"),
    CertificateFault.UNTRUSTED: Message("who issued it is not trusted"),
    CertificateFault.WRONG_HOST: Message("it was issued for another name"),
}
PROBE_WORDS: Mapping[ProbeKind, Message] = {
    ProbeKind.ICMP: Message("ICMP"),
    ProbeKind.TCP: Message("TCP"),
    ProbeKind.HTTP: Message("HTTP"),
    ProbeKind.IMPORTED: Message("imported"),
}
END_WORDS: Mapping[OutageEnd, Message] = {
    OutageEnd.RECOVERED: Message("it came back"),
    OutageEnd.UNKNOWN: Message("nobody looked any more"),
    OutageEnd.ONGOING: Message("goes on"),
}
RULE_WORDS: Mapping[str, Message] = {
    "unreachable": Message("Cannot be reached"),
    "slow": Message("Answers too slowly"),
    "certificate_ends": Message("Certificate ends soon"),
    "certificate_ended": Message("Certificate has ended"),
    "certificate_distrusted": Message("Browsers warn of the certificate"),
}
RULE_TITLES: Mapping[str, Message] = {
    "unreachable": Message("Targets that cannot be reached"),
    "slow": Message("Targets that answer too slowly"),
    "certificate_ends": Message("Certificates of systems that end soon"),
    "certificate_ended": Message("Certificates of systems that have ended"),
    "certificate_distrusted": Message("Certificates that browsers warn of"),
}


def rule_words(rule: str) -> Message:
    """Return what people call a rule; a province's own is called by its name."""
    return RULE_WORDS.get(rule) or Message(rule)
