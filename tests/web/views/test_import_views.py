"""What the pages of an import show, without any page."""

from datetime import UTC, date, datetime

import pytest

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.language import Language
from hatangso.model.file_reading import (
    ColumnMatch,
    Difference,
    DifferenceKind,
    ImportPreview,
    Question,
    ReadRow,
    TableReading,
)
from hatangso.model.raw_table import RawColumn, RawRow, RawTable
from hatangso.model.record import ChangeSet
from hatangso.web.uploads import SeenFile, Upload
from hatangso.web.views.import_changes_view import (
    changes_view,
    commit_view,
    named_rows,
)
from hatangso.web.views.import_findings_view import findings_view, near_rows
from hatangso.web.views.import_list_view import undone_by
from hatangso.web.views.import_view import (
    answers_given,
    shown_cell,
    understanding_view,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)
UPLOAD = Upload("0" * 16, "trạm.xlsx", "a.xlsx", 10, "lan", NOW)
VI, EN = Language.VI, Language.EN
_TOLD = Message("x")


def _finding(row: int, severity: Severity, text: str, column: str = "B") -> Finding:
    place = Place("trạm.xlsx", row, f"{column} (Cột)", "S!1")
    return Finding(severity, place, Message(text, {"n": row}), _TOLD, 1.5)


FINDINGS = (
    *(_finding(row, Severity.WARNING, "{n} is odd") for row in range(2, 122)),
    _finding(5, Severity.ERROR, "{n} is wrong"),
)


def _difference(row: int, effect: DifferenceKind) -> Difference:
    return Difference("S!1", row, "site", effect, after={"id": f"N{row}"})


def _seen() -> SeenFile:
    columns = (RawColumn("A", ("Mã trạm",)), RawColumn("B", ("Cao",), unit="m"))
    rows = tuple(RawRow(row, (f"N{row}", 1.5)) for row in range(2, 10))
    total = RawRow(10, ("Tổng", 12.0))
    table = RawTable("trạm.xlsx", "S!1", (), columns, rows, totals=(total,))
    reading = TableReading(
        "trạm.xlsx",
        "S!1",
        "site",
        (
            ColumnMatch(columns[0], "id", 1.0, _TOLD),
            ColumnMatch(columns[1], "structure_height_m", 0.5, _TOLD),
        ),
        tuple(ReadRow(row.number, {}) for row in rows),
        FINDINGS,
        (Question("column:Cao", Message("which?"), ("structure_height_m", "-")),),
    )
    effects = [DifferenceKind.NEW] * 60 + [DifferenceKind.REFUSED]
    differences = tuple(
        _difference(row, effect) for row, effect in enumerate(effects, 2)
    )
    preview = ImportPreview("trạm.xlsx", "", "", (reading,), differences)
    return SeenFile(preview, (table,))


def test_errors_stand_before_warnings_and_pages_are_cut() -> None:
    view = findings_view(FINDINGS, language=VI)
    assert (view.total, view.pages, len(view.shown)) == (121, 3, 50)
    assert view.shown[0][0].severity is Severity.ERROR
    assert view.shown[0][1] == "1,5"
    assert findings_view(FINDINGS, language=EN, page=3).shown[0][1] == "1.5"
    assert findings_view(FINDINGS, language=VI, page=99).page == 3
    assert findings_view((), language=VI).pages == 1


def test_findings_of_one_sort_are_one_group() -> None:
    view = findings_view(FINDINGS, language=VI)
    assert [(one.severity, one.count) for one in view.groups] == [
        (Severity.ERROR, 1),
        (Severity.WARNING, 120),
    ]
    code = view.groups[1].code
    assert findings_view(FINDINGS, language=VI, group=code).total == 120
    assert findings_view(FINDINGS, language=VI, severity="error").total == 1
    assert findings_view(FINDINGS, language=VI, sheet="other").total == 0


def test_the_rows_around_have_the_bad_cell_marked_and_totals_among_them() -> None:
    near = near_rows(_seen(), "S!1", 9, VI)
    assert near is not None
    assert [row.number for row in near.rows] == [7, 8, 9, 10]
    asked = near.rows[2]
    assert asked.is_asked
    assert asked.cells == (("N9", False), ("1,5", True))
    assert near_rows(_seen(), "S!1", 1, VI) is None
    assert near_rows(_seen(), "", 9, VI) is None


def test_rows_that_cannot_be_taken_are_in_no_choice() -> None:
    preview = _seen().preview
    assert preview is not None
    view = changes_view(preview, UPLOAD, language=VI)
    assert (view.chosen, view.takeable, view.total, view.pages) == (60, 60, 61, 2)
    refused = changes_view(preview, UPLOAD, language=VI, effect="refused").shown
    assert [one.can_be_taken for one in refused] == [False]
    commit = commit_view(preview, UPLOAD)
    assert (commit.refused, commit.questions) == (1, 1)
    assert commit.obstacle is not None


def test_a_form_names_rows_of_sheets_with_any_name() -> None:
    assert named_rows(["S!1!7", "!3", "no row", "S!-1"]) == {("S!1", 7), ("", 3)}


def test_what_the_file_tells_by_itself_is_no_answer() -> None:
    form = [
        ("column:Mã trạm", "id"),
        ("column:Cao", "structure_height_m"),
        ("csrf_token", "x"),
        ("kind_of_file", "site"),
        ("crs", ""),
    ]
    # The one was asked, the other was sure.
    given = answers_given(UPLOAD, _seen(), form)
    assert given == {"column:Cao": "structure_height_m"}


def test_of_columns_of_one_name_the_one_that_was_changed_counts() -> None:
    form = [("column:Mã trạm", "name"), ("column:Mã trạm", "id")]
    assert answers_given(UPLOAD, _seen(), form) == {"column:Mã trạm": "name"}
    assert answers_given(UPLOAD, _seen(), form[::-1]) == {"column:Mã trạm": "name"}


def test_a_question_about_a_column_stands_at_the_column() -> None:
    view = understanding_view(UPLOAD, _seen(), language=VI, communes=())
    assert view.questions == ()
    (table,) = view.tables
    assert [one.is_asked for one in table.columns] == [False, True]
    assert table.columns[1].example == "1,5"
    assert (table.rows, table.totals, table.doubtful) == (8, 1, 1)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (2388004.38, "2388004,38"),
        (2025, "2025"),
        (True, "có"),
        (date(2025, 10, 5), "05/10/2025"),
        (datetime(2025, 10, 5), "05/10/2025"),  # noqa: DTZ001 - as spreadsheets have it
        (datetime(2025, 10, 5, 7, 30), "07:30 05/10/2025"),  # noqa: DTZ001 - likewise
        ("x" * 99, "x" * 60 + "…"),
    ],
)
def test_a_cell_is_shown_as_its_reader_sees_it(cell: object, shown: str) -> None:
    assert shown_cell(cell, VI) == shown


def test_an_undo_that_was_taken_back_does_not_count() -> None:
    sets = [
        ChangeSet(1, NOW, "", ""),
        ChangeSet(2, NOW, "", "", undoes=1),
        ChangeSet(3, NOW, "", "", undoes=2),
    ]
    assert undone_by(sets[:2]) == {1: 2}
    assert undone_by(sets) == {2: 3}
