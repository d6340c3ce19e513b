"""What nobody sees in a text does not reach the register, and is told."""

import pytest

from hatangso.io.records.value_reading import read_texts
from hatangso.registry.kind_catalogue import shipped_kinds

NAME = shipped_kinds()["site"].field("name")


@pytest.mark.parametrize(
    "written",
    [
        "Trạm \x1b[31mđỏ\x07",
        "\u202eTrạm [31mđỏ\u202c",
        "Trạm\x00 [31mđỏ",
        "Trạm [31mđỏ\x9b",
    ],
)
def test_characters_that_command_a_screen_are_taken_out(written: str) -> None:
    (cell,) = read_texts([written], NAME, is_guarded=False).cells
    assert cell.value == "Trạm [31mđỏ"
    (doubt,) = cell.doubts
    assert "characters that nobody sees" in doubt.problem.text
    assert not cell.is_error


def test_letters_signs_and_pictures_stay() -> None:
    written = "Trạm Nà Phặc 📡, “số 2”"
    (cell,) = read_texts([written], NAME, is_guarded=False).cells
    assert (cell.value, cell.doubts) == (written, ())
