"""Rows of the table of targets: one per target, computed beside reported."""

from dataclasses import dataclass, replace

from hatangso.documents.answers import worst_status
from hatangso.documents.bilingual import number, period, plain_number, unit
from hatangso.documents.report_content import AuditNote, ReportContent, Text
from hatangso.language import fold
from hatangso.model.indicator import (
    Assessment,
    Comparator,
    Figure,
    Status,
    Target,
    Value,
    ValueMethod,
)

__all__ = ["TargetRow", "figure_lines", "target_rows"]

_SIGNS = {
    Comparator.EQUAL: "",
    Comparator.AT_LEAST: "≥ ",
    Comparator.AT_MOST: "≤ ",
    Comparator.ABOVE: "> ",
    Comparator.BELOW: "< ",
    Comparator.ABOUT: "≈ ",
}
_COUNTED = {
    "villages": Text("điểm dân cư", "localities"),
    "people": Text("người", "people"),
    "communes": Text("xã, phường", "communes"),
    "main_roads": Text("km", "km"),
    "sites": Text("vị trí trạm", "sites"),
    "stations": Text("trạm", "stations"),
    "industrial_zones": Text("khu công nghiệp", "industrial zones"),
    "universities_hospitals": Text("trường, bệnh viện", "universities, hospitals"),
}
_REMARKS = {
    "already_met": Text(
        "Đã đạt trước thời hạn: nên xem lại mức phấn đấu.",
        "Met already: the target may be set higher.",
    ),
    "not_due": Text("Chưa đến hạn.", "Not due yet."),
    "due_unknown": Text("Văn bản không nêu năm.", "The source names no year."),
    "due_not_stated": Text(
        "Nguồn không nêu rõ năm.", "The source does not state the year clearly."
    ),
    "not_issued_yet": Text(
        "Văn bản ban hành sau ngày số liệu.",
        "Its document was issued after the day of the data.",
    ),
    "limit_undecided": Text(
        "Chưa kết luận: số liệu báo cáo chỉ là mức giới hạn.",
        "No verdict: what was reported is a limit only.",
    ),
    "unknown_decides": Text(
        "Chưa kết luận: phần chưa rõ quyết định đạt hay không đạt.",
        "No verdict: what is not known decides it.",
    ),
    "indicator_unknown": Text(
        "Chưa có định nghĩa cho chỉ tiêu này.", "This indicator has no definition yet."
    ),
    "nothing_known": Text(
        "Tính được theo công thức, nhưng chưa có dữ liệu để tính.",
        "A formula exists, but there is no data to apply it to.",
    ),
    "not_reported": Text(
        "Chưa có số liệu báo cáo.", "Nothing has been reported on it."
    ),
}
_AGAINST = {
    "superseded_by": Text(
        "Đã có văn bản ban hành sau thay thế", "A document issued later rules"
    ),
    "replaced_late": Text(
        "Văn bản thay thế ban hành sau khi đã hết hạn",
        "What replaces it was issued after it was due",
    ),
    "conflicts_with": Text(
        "Khác với một chỉ tiêu cùng loại",
        "Differs from another target for the same thing",
    ),
    "below_national": Text(
        "Thấp hơn chỉ tiêu quốc gia", "Lower than the national target"
    ),
}
_SIMULATED_RATE = Text(
    "Tốc độ tính toán là mô phỏng (một người dùng ngoài trời, tải giả định, trung bình"
    " theo số người ở nơi có sóng), không phải số đo i-Speed.",
    "The computed rate is simulated (one user outdoors, assumed load, mean over"
    " the people reached), no i-Speed measurement.",
)
_STATUS_ORDER = (Status.SHORT, Status.NOT_MEASURABLE, Status.MET)


@dataclass(frozen=True)
class TargetRow:
    """One target as the table shows it.

    Attributes:
        computed: What hatangso computed; None when it cannot.
        reported: What a document printed; None when none did.
        gap: Distance to the target in its unit; None when met or not measurable.
        gap_count: The same in things counted.
        remarks: Conflicts and flags in words.
        search: Folded text that the search box looks into.
    """

    id: str
    status: Status
    name: Text
    component: str
    goal: Text
    period: Text
    document: Text
    computed: Text | None
    computed_is_synthetic: bool
    computed_count: Text | None
    computed_unknown: Text | None
    reported: Text | None
    reported_period: Text | None
    gap: Text | None
    gap_count: Text | None
    remarks: tuple[Text, ...]
    search: str = ""


