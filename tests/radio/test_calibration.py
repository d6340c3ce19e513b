"""What a table of offsets means, and what is refused."""

import copy
import tomllib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.geography.clutter import CLUTTER_CATEGORIES, ClutterCategory
from hatangso.radio.calibration import (
    Calibration,
    FrequencyBand,
    Offset,
    PathClass,
    Sight,
    calibration,
    frequency_band,
)
from hatangso.radio.link_budget import RadioParameters, radio_parameters

ROW: dict[str, Any] = {
    "sight": "obstructed",
    "clutter": "trees",
    "band": "1000_to_2200_mhz",
    "offset_db": -6.5,
}
path_classes = st.builds(
    PathClass,
    st.sampled_from(list(Sight)),
    st.none() | st.sampled_from(list(ClutterCategory)),
    st.none() | st.sampled_from(list(FrequencyBand)),
)
calibrations = st.dictionaries(path_classes, st.floats(-40, 40)).map(
    lambda found: Calibration(tuple(Offset(*item) for item in found.items()))
)


def test_without_offsets_nothing_is_added() -> None:
    assert not Calibration().offsets_db(1840).any()
    assert Calibration().offsets_db(1840).shape == (2, len(CLUTTER_CATEGORIES))


def test_an_offset_holds_in_its_sight_clutter_and_band_alone() -> None:
    found = calibration({"offsets": [ROW]})
    expected = np.zeros((2, len(CLUTTER_CATEGORIES)))
    expected[0, CLUTTER_CATEGORIES.index(ClutterCategory.TREES)] = -6.5
    assert (found.offsets_db(1840) == expected).all()
    assert not found.offsets_db(942).any()


def test_the_narrowest_class_wins() -> None:
    found = calibration(
        {
            "offsets": [
                {**ROW, "clutter": "any", "band": "any", "offset_db": 1},
                {**ROW, "clutter": "any", "offset_db": 2},
                {**ROW, "band": "any", "offset_db": 3},
                ROW,
            ]
        }
    )
    trees = CLUTTER_CATEGORIES.index(ClutterCategory.TREES)
    assert found.offsets_db(1840)[0].tolist() == [2, 2, -6.5, 2]
    assert found.offsets_db(942)[0, trees] == 3
    assert found.offsets_db(942)[0, 0] == 1
    assert not found.offsets_db(942)[1].any()


@pytest.mark.parametrize(
    ("frequency_mhz", "band"),
    [
        (758, FrequencyBand.LOW),
        (999.9, FrequencyBand.LOW),
        (1000, FrequencyBand.MIDDLE),
        (2140, FrequencyBand.MIDDLE),
        (2200, FrequencyBand.MIDDLE),
        (2550, FrequencyBand.HIGH),
        (3600, FrequencyBand.HIGH),
    ],
)
def test_bands_part_at_1000_and_2200_megahertz(
    frequency_mhz: float, band: FrequencyBand
) -> None:
    assert frequency_band(frequency_mhz) is band


@given(calibrations)
def test_what_is_written_reads_back(found: Calibration) -> None:
    assert calibration(found.as_mapping()) == found


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (5, "must be a table"),
        ({"offset": []}, "offset"),
        ({"offsets": {}}, "list of tables"),
        ({"offsets": [5]}, "offsets 1 must be a table"),
        ({"offsets": [{**ROW, "sight": "maybe"}]}, "maybe"),
        ({"offsets": [{**ROW, "clutter": "jungle"}]}, "jungle"),
        ({"offsets": [{**ROW, "band": ["low"]}]}, "low"),
        ({"offsets": [{**ROW, "band": {}}]}, "is not known"),
        ({"offsets": [{**ROW, "offset_db": "3"}]}, "offset_db must be a number"),
        ({"offsets": [{**ROW, "offset_db": True}]}, "offset_db must be a number"),
        ({"offsets": [{**ROW, "offset_db": float("nan")}]}, "between"),
        ({"offsets": [{**ROW, "offset_db": 55}]}, "it is 55"),
        ({"offsets": [{**ROW, "offset": 1}]}, "offset"),
        ({"offsets": [{"sight": "obstructed"}]}, "lacks clutter, band, offset_db"),
        ({"offsets": [ROW, ROW]}, "1 and 2"),
    ],
)
def test_a_table_of_no_use_is_refused(table: Any, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        calibration(table)


def test_what_a_fit_notes_beside_an_offset_is_read_over() -> None:
    noted = {**ROW, "low_db": -8.0, "high_db": -5.0, "samples": 1, "places": 2}
    assert calibration({"offsets": [{**noted, "sites": 3}]}).offsets[0].offset_db < 0


def test_the_radio_parameters_carry_a_calibration(parameters: RadioParameters) -> None:
    assert parameters.calibration == Calibration()
    mapping = copy.deepcopy(parameters.as_mapping())
    mapping["calibration"] = tomllib.loads(
        '[[offsets]]\nsight = "line_of_sight"\nclutter = "any"\nband = "any"\n'
        "offset_db = 4\n"
    )
    changed = radio_parameters(mapping)
    assert changed.calibration.offsets_db(942)[1].tolist() == [4, 4, 4, 4]
    assert radio_parameters(changed.as_mapping()) == changed
