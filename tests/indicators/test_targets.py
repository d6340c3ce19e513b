from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hatangso.errors import InvalidInputError, Severity
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.targets import (
    NationalTargets,
    TargetBook,
    due_year,
    national_targets,
    read_figures,
)
from hatangso.model.indicator import (
    Comparator,
    Figure,
    FigureKind,
    IssuingDocument,
    Target,
)

FIBRE = "household_fibre_access_ratio"
OLD_PLAN = IssuingDocument("plan", "Kế hoạch", "Plan", "Bắc Kạn", "2023-10")
NEW_PLAN = IssuingDocument("new", "Kế hoạch mới", "New plan", "Bắc Kạn", "2024-12")


def target(name: str, value: float, document: str, **changes: Any) -> Target:
    made = Target(name, FIBRE, Comparator.EQUAL, value, "%", "2025", document)
    return replace(made, **changes)


def bac_kan(catalogue: IndicatorCatalogue, national: NationalTargets) -> TargetBook:
    return TargetBook(
        (target("I007", 100, "plan"), target("I040", 85, "new"), *national.targets),
        (OLD_PLAN, NEW_PLAN, *national.documents),
        catalogue,
    )


def ids(targets: tuple[Target, ...]) -> list[str]:
    return [item.id for item in targets]


# Rule 3 of the domain: the fibre target of Bắc Kạn for 2025 was 100 % in the plan of
# October 2023 and 85 % after Decision 1132; Decision 36 asks every province for 100 %.
def test_both_targets_stay_and_the_later_document_rules(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    book = bac_kan(catalogue, national)
    old, new = (next(t for t in book.targets if t.id == i) for i in ("I007", "I040"))
    assert ids(book.in_force(FIBRE, 2025)) == ["I040"]
    assert ids(book.superseded_by(old)) == ["I040"]
    assert book.superseded_by(new) == ()
    assert ids(book.conflicts_with(old)) == ["I040"]
    assert ids(book.conflicts_with(new)) == ["I007"]


def test_a_provincial_target_below_the_national_one_is_seen(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    book = bac_kan(catalogue, national)
    old, new = (next(t for t in book.targets if t.id == i) for i in ("I007", "I040"))
    assert ids(book.below_national(new)) == [f"qd-36-2024/{FIBRE}/2025"]
    assert book.below_national(old) == ()


def test_a_national_target_of_a_later_year_does_not_bind_an_earlier_one(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    early = target("X", 50, "plan", indicator="people_5g_ratio", period="2025")
    late = replace(early, id="Y", period="2030")
    book = TargetBook(
        (early, late, *national.targets), (OLD_PLAN, *national.documents), catalogue
    )
    assert book.below_national(early) == ()
    assert ids(book.below_national(late)) == ["qd-1132-2024/people_5g_ratio/2030"]


def test_documents_that_cannot_be_ordered_both_bind(
    catalogue: IndicatorCatalogue,
) -> None:
    undated = replace(NEW_PLAN, issued="")
    book = TargetBook(
        (target("A", 100, "plan"), target("B", 85, "new")),
        (OLD_PLAN, undated),
        catalogue,
    )
    assert ids(book.in_force(FIBRE, 2025)) == ["A", "B"]


def test_the_order_of_the_input_does_not_matter(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    book = bac_kan(catalogue, national)
    back = TargetBook(
        reversed(book.targets), (NEW_PLAN, OLD_PLAN, *national.documents), catalogue
    )
    assert back.targets == book.targets


def test_the_same_number_in_another_unit_is_no_conflict(
    catalogue: IndicatorCatalogue,
) -> None:
    code = "urban_organisation_average_speed"
    one = target("A", 1, "plan", indicator=code, unit="Gb/s")
    other = target("B", 1000, "new", indicator=code, unit="Mbps")
    book = TargetBook((one, other), (OLD_PLAN, NEW_PLAN), catalogue)
    assert book.conflicts_with(one) == ()
    assert ids(book.in_force(code, 2025)) == ["B"]


def test_a_newer_national_target_replaces_the_older_one(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    book = TargetBook(national.targets, national.documents, catalogue)
    ruling = book.in_force("adult_smartphone_ratio", 2025, national=True)
    assert [(item.document, item.value) for item in ruling] == [("qd-36-2024", 100)]


def test_national_targets_have_unique_names_and_known_documents(
    national: NationalTargets,
) -> None:
    names = ids(national.targets)
    assert len(set(names)) == len(names)
    assert {document.issuer for document in national.documents} == {"national"}
    assert {due_year(item) for item in national.targets} == {2025, 2030}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"indicator": "ghost"}, "no indicator is called ghost"),
        ({"document": "ghost"}, "no document is called ghost"),
        ({"unit": "thôn"}, "thôn cannot be read as %"),
        ({"period": "không nêu năm"}, "cannot be read"),
        ({"comparator": "?"}, "not a valid Comparator"),
        ({"value": "nhiều"}, "could not convert"),
    ],
)
def test_a_broken_national_target_is_refused(
    catalogue: IndicatorCatalogue, change: dict[str, Any], problem: str
) -> None:
    row = {
        "indicator": FIBRE,
        "comparator": "=",
        "value": 100,
        "unit": "%",
        "period": "2025",
        "document": "d",
    }
    document = {"id": "d", "title_vi": "", "title_en": "", "issued": "2024"}
    with pytest.raises(InvalidInputError, match=problem):
        national_targets({"document": [document], "target": [row | change]}, catalogue)


def test_a_national_target_without_an_indicator_is_refused(
    catalogue: IndicatorCatalogue,
) -> None:
    with pytest.raises(InvalidInputError, match="indicator"):
        national_targets(
            {"document": [{"id": "d"}], "target": [{"document": "d"}]}, catalogue
        )


def figure(kind: FigureKind, **changes: Any) -> Figure:
    made = Figure(
        "I1", "", "Thứ hạng DTI", "", Comparator.EQUAL, 8, "thứ hạng", kind, "2024", "d"
    )
    return replace(made, **changes)


def test_figures_become_targets_and_values(catalogue: IndicatorCatalogue) -> None:
    reading = read_figures(
        [figure(FigureKind.TARGET), figure(FigureKind.ACTUAL, id="I2")], catalogue
    )
    assert [item.indicator for item in reading.targets] == ["dti_rank"]
    assert [item.indicator for item in reading.values] == ["dti_rank"]
    assert reading.findings == ()


@pytest.mark.parametrize(
    ("change", "column", "value"),
    [
        ({"name_vi": "Chỉ tiêu lạ"}, "name_vi", "Chỉ tiêu lạ"),
        ({"indicator": "ghost"}, "indicator", "ghost"),
    ],
)
def test_a_figure_of_an_unknown_indicator_is_found_and_left_out(
    catalogue: IndicatorCatalogue, change: dict[str, Any], column: str, value: str
) -> None:
    reading = read_figures([figure(FigureKind.ACTUAL, row=7, **change)], catalogue)
    assert (reading.targets, reading.values) == ((), ())
    (finding,) = reading.findings
    assert finding.severity is Severity.WARNING
    assert (finding.place.row, finding.place.column) == (7, column)
    assert finding.value == value


def test_a_document_rules_from_the_day_on_which_it_is_issued(
    catalogue: IndicatorCatalogue, national: NationalTargets
) -> None:
    def book(day: date) -> TargetBook:
        targets = (target("old", 100, "plan"), target("new", 85, "new"))
        documents = (OLD_PLAN, NEW_PLAN, *national.documents)
        return TargetBook(
            (*targets, *national.targets), documents, catalogue, as_of=day
        )

    assert ids(book(date(2024, 11, 30)).in_force(FIBRE, 2025)) == ["old"]
    assert ids(book(date(2024, 12, 1)).in_force(FIBRE, 2025)) == ["new"]
    # Before January 2024 no national target asked for more.
    early, late = book(date(2023, 12, 31)), book(date(2024, 1, 11))
    old = next(item for item in early.targets if item.id == "old")
    weak = replace(old, value=50)
    assert early.below_national(weak) == ()
    assert late.below_national(weak) != ()


def test_a_document_that_replaces_a_target_after_it_was_due_is_seen(
    catalogue: IndicatorCatalogue,
) -> None:
    late = replace(NEW_PLAN, issued="2026-03")
    book = TargetBook(
        (target("old", 100, "plan"), target("new", 85, "new")),
        (OLD_PLAN, late),
        catalogue,
    )
    old = next(item for item in book.targets if item.id == "old")
    assert ids(book.superseded_by(old)) == ids(book.replaced_late_by(old)) == ["new"]
    in_time = TargetBook(book.targets, (OLD_PLAN, NEW_PLAN), catalogue)
    assert in_time.replaced_late_by(old) == ()
