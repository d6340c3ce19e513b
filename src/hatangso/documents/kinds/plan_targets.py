"""What stands where, and what was promised by when: the first sections of a plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hatangso.documents.official.blocks import (
    Block,
    Column,
    ColumnKind,
    Heading,
    Items,
    Paragraph,
    Row,
    RowRole,
    Table,
)
from hatangso.documents.official.numbers import decimals_of, traced
from hatangso.documents.official.spans import (
    NO_DATA,
    Footnote,
    Sentence,
    Span,
    TracedNumber,
)
from hatangso.model.provenance import Reality

__all__ = [
    "COMPONENT_NAMES",
    "INFRASTRUCTURE",
    "Standing",
    "TargetFact",
    "ValueFact",
    "shortfall_sentence",
    "situation_blocks",
    "target_blocks",
    "target_table",
]

COMPONENT_NAMES = {
    "VT": "Hạ tầng viễn thông băng rộng",
    "TTDL": "Hạ tầng trung tâm dữ liệu, điện toán đám mây",
    "CNS": "Hạ tầng công nghệ số",
    "NTS": "Nền tảng số có tính chất hạ tầng",
    "SD": "Phổ cập và sử dụng dịch vụ số",
    "QT": "Chỉ đạo, điều hành và xếp hạng",
    "XH": "Xã hội số",
    "": "Chỉ tiêu khác",
}
INFRASTRUCTURE = ("VT", "TTDL", "CNS", "NTS")
"""Components that a plan for digital infrastructure speaks of one by one."""

_UNDATED = "Không nêu năm"
_MOST_TOLD = 4


@dataclass(frozen=True)
class ValueFact:
    """What an indicator, or a count of the register, is.

    Attributes:
        key: Stable name of it: ``village_4g_ratio:computed``.
        sign: Before the number: ``≥ ``; empty for an exact one.
        value: None when nobody knows.
        detail: What it was divided by, in words; empty for nothing to say.
        disputes: What the audit of printed figures says of it.
    """

    key: str
    component: str
    name: str
    unit: str
    value: float | None
    period: str = ""
    source: str = ""
    reality: Reality = Reality.REAL
    sign: str = ""
    detail: str = ""
    disputes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a target stands, in words, and whether it is reached already."""

    words: str
    is_met: bool
    is_known: bool


@dataclass(frozen=True)
class TargetFact:
    """A target in force.

    Attributes:
        indicator: Stable name of what it counts.
        due: As a sentence has it: ``năm 2025``; empty when its source names no year.
        due_year: None when nobody can tell.
        document: That set it, as cited in full.
        document_name: The same by type and number alone.
        now: What is known of it; None when nobody knows.
        disputes: Other documents that say otherwise, and doubts of the audit.
    """

    key: str
    indicator: str
    component: str
    name: str
    unit: str
    sign: str
    value: float
    due: str
    due_year: int | None
    document: str
    document_name: str
    standing: Standing
    now: ValueFact | None
    disputes: tuple[str, ...] = ()


def situation_blocks(values: Sequence[ValueFact]) -> tuple[Block, ...]:
    """Return what is known of each component of the infrastructure."""
    blocks: list[Block] = []
    for code in INFRASTRUCTURE:
        own = [one for one in values if one.component == code]
        known = [one for one in own if one.value is not None]
        missing = dict.fromkeys(_low(one.name) for one in own if one.value is None)
        blocks.append(Heading(COMPONENT_NAMES[code], 2))
        if known:
            blocks.append(Paragraph(_known_of(known)))
            blocks.append(_value_table(code, known))
        if missing:
            head = f"Đến nay tỉnh {NO_DATA} về: "
            blocks.append(Paragraph((f"{head}{'; '.join(missing)}.",)))
        if not own:
            blocks.append(Paragraph((f"Đến nay tỉnh {NO_DATA} về nội dung này.",)))
    return tuple(blocks)


