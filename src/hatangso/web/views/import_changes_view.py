"""How the register would change by a file, row by row, and which rows are taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import shapely

from hatangso.errors import Finding, HatangsoError, Message, Severity
from hatangso.io.records.kind_words import (
    choice_label,
    header_text,
    kind_name,
    yes_no_words,
)
from hatangso.io.unit_files import unit_name
from hatangso.language import Language, format_date, format_shortest, translate
from hatangso.model.file_reading import Difference, DifferenceKind, ImportPreview
from hatangso.model.record import FieldValue
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.forms.typed_values import count_of
from hatangso.web.rendering import DASH
from hatangso.web.uploads import Upload
from hatangso.workflows.register.import_files import refuse_open

__all__ = [
    "ALIKE",
    "ChangeView",
    "ChangesView",
    "CommitView",
    "change_name",
    "changes_view",
    "commit_view",
    "filtered",
    "named_rows",
]

PAGE_ROWS = 50
# Rows that may be something that the register has already: a filter beside the effects.
ALIKE = "alike"
_ALIKE_TEXTS = (
    "the row may be the same as row {row}: {reason}",
    "the row may be {key} of the register: {reason}",
)
_REFUSED = (DifferenceKind.CONFLICT, DifferenceKind.REFUSED)
_SHAPE, _POINTS = Message("shape on the map"), Message("{count} points")
_MOST_DECIMALS = 8
_SHOWN_FIELDS = 8


@dataclass(frozen=True)
class ChangeView:
    """What one row would do.

    Attributes:
        name: How forms name the row.
        key: How the file names the record.
        fields: Label, value before and value after; a new record has no value before.
        more: How many fields of a new record are not shown.
        reasons: Why it cannot be taken, or what to think about first.
        is_taken: Whether it was chosen; a row that cannot be taken never is.
    """

    name: str
    sheet: str
    row: int
    kind_name: str
    key: str
    effect: DifferenceKind
    fields: tuple[tuple[str, str, str], ...]
    more: int
    reasons: tuple[Finding, ...]
    is_taken: bool

    @property
    def can_be_taken(self) -> bool:
        """Whether there is anything to choose."""
        return self.effect not in _REFUSED


@dataclass(frozen=True)
class ChangesView:
    """One page of differences.

    Attributes:
        counts: How many rows of each effect, and those that may be known (``alike``).
        chosen: How many rows would be taken, of all.
        shown: On this page.
        total: After the filter.
    """

    counts: Mapping[str, int]
    chosen: int
    takeable: int
    sheets: tuple[str, ...]
    shown: tuple[ChangeView, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class CommitView:
    """What would be written, and what stands in its way.

    Attributes:
        counts: How many rows that are chosen have each effect.
        left_out: Rows that can be taken and are not.
        refused: Rows that cannot be taken.
        obstacle: Why nothing can be written as it is chosen; None when it can.
        questions: How many questions are open.
    """

    counts: Mapping[str, int]
    left_out: int
    refused: int
    obstacle: Message | None
    questions: int


def change_name(sheet: str, row: int) -> str:
    """Return how forms name a row."""
    return f"{sheet}!{row}"


def named_rows(names: list[str]) -> set[tuple[str, int]]:
    """Return the rows that a form names; what is no name is passed over."""
    rows = set()
    for name in names:
        sheet, _, number = name.rpartition("!")
        row = count_of(number)
        if row is not None:
            rows.add((sheet, row))
    return rows


def filtered(
    preview: ImportPreview, effect: str, sheet: str | None
) -> list[tuple[Difference, str]]:
    """Return the differences of an effect and a sheet, each with its key."""
    keys = preview.keys or ("",) * len(preview.differences)
    alike = _alike_rows(preview) if effect == ALIKE else set()
    return [
        (one, key)
        for one, key in zip(preview.differences, keys, strict=True)
        if (sheet is None or one.sheet == sheet)
        and (
            not effect
            or one.effect.value == effect
            or (effect == ALIKE and (one.sheet, one.row) in alike)
        )
    ]


def changes_view(
    preview: ImportPreview,
    upload: Upload,
    *,
    language: Language,
    effect: str = "",
    sheet: str | None = None,
    page: int = 1,
) -> ChangesView:
    """Return one page of differences, filtered.

    Args:
        preview: What was compared.
        upload: With the choice of rows.
        language: Of labels and values.
        effect: Only these, or ``alike``; empty for all.
        sheet: Only those of this sheet; None for all.
        page: From 1; one that does not exist becomes the nearest.
    """
    counts = Counter(one.effect.value for one in preview.differences)
    alike = _alike_rows(preview)
    kept = filtered(preview, effect, sheet)
    pages = max(1, -(-len(kept) // PAGE_ROWS))
    page = min(max(page, 1), pages)
    shown = kept[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    wanted = {(one.sheet, one.row) for one, _ in shown}
    reasons: dict[tuple[str, int], list[Finding]] = {}
    for finding in preview.findings:
        name = (finding.place.sheet or "", finding.place.row or 0)
        if name in wanted:
            reasons.setdefault(name, []).append(finding)
    takeable = [one for one in preview.differences if one.effect not in _REFUSED]
    return ChangesView(
        {**counts, ALIKE: len(alike)},
        sum((one.sheet, one.row) not in upload.left_out for one in takeable),
        len(takeable),
        tuple(dict.fromkeys(one.sheet for one in preview.differences)),
        tuple(
            _change(one, key, upload, reasons.get((one.sheet, one.row), ()), language)
            for one, key in shown
        ),
        len(kept),
        page,
        pages,
    )


def _alike_rows(preview: ImportPreview) -> set[tuple[str, int]]:
    return {
        (one.place.sheet or "", one.place.row or 0)
        for one in preview.findings
        if one.problem.text in _ALIKE_TEXTS
    }


def _change(
    one: Difference,
    key: str,
    upload: Upload,
    reasons: Sequence[Finding],
    language: Language,
) -> ChangeView:
    kind = shipped_kinds()[one.kind]
    known = {field.name: field for field in kind.fields}
    names = [name for name in (*known, "geometry") if name in one.after]
    if one.record_id is None:
        names = [name for name in names if one.after[name] is not None]
    fields = tuple(
        (
            header_text(known[name], language)
            if name in known
            else translate(_SHAPE, language),
            shown_value(kind, name, one.before.get(name), language),
            shown_value(kind, name, one.after[name], language),
        )
        for name in names[: len(names) if one.before else _SHOWN_FIELDS]
    )
    is_refused = one.effect in _REFUSED
    told = [
        finding
        for finding in reasons
        if finding.problem.text in _ALIKE_TEXTS
        or (is_refused and finding.severity is Severity.ERROR)
    ]
    return ChangeView(
        change_name(one.sheet, one.row),
        one.sheet,
        one.row,
        kind_name(kind, language),
        _called(one, key, kind),
        one.effect,
        fields,
        len(names) - len(fields),
        tuple(told),
        not is_refused and (one.sheet, one.row) not in upload.left_out,
    )


def _called(one: Difference, key: str, kind: RecordKind) -> str:
    """Return how the file names a record, or the code that it would get."""
    given = [str(one.after.get(name) or "") for name in kind.key]
    return ", ".join(filter(None, key.split("|") if key else given))


def shown_value(
    kind: RecordKind, name: str, value: FieldValue, language: Language
) -> str:
    """Return a value of a field as its reader knows it; a dash for nothing."""
    if value is None:
        return DASH
    if isinstance(value, str):
        return _shown_text(kind.field(name), value, language)
    if isinstance(value, bytes):
        points = int(shapely.get_num_coordinates(shapely.from_wkb(value)))
        return translate(Message(_POINTS.text, {"count": points}), language)
    if isinstance(value, bool):
        yes, no = yes_no_words(language)
        return yes if value else no
    if isinstance(value, date):
        return format_date(value, language)
    return format_shortest(value, _MOST_DECIMALS, language)


def _shown_text(field: Field, value: str, language: Language) -> str:
    """Return a text, or what its code stands for."""
    if field.type is FieldType.UNIT:
        called = unit_name(value)
        return f"{called} ({value})" if called else value
    labels = {one.code: choice_label(one, language) for one in field.choices}
    return labels.get(value, value)


def commit_view(preview: ImportPreview, upload: Upload) -> CommitView:
    """Return what would be written as it is chosen."""
    chosen = [
        one
        for one in preview.differences
        if (one.sheet, one.row) not in upload.left_out
    ]
    takeable = [one for one in chosen if one.effect not in _REFUSED]
    refused = sum(one.effect in _REFUSED for one in preview.differences)
    obstacle = None
    rows = {(one.sheet, one.row) for one in chosen} if upload.left_out else None
    try:
        refuse_open(preview, rows=rows, skips_errors=upload.skips_errors)
    except HatangsoError as error:
        obstacle = error.message
    return CommitView(
        Counter(one.effect.value for one in takeable),
        len(preview.differences) - refused - len(takeable),
        refused,
        obstacle,
        len({one.key for one in preview.questions}),
    )
