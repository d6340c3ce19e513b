"""What is wrong with a file, cell by cell, grouped and with the rows around."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from hatangso.errors import Finding, Severity
from hatangso.language import Language
from hatangso.model.raw_table import RawRow, RawTable
from hatangso.web.uploads import SeenFile
from hatangso.web.views.import_view import shown_cell

__all__ = [
    "FindingGroup",
    "FindingsView",
    "NearRow",
    "NearRows",
    "findings_view",
    "group_of",
    "near_rows",
]

PAGE_ROWS = 50
_AROUND = 2


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one sort.

    Attributes:
        code: Name of the group in addresses.
        sample: The first of them.
    """

    code: str
    severity: Severity
    sample: Finding
    count: int


@dataclass(frozen=True)
class FindingsView:
    """One page of findings.

    Attributes:
        counts: How many of each severity, whatever the filter.
        groups: Those of the severity that is asked for, the largest first.
        sheets: Of all findings.
        shown: On this page, each with its value as written; empty for none.
        total: After the filter.
    """

    counts: dict[str, int]
    groups: tuple[FindingGroup, ...]
    sheets: tuple[str, ...]
    shown: tuple[tuple[Finding, str], ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class NearRow:
    """A row near a finding.

    Attributes:
        cells: Text of each column, and whether something is wrong with it.
        problems: What is wrong in it.
    """

    number: int
    is_asked: bool
    cells: tuple[tuple[str, bool], ...]
    problems: tuple[Finding, ...]


@dataclass(frozen=True)
class NearRows:
    """The rows around one, as they stand in the file."""

    sheet: str
    letters: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[NearRow, ...]


def group_of(finding: Finding) -> str:
    """Return the name of the group that a finding belongs to."""
    text = f"{finding.severity}:{finding.problem.text}"
    return sha256(text.encode()).hexdigest()[:8]


def findings_view(
    findings: Sequence[Finding],
    *,
    language: Language,
    severity: str = "",
    group: str = "",
    sheet: str | None = None,
    page: int = 1,
) -> FindingsView:
    """Return one page of findings, filtered.

    Args:
        findings: Of all tables.
        language: Of values.
        severity: Only these; empty for all.
        group: Only those of this group; empty for all.
        sheet: Only those of this sheet; None for all.
        page: From 1; one that does not exist becomes the nearest.
    """
    counts = Counter(one.severity.value for one in findings)
    of_severity = [
        one for one in findings if not severity or one.severity.value == severity
    ]
    kept = [
        one
        for one in of_severity
        if (not group or group_of(one) == group)
        and (sheet is None or (one.place.sheet or "") == sheet)
    ]
    pages = max(1, -(-len(kept) // PAGE_ROWS))
    page = min(max(page, 1), pages)
    order = list(Severity)
    ordered = sorted(kept, key=lambda one: order.index(one.severity))
    return FindingsView(
        dict(counts),
        tuple(_groups(of_severity)),
        tuple(dict.fromkeys(one.place.sheet or "" for one in findings)),
        tuple(
            (one, "" if one.value is None else shown_cell(one.value, language))
            for one in ordered[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
        ),
        len(kept),
        page,
        pages,
    )


def _groups(findings: Iterable[Finding]) -> list[FindingGroup]:
    by_code: dict[str, list[Finding]] = {}
    for one in findings:
        by_code.setdefault(group_of(one), []).append(one)
    groups = [
        FindingGroup(code, some[0].severity, some[0], len(some))
        for code, some in by_code.items()
    ]
    order = list(Severity)
    return sorted(groups, key=lambda one: (order.index(one.severity), -one.count))


def near_rows(
    seen: SeenFile, sheet: str, number: int, language: Language
) -> NearRows | None:
    """Return the rows around one; None when the file has no such row."""
    for table in seen.tables:
        if table.sheet != sheet:
            continue
        lines = sorted((*table.rows, *table.totals), key=lambda row: row.number)
        places = [place for place, row in enumerate(lines) if row.number == number]
        if places:
            first = max(0, places[0] - _AROUND)
            rows = lines[first : places[0] + _AROUND + 1]
            near = _NearBy(seen, table, language)
            return NearRows(
                table.sheet,
                tuple(column.letter for column in table.columns),
                tuple(column.title for column in table.columns),
                tuple(near.row(row, is_asked=row.number == number) for row in rows),
            )
    return None


@dataclass(frozen=True)
class _NearBy:
    """A table, and what is wrong in it."""

    seen: SeenFile
    table: RawTable
    language: Language

    def row(self, row: RawRow, *, is_asked: bool) -> NearRow:
        """Return one of its rows, with what is wrong in it."""
        findings = self.seen.preview.findings if self.seen.preview else ()
        here = tuple(
            one
            for one in findings
            if one.place.row == row.number
            and (one.place.sheet or "") == self.table.sheet
        )
        bad = {(one.place.column or "").split(" (")[0] for one in here}
        cells = tuple(
            (
                "" if cell is None else shown_cell(cell, self.language),
                column.letter in bad,
            )
            for column, cell in zip(self.table.columns, row.cells, strict=False)
        )
        return NearRow(row.number, is_asked, cells, here)
