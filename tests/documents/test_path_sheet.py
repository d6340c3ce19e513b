import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from hatangso.documents.path_sheet import BudgetRow, PathSheet, render_path_sheet
from hatangso.documents.report_content import PathPicture
from hatangso.errors import Message
from hatangso.geography.sight_line import SightLine
from hatangso.language import Language

GROUND_M = np.full(51, 100.0)
GROUND_M[20] = 260.0
LINE = SightLine(
    distance_m=np.linspace(0, 12_500, 51),
    ground_m=GROUND_M,
    clutter_m=np.zeros(51),
    start_m=140.0,
    end_m=101.5,
    frequency_mhz=1800.0,
    earth_radius_m=8.5e6,
)
SHEET = PathSheet(
    picture=PathPicture('Bản "Á" <Đông> & Tây', "S1", LINE),
    marks=LINE.intrusions(),
    columns=("P.1812-8", "ITM"),
    rows=(
        BudgetRow(Message("Free space"), (1234.56, 119.4)),
        BudgetRow(Message("Received level"), (-101.25, None), "dBm", is_total=True),
    ),
    sentences=(
        Message("Enough is {threshold_dbm:.1f} dBm.", {"threshold_dbm": -94.7}),
    ),
)


def _texts(language: Language) -> list[str]:
    root = ET.fromstring(render_path_sheet(SHEET, language))  # noqa: S314 - our own
    return [
        element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_the_sheet_speaks_vietnamese_with_its_numbers() -> None:
    texts = _texts(Language.VI)
    for words in (
        "Không gian tự do",
        "1.234,6 dB",
        "Mức thu",
        "-101,2 dBm",
        "P.1812-8",
    ):
        assert words in texts
    assert "Mức đủ dùng là -94,7\N{NO-BREAK SPACE}dBm." in texts
    assert "12,5 km" in texts[0]


def test_the_sheet_speaks_english_with_its_numbers() -> None:
    texts = _texts(Language.EN)
    for words in ("Free space", "1,234.6 dB", "Received level", "first Fresnel zone"):
        assert words in texts


def test_names_are_escaped_and_stay_what_they_are() -> None:
    assert any('Bản "Á" <Đông> & Tây' in text for text in _texts(Language.VI))


def test_every_obstacle_has_its_number_and_missing_values_a_dash() -> None:
    texts = _texts(Language.VI)
    assert len(SHEET.marks) == 2
    assert {"1", "2"} <= set(texts)
    assert "3" not in texts
    assert "\N{EN DASH}" in texts


@pytest.mark.parametrize("language", list(Language))
def test_nothing_lies_outside_the_sheet(language: Language) -> None:
    svg = render_path_sheet(SHEET, language)
    width, height = map(float, re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
    for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', svg):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_path_sheet(SHEET, Language.VI) == render_path_sheet(
        SHEET, Language.VI
    )