def _known_of(values: Sequence[ValueFact]) -> Sentence:
    """Say the first values, each thing once."""
    known: dict[str, ValueFact] = {}
    for one in values:
        known.setdefault(one.name, one)
    spans: list[Span] = ["Kết quả chính: "]
    for at, one in enumerate([*known.values()][:_MOST_TOLD]):
        spans.append("; " if at else "")
        spans.append(f"{_low(one.name)} là {one.sign}")
        spans.append(_number(one, shows_unit=True))
        spans.append(f" ({one.period})" if one.period else "")
    return (*spans, ". Chi tiết tại bảng sau.")


def _value_table(code: str, values: Iterable[ValueFact]) -> Table:
    return Table(
        name=f"situation_{code}",
        caption=f"Hiện trạng {_low(COMPONENT_NAMES[code])}",
        columns=(
            Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("name", "Nội dung", width=3.6),
            Column("unit", "Đơn vị", width=1.1),
            Column("value", "Kết quả", ColumnKind.NUMBER, width=1.4),
            Column("period", "Thời điểm", width=1.4),
            Column("source", "Nguồn", width=3.0),
        ),
        rows=tuple(
            Row(
                (
                    (str(at),),
                    (f"{one.name} ({one.detail})" if one.detail else one.name,),
                    (one.unit,),
                    value_cell(one),
                    (one.period,),
                    (one.source,),
                )
            )
            for at, one in enumerate(values, start=1)
        ),
    )


def value_cell(fact: ValueFact) -> Sentence:
    """Return a value with the footnotes of its disputes."""
    number = _number(fact)
    signed: tuple[Span, ...] = (number,)
    if fact.sign and fact.value is not None:
        signed = (fact.sign, number)
    return (*signed, *map(Footnote, fact.disputes))


def _number(fact: ValueFact, *, shows_unit: bool = False) -> TracedNumber:
    return traced(
        fact.value,
        unit=fact.unit,
        shows_unit=shows_unit,
        decimals=decimals_of(fact.value),
        key=fact.key,
        label=fact.name,
        period=fact.period,
        source=fact.source,
        reality=fact.reality,
    )


def target_blocks(targets: Sequence[TargetFact], first_year: int) -> tuple[Block, ...]:
    """Return the targets of the infrastructure by component and year.

    Args:
        targets: Those in force.
        first_year: Of the plan: what was due before is carried over.
    """
    blocks: list[Block] = []
    if any(_is_carried_over(one, first_year) for one in targets):
        text = (
            "Chỉ tiêu ghi “chuyển tiếp” đến hạn trước kỳ kế hoạch và tiếp tục được thực"
            " hiện, duy trì trong kỳ."
        )
        blocks.append(Paragraph((text,)))
    for code in INFRASTRUCTURE:
        own = [one for one in targets if one.component == code]
        blocks.append(Heading(COMPONENT_NAMES[code], 2))
        if not own:
            text = "Chưa có chỉ tiêu nào đang có hiệu lực được giao cho tỉnh."
            blocks.append(Paragraph((text,)))
            continue
        for head, group in _by_due(own, first_year).items():
            blocks.append(Paragraph((f"{head}:",)))
            blocks.append(Items(tuple(_promise(one) for one in group)))
    return tuple(blocks)


def _is_carried_over(target: TargetFact, first_year: int) -> bool:
    return target.due_year is not None and target.due_year < first_year


def _by_due(
    targets: Iterable[TargetFact], first_year: int
) -> dict[str, list[TargetFact]]:
    """Return targets by when they are due and who set them, those without year last."""
    found: dict[str, list[TargetFact]] = {}
    for one in sorted(targets, key=lambda one: (one.due_year or 9999, one.due)):
        when = f"Đến hết {one.due}" if one.due else "Không nêu năm hoàn thành"
        when += " (chuyển tiếp)" if _is_carried_over(one, first_year) else ""
        found.setdefault(f"{when}, theo {one.document}", []).append(one)
    return found


def _promise(target: TargetFact) -> Sentence:
    # "PUE" of a PUE says nothing; "không quá" is no achievement.
    shows_unit = not target.name.startswith(f"Chỉ số {target.unit} ")
    verb = "" if target.sign.startswith("không") else "đạt "
    return (
        f"{target.name} {verb}{target.sign}",
        _goal(target, shows_unit=shows_unit),
        *map(Footnote, target.disputes),
        ".",
    )


