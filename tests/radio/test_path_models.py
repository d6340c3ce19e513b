"""All models behind one function: their parts, and clutter at the ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import OutOfRangeError
from hatangso.radio.itu_p1812 import Atmosphere, Locations
from hatangso.radio.itu_p2108 import Clutter, terrestrial_loss_db
from hatangso.radio.path_models import (
    ClutterMethod,
    LossPart,
    PathConditions,
    PathGround,
    PathModel,
    TerminalClutter,
    basic_loss_db,
    model_loss,
    sight_line,
)
from hatangso.radio.path_symbols import symbols_of

AIR = Atmosphere(21.5, 45.0, 340.0)
USUAL = PathConditions(900.0, AIR)
DISTANCE_M = np.linspace(0, 8_000, 81)
HILLS = PathGround(DISTANCE_M, 80 + 60 * np.sin(DISTANCE_M / 700), np.full(81, 10.0))
HEIGHTS_M = (35.0, 1.5)
every_model = pytest.mark.parametrize("model", list(PathModel))


@every_model
def test_the_parts_add_up_and_the_loss_alone_is_the_same(model: PathModel) -> None:
    town = TerminalClutter(ClutterMethod.HEIGHT_GAIN, Clutter.URBAN)
    for conditions in (
        USUAL,
        replace(USUAL, time_ratio=0.1, locations=Locations(0.9, 8.0)),
        replace(USUAL, terminal_clutter=(None, town)),
    ):
        found = model_loss(model, HILLS, HEIGHTS_M, conditions)
        assert sum(found.parts.values()) == pytest.approx(found.loss_db, abs=1e-9)
        alone_db = basic_loss_db(model, HILLS, HEIGHTS_M, conditions)
        assert alone_db == pytest.approx(found.loss_db, abs=1e-9)
        assert symbols_of(found, HILLS, HEIGHTS_M, conditions)


@settings(max_examples=20)
@given(st.floats(10, 200), st.floats(1.5, 30))
def test_no_model_of_terrain_beats_free_space_by_more_than_a_trifle(
    start_m: float, end_m: float
) -> None:
    losses_db = {
        model: basic_loss_db(model, HILLS, (start_m, end_m), USUAL)
        for model in PathModel
    }
    assert losses_db[PathModel.P1812] > losses_db[PathModel.P525] - 0.1
    # ITM allows a little gain by reflection.
    assert losses_db[PathModel.ITM] > losses_db[PathModel.P525] - 4.0


@every_model
def test_statistics_of_towns_count_at_each_end_that_is_asked(model: PathModel) -> None:
    deep = TerminalClutter(ClutterMethod.STATISTICAL)
    bare, one, two = (
        basic_loss_db(model, HILLS, HEIGHTS_M, replace(USUAL, terminal_clutter=ends))
        for ends in ((None, None), (None, deep), (deep, deep))
    )
    end_db = float(terrestrial_loss_db(8_000, frequency_mhz=900))
    assert one - bare == pytest.approx(end_db)
    assert two - bare == pytest.approx(2 * end_db)


def test_an_antenna_above_the_clutter_loses_nothing_to_it() -> None:
    forest = TerminalClutter(ClutterMethod.HEIGHT_GAIN, Clutter.FOREST)
    conditions = replace(USUAL, terminal_clutter=(forest, None))
    found = model_loss(PathModel.P1812, HILLS, HEIGHTS_M, conditions)
    assert found.parts[LossPart.TERMINAL_CLUTTER] == 0


def test_clutter_in_the_way_is_told_apart() -> None:
    bare = replace(HILLS, clutter_m=np.zeros(81))
    found = model_loss(PathModel.P1812, HILLS, HEIGHTS_M, USUAL)
    without = model_loss(PathModel.P1812, bare, HEIGHTS_M, USUAL)
    assert found.clutter_db == pytest.approx(found.loss_db - without.loss_db)
    assert without.clutter_db == 0


def test_unequal_steps_do_not_disturb_the_second_opinion() -> None:
    # The same hills, every other step of the first half left out of a straight slope.
    slope = replace(HILLS, ground_m=50 + DISTANCE_M / 100)
    kept = np.r_[0:40:2, 40:81]
    thinned = PathGround(
        slope.distance_m[kept], slope.ground_m[kept], slope.clutter_m[kept]
    )
    equal_db, unequal_db = (
        basic_loss_db(PathModel.ITM, ground, HEIGHTS_M, USUAL)
        for ground in (slope, thinned)
    )
    assert unequal_db == pytest.approx(equal_db, abs=1e-6)


def test_the_line_of_sight_leaves_out_clutter_at_the_ends() -> None:
    line = sight_line(HILLS, HEIGHTS_M, frequency_mhz=900, gradient_n_per_km=45)
    assert line.clutter_m[0] == line.clutter_m[-1] == 0
    assert line.start_m == HILLS.ground_m[0] + 35
    assert line.earth_radius_m == pytest.approx(8_930_777, abs=1)


@every_model
@pytest.mark.parametrize("heights_m", [(-1.0, 1.5), (30.0, 0.0), (30.0, 4_000.0)])
def test_antennas_below_ground_or_beyond_reason_are_refused(
    model: PathModel, heights_m: tuple[float, float]
) -> None:
    wrong = "receiver" if heights_m[0] == 30 else "transmitter"
    with pytest.raises(OutOfRangeError, match=f"{wrong}_height_m must lie between"):
        model_loss(model, HILLS, heights_m, USUAL)


def test_frequencies_outside_a_model_are_refused() -> None:
    for frequency_mhz in (20.0, 6_500.0):
        with pytest.raises(OutOfRangeError, match="frequency_mhz"):
            model_loss(
                PathModel.P1812, HILLS, HEIGHTS_M, PathConditions(frequency_mhz, AIR)
            )
