"""Bảng kê minh chứng: points that a province claims under an index, and on what."""

from collections.abc import Callable, Iterator

from hatangso.documents.kinds.evidence_facts import (
    CriterionFact,
    EvidenceFacts,
    PartFact,
)
from hatangso.documents.kinds.petition_case import CaseOrigin
from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Heading,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.numbers import percent, traced
from hatangso.documents.official.official_document import (
    Annex,
    DocumentForm,
    OfficialDocument,
)
from hatangso.documents.official.spans import (
    NO_DATA,
    Footnote,
    Sentence,
    TracedNumber,
)
from hatangso.language import format_shortest
from hatangso.model.provenance import Reality

__all__ = ["compose_index_evidence"]

_MOST_DECIMALS = 2
_PROOF = "evidence"  # of the table that lists only what can be proved
_UNASSIGNED = "Chưa phân công"
_DISPUTED = Footnote(
    "Số liệu đang được rà soát: các nguồn nêu số liệu chưa thống nhất với nhau."
)
_OPEN_POINTS = "điểm tối đa chờ xác nhận"
_OPEN_CRITERION = "nội dung tiêu chí chờ xác nhận"
_NO_CRITERIA = "chưa có tiêu chí được nhập số liệu"
_UNCONFIRMED = (
    "Điểm tối đa của một số nhóm, tiêu chí chưa được xác nhận theo văn bản; điểm tự"
    " chấm được bổ sung khi có xác nhận."
)
_POINT_NOTE = (
    "Ghi chú: điểm tự chấm tính từ số liệu đã có; điểm cao nhất có thể đạt tính khi mọi"
    " nội dung chưa có số liệu đều đạt điểm tối đa."
)
_NUMBER = Column("number", "Mã", ColumnKind.ORDINAL, width=0.7)


def compose_index_evidence(facts: EvidenceFacts) -> OfficialDocument:
    """Return the evidence: points by group, criteria, and what proves them."""
    issuer = facts.issuer
    archive = ", ".join(one for one in ("VT", issuer.division_code) if one)
    return OfficialDocument(
        kind="index_evidence",
        form=DocumentForm.TITLED,
        letterhead=issuer.department_letterhead("BK", None),
        type_name="BẢNG KÊ",
        subject=(
            f"Điểm tự đánh giá và tài liệu minh chứng theo {facts.scheme} của tỉnh"
            f" {issuer.province}"
        ),
        blocks=tuple(_blocks(facts)),
        signature=issuer.department_signature,
        parameters=facts.parameters,
        recipients=issuer.recipients.get("index_evidence", ())
        or ("Các cơ quan, đơn vị có liên quan;", f"Lưu: {archive}."),
        annexes=tuple(_annexes(facts)),
        marks=facts.marks,
    )


def _blocks(facts: EvidenceFacts) -> Iterator[Block]:
    yield Heading("TỔNG HỢP ĐIỂM TỰ ĐÁNH GIÁ")
    yield Paragraph(_summary(facts), "summary")
    if facts.high_points is None:
        yield Paragraph((_UNCONFIRMED,), is_note=True)
    yield _part_table(facts)
    if any(part.criteria for part in facts.parts):
        yield Paragraph(
            ("Điểm và minh chứng của từng tiêu chí nêu tại các phụ lục kèm theo.",)
        )


def _summary(facts: EvidenceFacts) -> Sentence:
    criteria = [one for part in facts.parts for one in part.criteria]
    known = sum(one.value is not None for one in criteria)
    by = f"Theo {facts.document} ngày {facts.issued}"
    start: Sentence = (
        f"{by}, với số liệu đến ngày {facts.period}, ",
        _count("criteria:known", known, "Tiêu chí đã có số liệu", facts),
        " trong ",
        _count("criteria", len(criteria), "Tiêu chí đã nhập", facts),
        " tiêu chí theo dõi được đã có số liệu",
    )
    if facts.most_points is None or facts.high_points is None:
        return (*start, "; tổng điểm chưa tính được vì còn điểm tối đa chờ xác nhận.")
    claimed: Sentence = ("; chưa có điểm tự đánh giá",)
    if _is_any_claimed(facts):
        low = _points("total:low", facts.low_points, "Tổng điểm tự chấm", facts.period)
        claimed = ("; điểm tự đánh giá chắc chắn đạt là ", low)
    return (
        *start,
        *claimed,
        ", cao nhất có thể đạt là ",
        _points("total:high", facts.high_points, "Tổng điểm cao nhất", facts.period),
        " trên tổng số ",
        _points("total:most", facts.most_points, "Tổng điểm tối đa", facts.period),
        " điểm.",
    )