def target_rows(content: ReportContent) -> tuple[TargetRow, ...]:
    """Return the rows: short first, then not measurable, then met."""
    grouped: dict[str, list[Assessment]] = {}
    for assessment in content.assessments:
        grouped.setdefault(assessment.target.id, []).append(assessment)
    rows = [_row(content, group) for group in grouped.values()]
    rows.sort(key=lambda row: _STATUS_ORDER.index(row.status))
    return tuple(rows)


def figure_lines(content: ReportContent, note: AuditNote) -> tuple[Text, ...]:
    """Return the printed figures that a note speaks of, one line each."""
    figures = {figure.id: figure for figure in content.province.figures}
    lines = []
    for figure in (figures[one] for one in note.figures if one in figures):
        amount = _amount(figure.value, figure.unit, figure.comparator)
        when, where = period(figure.period), _document(content, figure.document)
        lines.append(
            Text(
                f"{figure.name_vi}: {amount.vi} ({when.vi}). {where.vi}",
                f"{figure.name_en}: {amount.en} ({when.en}). {where.en}",
            )
        )
    return tuple(lines)


def _row(content: ReportContent, group: list[Assessment]) -> TargetRow:
    status = worst_status(one.status for one in group)
    first = next(one for one in group if one.status is status)
    target = first.target
    values = [one.value for one in group if one.value is not None]
    values += [one for one in content.values if one.indicator == target.indicator]
    computed = _latest(values, ValueMethod.COMPUTED)
    reported = _latest(values, ValueMethod.REPORTED)
    row = TargetRow(
        id=target.id,
        status=status,
        name=_name(content, target),
        component=_component(content, target),
        goal=_amount(target.value, target.unit, target.comparator),
        period=period(target.period),
        document=_document(content, target.document),
        computed=_value_text(computed),
        computed_is_synthetic=computed is not None and computed.rests_on_synthetic,
        computed_count=_count_text(computed),
        computed_unknown=_unknown_text(computed),
        reported=_value_text(reported),
        reported_period=period(reported.period) if reported else None,
        gap=_gap(first),
        gap_count=_gap_count(content, first),
        remarks=_remarks(content, group),
    )
    words = (row.name.vi, row.name.en, row.document.vi, row.document.en, target.id)
    return replace(row, search=fold(" ".join((*words, target.period))))


def _latest(values: list[Value], method: ValueMethod) -> Value | None:
    found = [value for value in values if value.method is method]
    return max(found, key=lambda value: value.period, default=None)


def _amount(value: float, unit_name: str, comparator: Comparator) -> Text:
    shown, unit_text = plain_number(value), unit(unit_name)
    sign = _SIGNS[comparator]
    space = "" if unit_text.en == "%" else "\N{NO-BREAK SPACE}"
    return Text(
        f"{sign}{shown.vi}\N{NO-BREAK SPACE}{unit_text.vi}".strip(),
        f"{sign}{shown.en}{space}{unit_text.en}".strip(),
    )


def _value_text(value: Value | None) -> Text | None:
    if value is None:
        return None
    return _amount(value.value, value.unit, value.comparator)


def _count_text(value: Value | None) -> Text | None:
    if value is None or value.numerator is None or value.denominator is None:
        return None
    top, bottom = number(value.numerator), number(value.denominator)
    return Text(f"{top.vi}/{bottom.vi}", f"{top.en}/{bottom.en}")


def _unknown_text(value: Value | None) -> Text | None:
    if value is None or not value.unknown:
        return None
    unknown = number(value.unknown)
    return Text(f"chưa rõ {unknown.vi}", f"{unknown.en} unknown")


def _gap(assessment: Assessment) -> Text | None:
    if not assessment.shortfall:
        return None
    unit_name = "điểm %" if assessment.target.unit == "%" else assessment.target.unit
    text = _amount(assessment.shortfall, unit_name, Comparator.EQUAL)
    return Text(text.vi, text.en.replace("điểm %", "points"))


