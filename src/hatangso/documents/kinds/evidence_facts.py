"""What the evidence for a province's own score under an official index rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hatangso.documents.kinds.petition_case import UNTOLD, CaseOrigin
from hatangso.documents.official.issuer import Issuer

__all__ = ["CriterionFact", "EvidenceFacts", "PartFact"]


@dataclass(frozen=True)
class CriterionFact:
    """A criterion; None and empty: not known.

    Attributes:
        number: Of the group and within it: ``3.1``.
        code: Of the indicator; stands in keys only.
        definition: How the value is counted.
        rule: How points follow from it.
        reached_ratio: Share of its points that the value earns, 0 to 1.
        points: Claimed.
        evidence: Title of the document that has the value.
        agency: Who answers for it.
        is_confirmed: Whether the text of the criterion was read.
        is_disputed: Whether the audit of figures doubts the value.
        origin: Of the value.
    """

    number: str
    code: str
    name: str
    definition: str
    rule: str
    unit: str
    most_points: float | None
    value: float | None
    numerator: float | None
    denominator: float | None
    reached_ratio: float | None
    points: float | None
    evidence: str = ""
    agency: str = ""
    is_confirmed: bool = True
    is_disputed: bool = False
    origin: CaseOrigin = UNTOLD


@dataclass(frozen=True)
class PartFact:
    """A main index or group.

    Attributes:
        number: From 1.
        code: Of the scheme; stands in keys only.
        most_points: None while nobody confirmed how many.
        low_points: Claimed with what is known; None likewise.
        high_points: When all that is unknown were perfect; None likewise.
        components: How many criteria the text has; None when not known.
        note: What of it is not confirmed; printed as a footnote.
    """

    number: int
    code: str
    name: str
    most_points: float | None
    low_points: float | None
    high_points: float | None
    components: int | None
    criteria: tuple[CriterionFact, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class EvidenceFacts:
    """Everything of the workbook.

    Attributes:
        scheme: Name of the index, with its decision.
        document: Number of the decision.
        issued: Its day, as written.
        low_points: Of the whole, as `hatangso score` counts it.
        high_points: None when points of a part are not confirmed.
    """

    issuer: Issuer
    scheme: str
    document: str
    issued: str
    period: str
    parts: tuple[PartFact, ...]
    low_points: float
    high_points: float | None
    most_points: float | None
    marks: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
