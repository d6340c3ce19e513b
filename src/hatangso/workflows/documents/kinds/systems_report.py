"""The report on the systems that the province runs: gathers records and concerns."""

from collections.abc import Sequence
from datetime import datetime, time

from hatangso.documents.kinds.systems_report import (
    ConcernEntry,
    KindCount,
    SystemPart,
    SystemsReportFacts,
    compose_systems_report,
)
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.errors import Message
from hatangso.language import Language, translate
from hatangso.model.concern import Concern, sorted_concerns
from hatangso.model.provenance import Reality
from hatangso.model.record_layers import RECORD_LAYERS
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.units import VIETNAM_TIME
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.found_concerns import (
    concern_sources,
    found_concerns,
)
from hatangso.workflows.documents.document_kind import DocumentKind, DocumentRequest
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.target_remarks import COMPONENTS

__all__ = ["KIND"]

# Parts of the plan, and the component of the register's kinds that each is made of.
_PARTS = {
    "VT": "telecom",
    "TTDL": "data_centre",
    "CNS": "digital_technology",
    "NTS": "platform",
    "QT": "governance",
}
# What probes say changes while a document is signed.
_OF_THE_MINUTE = "monitoring"
_OF_TERRITORY = frozenset({"document", "figure", "target"})
_SYNTHETIC = (
    "Một phần số liệu trong báo cáo là số liệu mô phỏng để trình diễn, không phải số"
    " liệu thực tế."
)


def _make(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    """Compose the report; what probes say this minute is no part of it."""
    noon = datetime.combine(request.today, time(12), VIETNAM_TIME)
    asked = ConcernFacts(facts.directory, facts.records, noon, request.today)
    # Sensors are judged at that noon: the same files give the same report.
    still = [name for name in concern_sources() if name != _OF_THE_MINUTE]
    found = found_concerns(asked, still)
    concerns = sorted_concerns(one for group in found.values() for one in group)
    parts = tuple(_part(facts, code, concerns) for code in _PARTS)
    kinds = [kind for part in parts for kind in part.kinds]
    is_synthetic = any(one.reality is Reality.SYNTHETIC for one in kinds)
    return compose_systems_report(
        SystemsReportFacts(
            issuer=request.issuer,
            as_of=request.today,
            parts=parts,
            marks=(_SYNTHETIC,) if is_synthetic else (),
        )
    )


def _part(facts: ProvinceFacts, code: str, concerns: Sequence[Concern]) -> SystemPart:
    kinds = []
    for kind in shipped_kinds().values():
        if kind.component == _PARTS[code] and kind.code not in _OF_TERRITORY:
            records = facts.records(kind.code)
            if records:
                reality = _reality(facts, kind.code)
                kinds.append(KindCount(kind.code, kind.name_vi, len(records), reality))
    # What belongs to no part is told where somebody answers for all of them.
    own = {code, ""} if code == "QT" else {code}
    return SystemPart(
        code,
        translate(COMPONENTS[code], Language.VI),
        tuple(kinds),
        tuple(_entry(one) for one in concerns if one.component in own),
    )


def _entry(one: Concern) -> ConcernEntry:
    return ConcernEntry(
        one.sort,
        one.severity,
        translate(one.title, Language.VI),
        one.name or one.key,
        translate(one.message, Language.VI),
    )


def _reality(facts: ProvinceFacts, kind: str) -> Reality:
    """Return whether the records are real: what senders reported counts as real."""
    layers = {**RECORD_LAYERS, "site": "sites", "service": "services"}
    origin = facts.inputs.province.provenances.get(layers.get(kind, ""))
    return origin.reality if origin else Reality.REAL


KIND = DocumentKind(
    code="systems_report",
    order=9,
    title=Message("Report on digital systems"),
    help=Message(
        "Data centres, government network, platforms, sensors, people and programme:"
        " what the register holds, and what is not as it should be."
    ),
    make=_make,
)
