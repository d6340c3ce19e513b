"""What a periodic report says of the targets: a sentence per case, and their table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from hatangso.documents.kinds.periodic_facts import (
    PeriodicFacts,
    Reading,
    TargetCase,
    TargetLine,
)
from hatangso.documents.kinds.periodic_pictures import CASE_WORDS
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
from hatangso.documents.official.spans import Footnote, Sentence, Span, TracedNumber
from hatangso.language import format_date, format_number
from hatangso.model.provenance import Reality

__all__ = [
    "change_sentences",
    "counts_sentence",
    "low",
    "target_sections",
    "target_sentence",
    "target_table",
]

_COUNTED = {
    TargetCase.MET: "chỉ tiêu đạt",
    TargetCase.MET_EARLY: "chỉ tiêu đạt trước hạn",
    TargetCase.ON_COURSE: "chỉ tiêu đúng tiến độ",
    TargetCase.OPEN: "chỉ tiêu chưa đạt nhưng chưa đến hạn",
    TargetCase.AT_RISK: "chỉ tiêu chậm tiến độ",
    TargetCase.MISSED: "chỉ tiêu không đạt",
    TargetCase.UNKNOWN: "chỉ tiêu chưa đánh giá được",
}
_POINTS = "điểm %"
_MOST_MOVED = 15
_UNDATED = "không nêu thời hạn"
_METHOD = "Tổng hợp từ đánh giá các chỉ tiêu"


def counts_sentence(facts: PeriodicFacts) -> Sentence:
    """Say how many targets are in force, and how many of them stand where."""
    if not facts.targets:
        return ("Đến nay chưa có chỉ tiêu nào đang có hiệu lực để đánh giá.",)
    counts = Counter(one.case for one in facts.targets)
    spans: list[Span] = [
        f"Tính đến ngày {format_date(facts.until)}, tỉnh có ",
        _count(facts, "all", "Số chỉ tiêu đang có hiệu lực", len(facts.targets)),
        " chỉ tiêu về hạ tầng số đang có hiệu lực, gồm: ",
    ]
    told = [case for case in TargetCase if counts[case]]
    for at, case in enumerate(told):
        spans.append("; " if at else "")
        spans.append(_count(facts, case, f"Số {_COUNTED[case]}", counts[case]))
        spans.append(f" {_COUNTED[case]}")
    return (*spans, ".")


def _count(facts: PeriodicFacts, what: str, label: str, count: int) -> TracedNumber:
    return traced(
        count,
        key=f"target_count:{what}",
        label=label,
        period=format_date(facts.until),
        source=_METHOD,
        reality=Reality.DERIVED,
    )


def change_sentences(facts: PeriodicFacts) -> tuple[Sentence, ...]:
    """Say which targets stand elsewhere than at the end of the period before.

    Returns:
        A sentence with the numbers, then one for each target that moved.
    """
    new = [one for one in facts.targets if one.case_before is None]
    moved = [one for one in facts.targets if one.case_before not in {None, one.case}]
    told: list[Span] = [f"So với ngày {format_date(facts.period.before.last)}, "]
    if moved:
        number = _count(facts, "moved", "Số chỉ tiêu thay đổi đánh giá", len(moved))
        told += [number, " chỉ tiêu thay đổi đánh giá"]
    else:
        told.append("không có chỉ tiêu nào thay đổi đánh giá")
    if new:
        number = _count(facts, "new", "Số chỉ tiêu mới có hiệu lực", len(new))
        told += ["; ", number, " chỉ tiêu mới có hiệu lực trong kỳ"]
    return ((*told, "."), *map(_moved, moved[:_MOST_MOVED]))


def _moved(line: TargetLine) -> Sentence:
    was = CASE_WORDS[line.case_before or TargetCase.UNKNOWN].lower()
    now = CASE_WORDS[line.case].lower()
    return (f"{line.name}: chuyển từ “{was}” sang “{now}”.",)


def target_sections(facts: PeriodicFacts) -> Iterator[Block]:
    """Yield what is known of the targets, component by component."""
    for name, lines in _by_component(facts.targets):
        yield Heading(name, 2)
        known = [one for one in lines if one.now is not None]
        if known:
            yield Items(tuple(target_sentence(one) for one in known))
        unknown = [one for one in lines if one.now is None]
        if unknown:
            yield Paragraph(_without_value(unknown, is_all=not known))


def _without_value(lines: Sequence[TargetLine], *, is_all: bool) -> Sentence:
    twice = Counter(one.name for one in lines)
    names = "; ".join(
        f"{low(one.name)} ({one.due or _UNDATED})"
        if twice[one.name] > 1
        else low(one.name)
        for one in lines
    )
    count = format_number(len(lines))
    if is_all:
        return (f"Chưa có số liệu để đánh giá {count} chỉ tiêu: {names}.",)
    return (f"Còn {count} chỉ tiêu chưa có số liệu để đánh giá: {names}.",)


def target_sentence(line: TargetLine) -> Sentence:
    """Say where a target stands: one sentence for each case.

    Args:
        line: A target with a value; without one nothing but the goal can be said.
    """
    goal: tuple[Span, ...] = (
        f"chỉ tiêu {line.sign}",
        goal_number(line, shows_unit=True),
        *([f" đến hết {line.due}"] if line.due else [", không nêu thời hạn"]),
    )
    if line.now is None:
        return (f"{line.name}: chưa có số liệu để đánh giá ", *goal, ".")
    start: tuple[Span, ...] = (
        f"{line.name}: {line.now.sign}",
        reading_number(line, line.now, "now", shows_unit=True),
        f" ({line.now.period})" if line.now.period else "",
        *_change_words(line),
        "; ",
    )
    notes = tuple(Footnote(text) for text in line.disputes)
    return (*start, *_CASE_SENTENCES[line.case](line, goal), ".", *notes)


def _met(_line: TargetLine, goal: Sentence) -> Sentence:
    return ("đạt ", *goal)


def _met_early(_line: TargetLine, goal: Sentence) -> Sentence:
    return ("đạt trước hạn ", *goal)


def _on_course(line: TargetLine, goal: Sentence) -> Sentence:
    return ("đúng tiến độ thực hiện ", *goal, *_forecast(line, "đạt"))


def _open(line: TargetLine, goal: Sentence) -> Sentence:
    told = ("chưa đạt ", *goal, *_shortfall(line))
    if not line.lacks_forecast:
        return told
    return (*told, "; chưa đủ số liệu các kỳ để dự báo khả năng hoàn thành")


def _at_risk(line: TargetLine, goal: Sentence) -> Sentence:
    told = ("chậm tiến độ so với ", *goal, *_shortfall(line))
    return (*told, *_forecast(line, "chỉ đạt"))


def _missed(line: TargetLine, goal: Sentence) -> Sentence:
    return ("không đạt ", *goal, *_shortfall(line))


def _unknown(line: TargetLine, goal: Sentence) -> Sentence:
    why = f" do {line.reason}" if line.reason else ""
    return ("chưa đánh giá được ", *goal, why)


_CASE_SENTENCES = {
    TargetCase.MET: _met,
    TargetCase.MET_EARLY: _met_early,
    TargetCase.ON_COURSE: _on_course,
    TargetCase.OPEN: _open,
    TargetCase.AT_RISK: _at_risk,
    TargetCase.MISSED: _missed,
    TargetCase.UNKNOWN: _unknown,
}


def _forecast(line: TargetLine, verb: str) -> tuple[Span, ...]:
    if line.forecast is None or line.forecast_on is None:
        return ()
    day = format_date(line.forecast_on)
    number = traced(
        line.forecast,
        unit=line.unit,
        decimals=decimals_of(line.forecast),
        shows_unit=True,
        key=f"target:{line.key}:forecast",
        label=f"Dự báo: {line.name}",
        period=day,
        source="Dự báo theo xu thế của các số liệu đã có",
        reality=Reality.DERIVED,
    )
    return (f"; dự báo đến {day} {verb} ", number)


def _shortfall(line: TargetLine) -> tuple[Span, ...]:
    if not line.shortfall or line.now is None:
        return ()
    number = traced(
        line.shortfall,
        unit=_POINTS if line.unit == "%" else line.unit,
        decimals=decimals_of(line.shortfall),
        shows_unit=True,
        key=f"target:{line.key}:shortfall",
        label=f"Chênh lệch so với chỉ tiêu: {line.name}",
        period=line.now.period,
        source=line.now.source,
        reality=line.now.reality,
    )
    return (" (chênh lệch ", number, ")")


def _change_words(line: TargetLine) -> tuple[Span, ...]:
    """Say how a value moved since the period before."""
    if line.now is None or line.before is None:
        return ()
    if line.now.period == line.before.period:
        return (", chưa có số liệu mới so với kỳ trước",)
    change = _change(line)
    if change is None:
        return ()
    if change == 0:
        return (", không thay đổi so với kỳ trước",)
    verb = "tăng" if change > 0 else "giảm"
    number = change_number(line, abs(change), shows_unit=True, what="moved")
    return (f", {verb} ", number, " so với kỳ trước")


def _change(line: TargetLine) -> float | None:
    """Return by how much a value moved; None where two cannot be compared."""
    if line.now is None or line.before is None or line.now.unit != line.before.unit:
        return None
    if line.now.sign or line.before.sign:
        return None
    return round(line.now.value - line.before.value, 9)


def change_number(
    line: TargetLine, value: float, *, shows_unit: bool, what: str = "change"
) -> TracedNumber:
    """Return by how much a value moved since the period before."""
    now = line.now
    unit = now.unit if now else line.unit
    return traced(
        value,
        unit=_POINTS if unit == "%" else unit,
        decimals=decimals_of(value),
        shows_unit=shows_unit,
        key=f"target:{line.key}:{what}",
        label=f"Thay đổi so với kỳ trước: {line.name}",
        period=now.period if now else "",
        source=now.source if now else "",
        reality=now.reality if now else Reality.REAL,
    )


def reading_number(
    line: TargetLine, reading: Reading, what: str, *, shows_unit: bool
) -> TracedNumber:
    """Return a value; ``what`` is ``now`` or ``before``."""
    return traced(
        reading.value,
        unit=reading.unit,
        decimals=decimals_of(reading.value),
        shows_unit=shows_unit,
        key=f"target:{line.key}:{what}",
        label=line.name if what == "now" else f"{line.name} (kỳ trước)",
        period=reading.period,
        source=reading.source,
        reality=reading.reality,
    )


def goal_number(line: TargetLine, *, shows_unit: bool) -> TracedNumber:
    """Return what a target asks for."""
    return traced(
        line.goal,
        unit=line.unit,
        decimals=decimals_of(line.goal),
        shows_unit=shows_unit,
        key=f"target:{line.key}:goal",
        label=f"Chỉ tiêu: {line.name}",
        period=line.due or _UNDATED,
        source=line.document,
        reality=Reality.REAL,
    )


def target_table(facts: PeriodicFacts) -> Table:
    """Return the table of all targets in force, by component."""
    rows: list[Row] = []
    at = 0
    for name, lines in _by_component(facts.targets):
        rows.append(Row(((name,),), RowRole.GROUP))
        for line in lines:
            at += 1
            rows.append(_row(at, line))
    return Table(
        name="chi_tieu",
        caption="Kết quả thực hiện các chỉ tiêu",
        columns=(
            Column("stt", "STT", ColumnKind.ORDINAL, width=0.6),
            Column("ten", "Chỉ tiêu", width=3.6),
            Column("don_vi", "Đơn vị", width=1.1),
            Column("muc_tieu", "Mục tiêu", ColumnKind.NUMBER, width=1.1),
            Column("han", "Thời hạn", width=1.2),
            Column("thuc_hien", "Thực hiện", ColumnKind.NUMBER, width=1.3),
            Column("ky_truoc", "Kỳ trước", ColumnKind.NUMBER, width=1.3),
            Column("thay_doi", "Thay đổi", ColumnKind.NUMBER, width=1.0),
            Column("danh_gia", "Đánh giá", width=1.5),
            Column("nguon", "Nguồn số liệu", width=4.2),
        ),
        rows=tuple(rows),
        note=(
            "Ghi chú: “Thay đổi” là chênh lệch giữa thực hiện và kỳ trước; để trống khi"
            " hai số liệu không so sánh được hoặc kỳ này không có số liệu mới."
        ),
        when_empty="Chưa có chỉ tiêu nào đang có hiệu lực.",
    )


def _row(at: int, line: TargetLine) -> Row:
    now, before = line.now, line.before
    notes = tuple(Footnote(text) for text in line.disputes)
    change = _change(line)
    is_new = now and before and now.period != before.period
    return Row(
        (
            (str(at),),
            (line.name,),
            (line.unit,),
            (line.sign, goal_number(line, shows_unit=False)),
            (_capital(line.due) or "Không nêu",),
            (*_cell(line, now, "now"), *notes),
            _cell(line, before, "before"),
            (change_number(line, change, shows_unit=False),)
            if change is not None and is_new
            else (),
            (CASE_WORDS[line.case],),
            (_source(now),) if now else (),
        )
    )


def _cell(line: TargetLine, reading: Reading | None, what: str) -> Sentence:
    if reading is None:
        missing = traced(
            None,
            unit=line.unit,
            key=f"target:{line.key}:{what}",
            label=line.name if what == "now" else f"{line.name} (kỳ trước)",
            period="",
            source="",
            reality=Reality.REAL,
        )
        return (missing,)
    shows_unit = reading.unit != line.unit
    return (reading.sign, reading_number(line, reading, what, shows_unit=shows_unit))


def _source(reading: Reading) -> str:
    told = (reading.period, reading.source, reading.detail)
    return "; ".join(filter(None, told))


def _by_component(
    lines: Iterable[TargetLine],
) -> Iterator[tuple[str, list[TargetLine]]]:
    groups: dict[str, list[TargetLine]] = {}
    for line in lines:
        groups.setdefault(line.component, []).append(line)
    yield from groups.items()


def low(name: str) -> str:
    """Return a name within a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
