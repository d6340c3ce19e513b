import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.needed_height import needed_height


@given(st.floats(-130, -60))
def test_the_height_suffices_and_a_metre_less_does_not(threshold_dbm: float) -> None:
    found = needed_height(lambda h: -120 + 0.4 * h, threshold_dbm=threshold_dbm)
    if found.height_m is None:
        assert threshold_dbm > -120 + 0.4 * 100
        assert found.best_height_m == found.limit_m == 100
        return
    assert -120 + 0.4 * found.height_m >= threshold_dbm
    assert found.height_m == 1 or -120 + 0.4 * (found.height_m - 1) < threshold_dbm
    assert found.is_lasting


def test_a_window_of_heights_is_found_and_told() -> None:
    # From 20 to 30 m alone: higher, the sector shoots over the place.
    found = needed_height(
        lambda h: -90.0 if 20 <= h <= 30 else -110.0, threshold_dbm=-95
    )
    assert found.height_m == 20
    assert not found.is_lasting


def test_out_of_reach_tells_the_best_that_there_is() -> None:
    found = needed_height(lambda h: -120 - abs(h - 40), threshold_dbm=-95, limit_m=60)
    assert found.height_m is None
    assert (found.best_height_m, found.level_dbm) == (40, -120)


@pytest.mark.parametrize(
    "bad", [{"limit_m": 0.5}, {"limit_m": 5e3}, {"step_m": 0.0}, {"lowest_m": 0.0}]
)
def test_limits_without_sense_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(OutOfRangeError):
        needed_height(lambda h: h, threshold_dbm=0, **bad)
