"""What is not as it should be with digital platforms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hatangso.errors import Message
from hatangso.model.concern import Concern, Severity
from hatangso.model.platform import DataService, SigningCertificate
from hatangso.model.tally import Numbered
from hatangso.platforms.certificates import CertificateState
from hatangso.platforms.data_services import RankedService
from hatangso.platforms.parameters import PlatformParameters
from hatangso.platforms.spelling import same_name
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.platform_inputs import (
    PlatformInputs,
    commune_codes,
    platform_inputs,
)
from hatangso.workflows.platforms import PlatformSummary, platforms_from

__all__ = ["concerns", "platform_concerns"]

_COMPONENT = "NTS"
_WARNING, _NOTICE = Severity.WARNING, Severity.NOTICE
Keys = Callable[[str, int], str]


def concerns(facts: ConcernFacts) -> Iterable[Concern]:
    """Return what is not as it should be with the platforms of a province."""
    inputs = platform_inputs(
        facts.records, facts.directory, commune_codes(facts.directory)
    )
    summary = platforms_from(
        inputs,
        own_parameters(facts.directory, "platforms", PlatformParameters),
        as_of=facts.today,
    )
    names = {
        str(one.values.get("code")): str(one.values.get("name"))
        for one in facts.records("unit")
    }
    return platform_concerns(summary, inputs, _keys(facts), names)


def platform_concerns(
    summary: PlatformSummary,
    inputs: PlatformInputs,
    key_of: Keys,
    commune_names: Mapping[str, str],
) -> tuple[Concern, ...]:
    """Return what a summary shows to be wrong, missing or not known.

    Args:
        summary: Of the province.
        inputs: What it was made from.
        key_of: Returns the key of a record by its kind and number.
        commune_names: By code, as far as the register has them.
    """
    agencies = {same_name(one.code): one.name for one in inputs.agencies if one.code}
    study = _Study(summary, inputs, key_of, commune_names, agencies)
    return (
        *study.data_services(),
        *study.public_services(),
        *study.offices(),
        *study.certificates(),
        *study.conference(),
    )


def _keys(facts: ConcernFacts) -> Keys:
    """Return a look-up that reads the records of a kind when the first is asked for."""
    read: dict[str, dict[int, str]] = {}

    def key_of(kind: str, number: int) -> str:
        if kind not in read:
            read[kind] = {
                one.id: str(one.values.get("id") or "") for one in facts.records(kind)
            }
        return read[kind].get(number, "")

    return key_of


@dataclass(frozen=True)
class _Sort:
    """Concerns of one sort."""

    code: str
    severity: Severity
    title: Message
    kind: str


@dataclass(frozen=True)
class _Study:
    summary: PlatformSummary
    inputs: PlatformInputs
    key_of: Keys
    commune_names: Mapping[str, str]
    agency_names: Mapping[str, str]

    def told(self, sort: _Sort, number: int, name: str, message: Message) -> Concern:
        """Return a concern about a record."""
        return Concern(
            _COMPONENT,
            sort.code,
            sort.severity,
            sort.title,
            message,
            sort.kind,
            self.key_of(sort.kind, number),
            name,
        )

    def each(
        self,
        sort: _Sort,
        numbers: Iterable[int],
        names: Mapping[int, str],
        message: Message,
    ) -> Iterator[Concern]:
        """Return the same about several records."""
        for number in numbers:
            yield self.told(sort, number, names[number], message)

    def data_services(self) -> Iterator[Concern]:
        sort = _Sort(
            "data_service_not_used",
            _WARNING,
            Message("Data services that are needed and not used"),
            "data_service",
        )
        for one in self.summary.data.missing:
            if one.benefit.needs or one.benefit.copies:
                yield self._missing(sort, one, one.service)

    def _missing(
        self, sort: _Sort, one: RankedService, service: DataService
    ) -> Concern:
        copies = one.benefit.copies
        message = Message("not used; the benefit of its use is not known")
        if copies is not None:
            text = "not used; its use would save some {count:.0f} copies a year"
            if one.benefit.is_least:
                text = "not used; its use would save {count:.0f} copies a year or more"
            message = Message(text, {"count": copies})
        return self.told(sort, service.number, service.name, message)

    def public_services(self) -> Iterator[Concern]:
        services = {one.number: one for one in self.inputs.public_services}
        unused = _Sort(
            "public_service_not_used_online",
            _WARNING,
            Message("Full online services without a single online dossier"),
            "public_service",
        )
        for number in self.summary.public.unused_full:
            one = services[number]
            text = "{count} dossiers a year, none of them online"
            message = Message(text, {"count": one.dossiers})
            yield self.told(unused, number, one.name, message)
        off_portal = _Sort(
            "public_service_not_on_portal",
            _NOTICE,
            Message(
                "Online services with dossiers that are not on the national portal"
            ),
            "public_service",
        )
        for number in self.summary.public.off_portal:
            one = services[number]
            text = "{count} dossiers a year, and not on the national portal"
            message = Message(text, {"count": one.dossiers})
            yield self.told(off_portal, number, one.name, message)
        impossible = _Sort(
            "public_service_impossible",
            _NOTICE,
            Message("Public services whose numbers contradict each other"),
            "public_service",
        )
        for number in self.summary.public.whole.online.impossible:
            one = services[number]
            text = "{part} online dossiers of {whole} dossiers"
            message = Message(
                text, {"part": one.online_dossiers, "whole": one.dossiers}
            )
            yield self.told(impossible, number, one.name, message)

    def offices(self) -> Iterator[Concern]:
        whole = self.summary.offices.whole
        names = _names(self.inputs.agencies)
        without = _Sort(
            "agency_without_documents",
            _WARNING,
            Message("Agencies without the document-management system"),
            "agency",
        )
        text = Message("does not use the document-management system")
        yield from self.each(without, whole.documents.no, names, text)
        impossible = _Sort(
            "agency_impossible",
            _NOTICE,
            Message("Agencies whose numbers contradict each other"),
            "agency",
        )
        text = Message("more signed documents than documents")
        yield from self.each(impossible, whole.signed.impossible, names, text)
        text = Message("more mailboxes in use than mailboxes")
        yield from self.each(impossible, whole.mail.impossible, names, text)

    def certificates(self) -> Iterator[Concern]:
        found = self.summary.certificates
        known = {one.number: one for one in self.inputs.certificates}
        followed = {
            _whose(known[number]) for number in found.states[CertificateState.VALID]
        }
        kind = "signing_certificate"
        ended = _Sort(
            "certificate_ended",
            _WARNING,
            Message("Signing certificates that have ended and were not renewed"),
            kind,
        )
        for number in found.states[CertificateState.ENDED]:
            one = known[number]
            if not one.holder or _whose(one) not in followed:
                message = Message("ended on {day}", {"day": one.ends_on})
                yield self.told(ended, number, self.agency(one), message)
        yield from self._ending(known)
        untold = _Sort(
            "certificate_without_end",
            _NOTICE,
            Message("Signing certificates of which nobody has told the last day"),
            kind,
        )
        names = {number: self.agency(one) for number, one in known.items()}
        text = Message("nobody has told its last day")
        numbers = found.states[CertificateState.NO_END]
        yield from self.each(untold, numbers, names, text)
        impossible = _Sort(
            "certificate_impossible",
            _NOTICE,
            Message("Signing certificates that end before they were issued"),
            kind,
        )
        text = Message("ends before it was issued")
        numbers = found.states[CertificateState.IMPOSSIBLE]
        yield from self.each(impossible, numbers, names, text)

    def agency(self, one: SigningCertificate) -> str:
        """Return the name of its agency, of which it may bear the code."""
        return self.agency_names.get(same_name(one.agency), one.agency)

    def _ending(self, known: Mapping[int, SigningCertificate]) -> Iterator[Concern]:
        ending = self.summary.certificates.ending
        spans = sorted(ending)
        last = set(ending[spans[0]])
        for number in ending[spans[-1]]:
            one, is_last = known[number], number in last
            sort = _Sort(
                "certificate_ending" if is_last else "certificate_ending_later",
                _WARNING if is_last else _NOTICE,
                Message(
                    "Signing certificates that end within {days} days",
                    {"days": spans[0] if is_last else spans[-1]},
                ),
                "signing_certificate",
            )
            message = Message("ends on {day}", {"day": one.ends_on})
            yield self.told(sort, number, self.agency(one), message)

    def conference(self) -> Iterator[Concern]:
        found = self.summary.conference
        # Nobody has told any endpoint: then nobody has told that one is missing.
        if found.endpoints_n:
            yield from self._communes(found.communes_without)
        names = _names(self.inputs.endpoints)
        kind = "conference_endpoint"
        if self.summary.parameters.must_be_encrypted:
            plain = _Sort(
                "endpoint_not_encrypted",
                _WARNING,
                Message("Endpoints of video conferences without encryption"),
                kind,
            )
            text = Message("is not encrypted")
            yield from self.each(plain, found.encrypted.no, names, text)
            untold = _Sort(
                "endpoint_encryption_unknown",
                _NOTICE,
                Message("Endpoints of which nobody has told the encryption"),
                kind,
            )
            text = Message("nobody has told whether it is encrypted")
            yield from self.each(untold, found.encrypted.unknown, names, text)
        yield from self._meetings()

    def _communes(self, codes: Sequence[str]) -> Iterator[Concern]:
        title = Message("Communes without an endpoint of video conferences")
        message = Message("no endpoint of its own")
        for code in codes:
            is_known = code in self.commune_names
            yield Concern(
                _COMPONENT,
                "commune_without_endpoint",
                _WARNING,
                title,
                message,
                "unit" if is_known else "",
                code,
                self.commune_names.get(code, code),
            )

    def _meetings(self) -> Iterator[Concern]:
        found, capacity_n = self.summary.conference, self.summary.parameters.capacity_n
        names = _names(self.inputs.meetings)
        if found.largest is not None and found.fits(capacity_n) is False:
            sort = _Sort(
                "meeting_too_large",
                _WARNING,
                Message("Meetings larger than the conference bridge"),
                "online_meeting",
            )
            message = Message(
                "{count} endpoints, and the bridge takes {capacity} at once",
                {"count": found.largest_n, "capacity": capacity_n},
            )
            yield self.told(sort, found.largest, names[found.largest], message)
        impossible = _Sort(
            "meeting_impossible",
            _NOTICE,
            Message("Meetings whose numbers contradict each other"),
            "online_meeting",
        )
        text = Message("more failed endpoints than endpoints")
        numbers = [
            number for year in found.years for number in year.failures.impossible
        ]
        yield from self.each(impossible, numbers, names, text)


class _Named(Numbered, Protocol):
    @property
    def name(self) -> str: ...


def _names(things: Iterable[_Named]) -> dict[int, str]:
    return {one.number: one.name for one in things}


def _whose(one: SigningCertificate) -> tuple[str, str, str]:
    return same_name(one.holder), same_name(one.agency), one.purpose
