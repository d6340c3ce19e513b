"""Signing certificates: which hold, which end soon, and which agencies lack them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hatangso.language import sort_key
from hatangso.model.platform import Agency, SigningCertificate
from hatangso.model.tally import grouped
from hatangso.platforms.spelling import same_name

__all__ = ["AgencyGap", "CertificateState", "Certificates", "certificates"]

_PERSON = "person"


class CertificateState(StrEnum):
    """What a certificate is worth on a day."""

    VALID = "valid"
    NOT_YET = "not_yet"  # it is issued for a later day
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    IMPOSSIBLE = "impossible"  # it ends before it was issued
    NO_END = "no_end"  # nobody has told its last day: it is not taken to hold


@dataclass(frozen=True)
class AgencyGap:
    """How many people of an agency have a certificate.

    Attributes:
        name: Of the agency.
        number: Of its record; None for an agency that only certificates name.
        staff: None when nobody has said.
        holders_n: People with a certificate that holds: names told apart, and each
            certificate without a name for one.
        certificates: All certificates of the agency, whatever they are worth.
    """

    name: str
    number: int | None
    staff: int | None
    holders_n: int
    certificates: tuple[int, ...]

    @property
    def missing_n(self) -> int | None:
        """Return how many people have none; None when the staff is not known."""
        return None if self.staff is None else max(self.staff - self.holders_n, 0)


@dataclass(frozen=True)
class Certificates:
    """All certificates of a province on a day.

    Attributes:
        states: Numbers of records by state, each state once.
        ending: Numbers of records that hold today and end within so many days, the
            first to end first.
        by_purpose: Those that hold, by whom they are for.
        told_twice: Certificates that hold beside another of the same holder, agency
            and purpose.
        agencies: Most people without one first; unknown ones last.
        without_agency: Certificates of which nobody has told the agency.
    """

    states: Mapping[CertificateState, tuple[int, ...]]
    ending: Mapping[int, tuple[int, ...]]
    by_purpose: Mapping[str, tuple[int, ...]]
    told_twice: tuple[int, ...]
    agencies: tuple[AgencyGap, ...]
    without_agency: tuple[int, ...]

    @property
    def unknown_agencies(self) -> tuple[AgencyGap, ...]:
        """Return agencies that certificates name and the list of agencies does not."""
        return tuple(one for one in self.agencies if one.number is None)


def state_on(certificate: SigningCertificate, day: date) -> CertificateState:
    """Return what a certificate is worth on a day; its last day is a day it holds."""
    starts, ends = certificate.issued_on, certificate.ends_on
    if certificate.is_withdrawn:
        return CertificateState.WITHDRAWN
    if ends is None:
        return CertificateState.NO_END
    if starts is not None and ends < starts:
        return CertificateState.IMPOSSIBLE
    if ends < day:
        return CertificateState.ENDED
    if starts is not None and starts > day:
        return CertificateState.NOT_YET
    return CertificateState.VALID


def certificates(
    found: Sequence[SigningCertificate],
    agencies: Sequence[Agency],
    *,
    day: date,
    within_days: Sequence[int],
) -> Certificates:
    """Return how certificates stand on a day.

    Args:
        found: The certificates.
        agencies: Known agencies; certificates name them by name or code.
        day: The day of the judgement.
        within_days: Spans of days in which an end is told.
    """
    states = {one.number: state_on(one, day) for one in found}
    valid = [one for one in found if states[one.number] is CertificateState.VALID]
    valid.sort(key=lambda one: (one.ends_on or day, one.number))
    named = grouped(
        [one for one in valid if one.holder],
        lambda one: (same_name(one.holder), same_name(one.agency), one.purpose),
    )
    return Certificates(
        states={
            state: tuple(one.number for one in found if states[one.number] is state)
            for state in CertificateState
        },
        ending={
            days: tuple(
                one.number
                for one in valid
                if one.ends_on is not None and one.ends_on <= day + timedelta(days=days)
            )
            for days in sorted(set(within_days))
        },
        by_purpose={
            purpose: tuple(one.number for one in some)
            for purpose, some in sorted(grouped(valid, lambda one: one.purpose).items())
        },
        told_twice=tuple(
            one.number for same in named.values() if len(same) > 1 for one in same
        ),
        agencies=_gaps(found, valid, agencies),
        without_agency=tuple(one.number for one in found if not one.agency),
    )


def _gaps(
    found: Sequence[SigningCertificate],
    valid: Sequence[SigningCertificate],
    agencies: Sequence[Agency],
) -> tuple[AgencyGap, ...]:
    """Return what agencies have, those that only certificates name included."""
    known: dict[str, Agency] = {}
    for agency in agencies:
        known.setdefault(same_name(agency.name), agency)
    for agency in agencies:
        known.setdefault(same_name(agency.code), agency)

    def key(one: SigningCertificate) -> int | str:
        agency = known.get(same_name(one.agency))
        return agency.number if agency else same_name(one.agency)

    named = [one for one in found if one.agency]
    all_of, valid_of = grouped(named, key), grouped(valid, key)
    whose: list[tuple[int | str, str, Agency | None]] = [
        (one.number, one.name, one) for one in agencies
    ]
    whose += [
        (one, some[0].agency, None)
        for one, some in all_of.items()
        if isinstance(one, str)
    ]
    gaps = [
        AgencyGap(
            name,
            agency.number if agency else None,
            agency.staff if agency else None,
            _holders_n(valid_of.get(place, ())),
            tuple(one.number for one in all_of.get(place, ())),
        )
        for place, name, agency in whose
    ]
    return tuple(sorted(gaps, key=_gap_order))


def _gap_order(gap: AgencyGap) -> tuple[object, ...]:
    missing = gap.missing_n
    return (missing is None, -(missing or 0), sort_key(gap.name), gap.number or 0)


def _holders_n(valid: Sequence[SigningCertificate]) -> int:
    people = [one for one in valid if one.purpose in {_PERSON, ""}]
    names = {same_name(one.holder) for one in people if one.holder}
    return len(names) + sum(not one.holder for one in people)