def _gap_count(content: ReportContent, assessment: Assessment) -> Text | None:
    if not assessment.shortfall_count:
        return None
    indicators = {one.code: one for one in content.indicators}
    indicator = indicators.get(assessment.target.indicator)
    measure = indicator.measure if indicator else ""
    nouns = (noun for start, noun in _COUNTED.items() if measure.startswith(start))
    noun, count = next(nouns, Text("", "")), number(assessment.shortfall_count)
    return Text(f"{count.vi} {noun.vi}".strip(), f"{count.en} {noun.en}".strip())


def _name(content: ReportContent, target: Target) -> Text:
    for figure in content.province.figures:
        if figure.id == target.id:
            return Text(figure.name_vi, figure.name_en)
    for indicator in content.indicators:
        if indicator.code == target.indicator:
            return Text(indicator.name_vi, indicator.name_en)
    return Text(target.indicator, target.indicator)


def _component(content: ReportContent, target: Target) -> str:
    codes = {one.code: one.component for one in content.indicators}
    return codes.get(target.indicator, "")


def _document(content: ReportContent, document_id: str) -> Text:
    for document in content.province.documents:
        if document.id == document_id:
            return Text(document.title_vi, document.title_en)
    return Text(document_id, document_id)


def _remarks(content: ReportContent, group: list[Assessment]) -> tuple[Text, ...]:
    notes: dict[str, None] = {}
    flags: dict[str, None] = {}
    for assessment in group:
        notes.update(dict.fromkeys(assessment.notes))
        flags.update(dict.fromkeys(_flags(assessment.target.flag)))
        if assessment.value is not None:
            flags.update(dict.fromkeys(_flags(assessment.value.flag)))
    remarks = [_remark(content, note) for note in notes]
    if len({one.status for one in group} - {Status.NOT_MEASURABLE}) > 1:
        remarks.append(
            Text(
                "Số tính toán và số báo cáo cho hai kết luận khác nhau.",
                "The computed and the reported number lead to different conclusions.",
            )
        )
    if any(_is_simulated_rate(content, one) for one in group):
        remarks.append(_SIMULATED_RATE)
    titles = {note.flag: note.title for note in content.audit}
    flags = {flag: None for flag in flags if flag in titles} or flags
    remarks += [_flag_remark(flag, titles) for flag in flags]
    return tuple(dict.fromkeys(remarks))


def _is_simulated_rate(content: ReportContent, assessment: Assessment) -> bool:
    value = assessment.value
    if value is None or value.method is not ValueMethod.COMPUTED:
        return False
    measures = {one.code: one.measure for one in content.indicators}
    return measures.get(value.indicator, "").startswith("mean_rate")


def _flags(flag: str) -> list[str]:
    return [part.strip() for part in flag.split(",") if part.strip()]


def _flag_remark(flag: str, titles: dict[str, Text]) -> Text:
    title = titles.get(flag)
    if title is None:
        return Text(
            f"Số liệu in trong văn bản có điểm chưa khớp ({flag}).",
            f"The printed figures do not agree ({flag}).",
        )
    return Text(f"{title.vi} ({flag}).", f"{title.en} ({flag}).")


def _remark(content: ReportContent, note: str) -> Text:
    code, _, other = note.partition(":")
    if code in _REMARKS:
        return _REMARKS[code]
    if code == "unit_mismatch":
        printed = unit(other)
        return Text(
            f"Đơn vị của số liệu ({printed.vi}) không so được với chỉ tiêu.",
            f"The unit of the figure ({printed.en}) cannot be compared.",
        )
    if code == "follows_from":
        names = {one.code: Text(one.name_vi, one.name_en) for one in content.indicators}
        name = names.get(other, Text(other, other))
        return Text(
            f"Mức giới hạn suy ra từ: {name.vi}.",
            f"A limit that follows from: {name.en}.",
        )
    if code in _AGAINST:
        words, against = _AGAINST[code], _other_target(content, other)
        return Text(f"{words.vi}: {against.vi}.", f"{words.en}: {against.en}.")
    return Text(note, note)


def _other_target(content: ReportContent, target_id: str) -> Text:
    printed_numbers: list[Target | Figure] = [one.target for one in content.assessments]
    printed_numbers += content.province.figures
    for printed in printed_numbers:
        if printed.id == target_id:
            goal = _amount(printed.value, printed.unit, printed.comparator)
            document = _document(content, printed.document)
            return Text(
                f"{goal.vi}, năm {printed.period} ({document.vi})",
                f"{goal.en} in {printed.period} ({document.en})",
            )
    return Text(target_id, target_id)
