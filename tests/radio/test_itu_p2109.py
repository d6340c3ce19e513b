"""Loss into buildings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.radio.itu_p2109 import BuildingType, building_entry_loss_db

OLD, NEW = BuildingType.TRADITIONAL, BuildingType.THERMALLY_EFFICIENT


@pytest.mark.parametrize(
    ("frequency_mhz", "building", "probability", "elevation_deg", "loss_db"),
    [
        # Worked by hand from equations (1) to (9); at 1 GHz all logarithms are 0.
        (1_000, OLD, 0.5, 0, 14.313),  # 10 log10(10^1.264 + 10^0.91 + 10^-0.3)
        (1_000, NEW, 0.5, 0, 31.011),  # 10 log10(10^2.819 + 10^2.78 + 10^-0.3)
        (1_000, OLD, 0.9, 0, 25.356),  # 12.64 + 1.28155 x 9.6, 9.1 + 1.28155 x 4.5
        (1_000, OLD, 0.5, 10, 15.860),  # 2.12 dB more in the first part
        (1_000, OLD, 0.5, -10, 15.860),
        (10_000, NEW, 0.5, 0, 34.212),  # 28.19 - 3 + 8.48 = 33.67 dB, 24.9 dB
    ],
)
def test_losses_are_those_worked_by_hand(
    frequency_mhz: float,
    building: BuildingType,
    probability: float,
    elevation_deg: float,
    loss_db: float,
) -> None:
    found = building_entry_loss_db(
        frequency_mhz,
        building,
        probability_ratio=probability,
        elevation_deg=elevation_deg,
    )
    assert found == pytest.approx(loss_db, abs=1e-3)


@given(st.floats(80, 100_000), st.floats(0.01, 0.98), st.sampled_from([OLD, NEW]))
def test_a_larger_share_of_the_buildings_loses_up_to_more(
    frequency_mhz: float, probability: float, building: BuildingType
) -> None:
    less, more = (
        building_entry_loss_db(frequency_mhz, building, probability_ratio=share)
        for share in (probability, probability + 0.01)
    )
    assert less < more


def test_a_building_of_fixed_loss_is_none_of_the_recommendation() -> None:
    with pytest.raises(InvalidInputError, match="fixed"):
        building_entry_loss_db(900, BuildingType.FIXED)


@pytest.mark.parametrize(
    ("name", "value"), [("probability_ratio", 0.0), ("elevation_deg", 91.0)]
)
def test_numbers_outside_the_recommendation_are_refused(
    name: str, value: float
) -> None:
    with pytest.raises(OutOfRangeError, match=name):
        building_entry_loss_db(900, OLD, **{name: value})
    with pytest.raises(OutOfRangeError, match="frequency_mhz"):
        building_entry_loss_db(50, OLD)