def _is_any_claimed(facts: EvidenceFacts) -> bool:
    """Return whether some value earns points, or a whole part was published."""
    return any(
        bool(part.low_points) or any(one.points is not None for one in part.criteria)
        for part in facts.parts
    )


def _count(key: str, value: int, label: str, facts: EvidenceFacts) -> TracedNumber:
    return traced(
        value,
        key=f"evidence:{key}",
        label=label,
        period=facts.period,
        source=f"Đếm từ bảng kê, theo {facts.document}",
        reality=Reality.DERIVED,
    )


def _points(key: str, value: float | None, label: str, period: str) -> TracedNumber:
    return traced(
        value,
        unit="điểm",
        decimals=_decimals(value),
        key=f"points:{key}",
        label=label,
        period=period,
        source="Chấm theo bộ tiêu chí từ số liệu đã báo cáo",
        reality=Reality.DERIVED,
    )


def _decimals(value: float | None) -> int:
    """Return how many decimals a number has, up to two."""
    if value is None:
        return 0
    _, _, decimals = format_shortest(value, _MOST_DECIMALS).partition(",")
    return len(decimals)


def _part_table(facts: EvidenceFacts) -> Table:
    columns = (
        _NUMBER,
        Column("name", "Trụ cột, nhóm tiêu chí", width=3),
        Column("components", "Số tiêu chí", ColumnKind.NUMBER, width=0.9),
        Column("most", "Điểm tối đa", ColumnKind.NUMBER, "điểm"),
        Column("low", "Điểm tự chấm", ColumnKind.NUMBER, "điểm"),
        Column("high", "Cao nhất có thể đạt", ColumnKind.NUMBER, "điểm", 1.2),
    )
    rows = [
        Row(((str(part.number),), _part_name(part), *_part_cells(part, facts)))
        for part in facts.parts
    ]
    is_whole = facts.high_points is not None and _is_any_claimed(facts)
    told = (
        _points("total:most", facts.most_points, "Tổng điểm tối đa", facts.period),
        _points(
            "total:low",
            facts.low_points if is_whole else None,
            "Tổng điểm tự chấm",
            facts.period,
        ),
        _points("total:high", facts.high_points, "Tổng điểm cao nhất", facts.period),
    )
    rows.append(
        Row(
            ((), ("Tổng cộng",), (), *((one,) for one in told)),
            RowRole.TOTAL,
        )
    )
    return Table("parts", "Điểm theo trụ cột", columns, tuple(rows), note=_POINT_NOTE)


def _part_name(part: PartFact) -> Sentence:
    return (part.name, Footnote(part.note)) if part.note else (part.name,)


def _part_cells(part: PartFact, facts: EvidenceFacts) -> Iterator[Sentence]:
    components = traced(
        part.components,
        key=f"components:{part.code}",
        label=f"Số tiêu chí của {part.name}",
        period=facts.issued,
        source=facts.document,
        reality=Reality.REAL,
    )
    yield (components,)
    is_judged = part.low_points is None or any(
        one.points is not None for one in part.criteria
    )
    # Without any value there is no claim; that is not a claim of nothing.
    low = part.low_points if is_judged or part.low_points == part.high_points else None
    for name, label, value in (
        ("most", "Điểm tối đa", part.most_points),
        ("low", "Điểm tự chấm", low),
        ("high", "Điểm cao nhất có thể đạt", part.high_points),
    ):
        key = f"{name}:{part.code}"
        yield (_points(key, value, f"{label} của {part.name}", facts.period),)


def _annexes(facts: EvidenceFacts) -> Iterator[Annex]:
    if not any(part.criteria for part in facts.parts):
        return
    yield Annex(
        "ĐIỂM TỰ CHẤM THEO TIÊU CHÍ",
        (_table(facts, "criteria", "Điểm tự chấm theo tiêu chí", _SCORE_COLUMNS),),
    )
    yield Annex(
        "CÁCH TÍNH VÀ TÀI LIỆU MINH CHỨNG",
        (_table(facts, _PROOF, "Cách tính và tài liệu minh chứng", _PROOF_COLUMNS),),
    )


_Told = Callable[[CriterionFact], Sentence]


