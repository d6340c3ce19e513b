"""Choosing, sorting and cutting the tables of targets and indicators."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.language import Language, sort_key
from hatangso.model.indicator import Outlook
from hatangso.web.views.indicator_list import (
    LEFT_TO_DO,
    NO_LONGER,
    Choice,
    page_of,
    target_lines,
    targets_chosen,
)
from hatangso.web.views.target_line import TargetLine
from hatangso.workflows.targets import targets_of
from small_province import build_small_province


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> tuple[TargetLine, ...]:
    directory = Path(tmp_path_factory.mktemp("valley"))
    build_small_province(directory)
    return target_lines(targets_of(directory), Language.VI)


def test_text_is_found_without_diacritics(lines: tuple[TargetLine, ...]) -> None:
    found = targets_chosen(lines, Choice(tim="phu song 4g"))
    assert found
    assert all("phủ sóng 4G" in one.name for one in found)
    assert found == targets_chosen(lines, Choice(tim="PHỦ  SÓNG 4G"))


def test_the_order_of_names_is_vietnamese(lines: tuple[TargetLine, ...]) -> None:
    found = targets_chosen(lines, Choice(sap="ten"))
    assert [one.name for one in found] == sorted(
        (one.name for one in lines), key=sort_key
    )


def test_the_order_by_due_day_never_falls(lines: tuple[TargetLine, ...]) -> None:
    days = [one.due_key for one in targets_chosen(lines, Choice(sap="han"))]
    assert days == sorted(days)


def test_the_choices_of_a_verdict_share_out_all_targets(
    lines: tuple[TargetLine, ...],
) -> None:
    words = [*map(str, Outlook), NO_LONGER]
    found = [
        one.id for word in words for one in targets_chosen(lines, Choice(ket_luan=word))
    ]
    assert sorted(found) == sorted(one.id for one in lines)
    left = targets_chosen(lines, Choice(ket_luan=LEFT_TO_DO))
    assert {one.outlook for one in left} <= {
        Outlook.MISSED,
        Outlook.AT_RISK,
        Outlook.OPEN,
    }


def test_an_address_says_what_is_chosen_and_no_more() -> None:
    choice = Choice(phan="VT", tim="cáp quang")
    assert choice.address() == "/chi-tieu?phan=VT&tim=c%C3%A1p+quang"
    assert choice.address(phan="", tim="", trang=2) == "/chi-tieu?trang=2"


@given(st.integers(0, 300), st.integers(-3, 300), st.integers(1, 60))
def test_pages_hold_every_row_once(rows: int, number: int, size: int) -> None:
    found = page_of(range(rows), number, size=size)
    every = [
        row
        for one in range(1, found.pages + 1)
        for row in page_of(range(rows), one, size=size).rows
    ]
    assert every == list(range(rows))
    assert 1 <= found.number <= found.pages
    assert len(found.rows) <= size