def shortfall_sentence(target: TargetFact) -> Sentence:
    """Say what a target asks for and what there is."""
    when = f" {target.due}" if target.due else ""
    now: tuple[Span, ...] = (NO_DATA,)
    if target.now is not None:
        now = (target.now.sign, _number(target.now, shows_unit=True))
    return (
        f"{target.name}: hiện nay ",
        *now,
        f", mục tiêu{when} là {target.sign}",
        _goal(target, shows_unit=True),
        *map(Footnote, target.disputes),
        f" theo {target.document_name}.",
    )


def _goal(target: TargetFact, *, shows_unit: bool) -> TracedNumber:
    return traced(
        target.value,
        unit=target.unit,
        decimals=decimals_of(target.value),
        shows_unit=shows_unit,
        key=f"target:{target.key}",
        label=f"Chỉ tiêu: {target.name}",
        period=target.due or _UNDATED,
        source=target.document,
        reality=Reality.REAL,
    )


def target_table(targets: Sequence[TargetFact]) -> Table:
    """Return the annex of targets: a row for each indicator, a column for each year."""
    years = sorted({one.due_year for one in targets if one.due_year is not None})
    columns: list[int | None] = [*years]
    if any(one.due_year is None for one in targets):
        columns.append(None)
    rows: list[Row] = []
    at = 0
    for code, name in COMPONENT_NAMES.items():
        own: dict[str, list[TargetFact]] = {}
        for one in targets:
            if one.component == code:
                own.setdefault(one.indicator, []).append(one)
        if own:
            rows.append(Row(((name,),), RowRole.GROUP))
        for group in own.values():
            at += 1
            rows.append(_target_row(at, group, columns))
    return Table(
        name="targets",
        caption="Chỉ tiêu theo năm",
        columns=_target_columns(columns),
        rows=tuple(rows),
        when_empty="Chưa có chỉ tiêu nào đang có hiệu lực.",
    )


def _target_columns(years: Iterable[int | None]) -> tuple[Column, ...]:
    return (
        Column("tt", "STT", ColumnKind.ORDINAL, width=0.6),
        Column("name", "Chỉ tiêu", width=3.6),
        Column("unit", "Đơn vị", width=1.0),
        Column("now", "Hiện trạng", ColumnKind.NUMBER, width=1.3),
        *(
            Column(
                f"y{year or 0}",
                f"Năm {year}" if year else _UNDATED,
                ColumnKind.NUMBER,
                width=1.2,
                group="Mục tiêu",
            )
            for year in years
        ),
        Column("document", "Văn bản giao chỉ tiêu", width=2.8),
        Column("standing", "Đánh giá", width=2.8),
    )


def _target_row(
    at: int, group: Sequence[TargetFact], years: Iterable[int | None]
) -> Row:
    first = group[0]
    now = next((one.now for one in group if one.now is not None), None)
    documents = dict.fromkeys(one.document_name for one in group)
    standings = dict.fromkeys(_high(one.standing.words) for one in group)
    # A value that is counted otherwise than the target is no column's neighbour.
    unknown = ValueFact(
        f"{first.indicator}:unknown", first.component, first.name, first.unit, None
    )
    return Row(
        (
            (str(at),),
            (first.name,),
            (first.unit,),
            value_cell(now or unknown),
            *(_due_cell([one for one in group if one.due_year == y]) for y in years),
            ("; ".join(documents),),
            ("; ".join(standings),),
        )
    )


def _due_cell(targets: Iterable[TargetFact]) -> Sentence:
    """Return what is promised for one year; several documents may promise it."""
    spans: list[Span] = []
    for one in targets:
        if spans:
            spans.append("; ")
        if one.sign:
            spans.append(one.sign)
        spans.append(_goal(one, shows_unit=False))
        spans.extend(map(Footnote, one.disputes))
    return tuple(spans)


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _high(text: str) -> str:
    return text[:1].upper() + text[1:]
