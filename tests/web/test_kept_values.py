"""What was understood of a file comes back from the disk as it was."""

from datetime import date, datetime, time
from enum import StrEnum

import numpy as np
import pytest

from hatangso.errors import Finding, Message, Place, Severity
from hatangso.model.file_reading import Difference, DifferenceKind, ReadRow
from hatangso.model.record import Actor, Role
from hatangso.web.kept_values import kept_text, read_kept


class _Style(StrEnum):
    COMMA = "comma"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        2.5,
        float("inf"),
        "Thôn Nà Phả",
        date(2025, 10, 15),
        datetime(2025, 10, 15, 7, 30),  # noqa: DTZ001 - as spreadsheets have it
        time(7, 30),
        b"\x01\x00wkb",
        ("a", ("", "Message"), None),
        {"date": "no day", "": ("set",)},
        frozenset({"00001", "00002"}),
        Severity.WARNING,
        DifferenceKind.NEW,
        Message("{reason} in {place}", {"reason": Message("it is empty"), "place": 3}),
        Finding(
            Severity.ERROR, Place("a.xlsx", 3, "B", "S"), Message("x"), Message("y"), 7
        ),
        Difference("S", 3, "site", DifferenceKind.CHANGED, 7, 2, {"a": 1}, {"a": 2.0}),
        ReadRow(4, {"on": date(2026, 1, 1), "geometry": b"\x00"}, is_usable=False),
        Actor("Lan", Role.COMMUNE, frozenset({"00001"})),
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    again = read_kept(kept_text(value))
    assert again == value
    assert type(again) is type(value)


def test_values_of_other_types_come_back_as_what_they_stand_for() -> None:
    given = Message("", {"n": np.float64(2.5), "i": np.int64(3), "s": _Style.COMMA})
    assert read_kept(kept_text(given)) == Message("", {"n": 2.5, "i": 3, "s": "comma"})


def test_the_name_on_the_disk_is_told_as_the_sender_knows_it() -> None:
    given = Message("{place} cannot be read", {"place": "8f3a.xlsx:S:3"})
    again = read_kept(kept_text(given, names={"8f3a.xlsx": "trạm.xlsx"}))
    assert str(again) == "trạm.xlsx:S:3 cannot be read"


def test_half_a_sign_in_a_name_is_no_fault() -> None:
    assert read_kept(kept_text("t\udcffp.csv")) == "t?p.csv"
