"""The table of what is done with each system that provinces name tells the truth."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from hatangso.cli.main import COMMANDS
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.web.routers import all_routers
from hatangso.workflows.indicator_definitions import shipped_catalogue

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
STATES = {
    "provincial-systems.md": ("works", "recorded only", "out of scope"),
    "he-thong-cua-tinh.md": ("dùng được", "chỉ ghi nhận", "ngoài phạm vi"),
}
SYSTEMS_N = 47


def rows(page: str) -> list[list[str]]:
    lines = (GUIDE / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0].isdigit()]


def words(page: str) -> Iterator[tuple[str, str]]:
    for row in rows(page):
        yield from ((row[0], word) for word in re.findall(r"`([^`]+)`", row[-1]))


@pytest.mark.parametrize("page", STATES)
def test_every_system_has_one_row_with_a_state_and_a_place(page: str) -> None:
    found = rows(page)
    assert [int(row[0]) for row in found] == list(range(1, SYSTEMS_N + 1))
    for number, name, state, told, where in found:
        assert name, number
        assert told, number
        assert state in STATES[page], number
        assert "`" in where, number


def test_both_languages_say_the_same_of_each_system() -> None:
    english, vietnamese = (list(map(tuple, rows(page))) for page in STATES)
    for one, other in zip(english, vietnamese, strict=True):
        states = [
            names.index(row[2])
            for names, row in zip(STATES.values(), (one, other), strict=True)
        ]
        assert states[0] == states[1], one[0]
        assert one[-1] == other[-1], one[0]


def test_every_page_command_kind_and_indicator_exists() -> None:
    pages = {
        route.path
        for router in all_routers()
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods
    }
    known = set(shipped_kinds()) | set(shipped_catalogue().indicators)
    missing = [
        (number, word)
        for number, word in words("provincial-systems.md")
        if word not in pages
        and word not in known
        and word.removeprefix("hatangso ") not in COMMANDS
    ]
    assert missing == []