def _table(
    facts: EvidenceFacts,
    name: str,
    caption: str,
    fields: tuple[tuple[Column, _Told], ...],
) -> Table:
    rows: list[Row] = []
    for part in facts.parts:
        if not part.criteria and name == _PROOF:
            continue
        title = f"{part.number}. {part.name}"
        if not part.criteria:
            title = f"{title} ({_NO_CRITERIA})"
        rows.append(Row(((title,),), RowRole.GROUP))
        rows += [
            Row(((one.number,), *(told(one) for _, told in fields)))
            for one in part.criteria
        ]
    return Table(
        name, caption, (_NUMBER, *(column for column, _ in fields)), tuple(rows)
    )


def _value(one: CriterionFact) -> Sentence:
    number = traced(
        one.value,
        unit=one.unit,
        decimals=_decimals(one.value),
        key=f"value:{one.code}",
        label=one.name,
        period=one.origin.period,
        source=one.origin.source,
        reality=one.origin.reality,
    )
    return (
        (number, _DISPUTED) if one.is_disputed and one.value is not None else (number,)
    )


def _counted(name: str, label: str) -> _Told:
    def told(one: CriterionFact) -> Sentence:
        value: float | None = getattr(one, name)
        number = traced(
            value,
            decimals=_decimals(value),
            key=f"{name}:{one.code}",
            label=f"{label}: {one.name}",
            period=one.origin.period,
            source=one.origin.source,
            reality=one.origin.reality,
        )
        return (number,)

    return told


def _claimed(name: str, label: str) -> _Told:
    def told(one: CriterionFact) -> Sentence:
        key = f"{name}:{one.number}:{one.code}"
        period = one.origin.period
        return (_points(key, getattr(one, name), f"{label}: {one.name}", period),)

    return told


def _reached(one: CriterionFact) -> Sentence:
    ratio = one.reached_ratio
    number = percent(
        ratio,
        decimals=_decimals(None if ratio is None else ratio * 100),
        shows_unit=False,
        key=f"reached:{one.number}:{one.code}",
        label=f"Mức đạt: {one.name}",
        period=one.origin.period,
        source="Tính từ giá trị theo bộ tiêu chí",
        reality=_derived(one.origin),
    )
    return (number,)


def _derived(origin: CaseOrigin) -> Reality:
    is_real = origin.reality is Reality.REAL
    return Reality.DERIVED if is_real else origin.reality


def _note(one: CriterionFact) -> Sentence:
    told = [
        "" if one.value is not None else NO_DATA,
        "" if one.most_points is not None else _OPEN_POINTS,
        "" if one.is_confirmed else _OPEN_CRITERION,
    ]
    said = "; ".join(part for part in told if part)
    return (f"{said[0].upper()}{said[1:]}",) if said else ()


_SCORE_COLUMNS: tuple[tuple[Column, _Told], ...] = (
    (Column("name", "Tiêu chí", width=3), lambda one: (one.name,)),
    (
        Column("most", "Điểm tối đa", ColumnKind.NUMBER, "điểm"),
        _claimed("most_points", "Điểm tối đa"),
    ),
    (Column("value", "Giá trị", ColumnKind.NUMBER), _value),
    (Column("unit", "Đơn vị tính", width=0.9), lambda one: (one.unit,)),
    (Column("reached", "Mức đạt", ColumnKind.NUMBER, "%"), _reached),
    (
        Column("points", "Điểm tự chấm", ColumnKind.NUMBER, "điểm"),
        _claimed("points", "Điểm tự chấm"),
    ),
    (Column("note", "Ghi chú", width=2), _note),
)
_PROOF_COLUMNS: tuple[tuple[Column, _Told], ...] = (
    (Column("name", "Tiêu chí", width=2), lambda one: (one.name,)),
    (
        Column("formula", "Cách tính", width=4),
        lambda one: (f"{one.definition} {one.rule}".strip(),),
    ),
    (
        Column("numerator", "Tử số", ColumnKind.NUMBER, width=1),
        _counted("numerator", "Tử số"),
    ),
    (
        Column("denominator", "Mẫu số", ColumnKind.NUMBER, width=1),
        _counted("denominator", "Mẫu số"),
    ),
    (
        Column("proof", "Tài liệu minh chứng", width=2.4),
        lambda one: (one.evidence or NO_DATA,),
    ),
    (
        Column("agency", "Cơ quan chịu trách nhiệm", width=1.4),
        lambda one: (one.agency or _UNASSIGNED,),
    ),
)
