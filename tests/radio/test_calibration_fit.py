"""Offsets fitted to synthetic truth: found, refused, and judged on other sites."""

import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.clutter import CLUTTER_CATEGORIES, ClutterCategory
from hatangso.radio.calibration import FrequencyBand, PathClass, Sight
from hatangso.radio.calibration_fit import (
    CalibrationResult,
    ErrorFigures,
    Samples,
    fit_calibration,
)
from hatangso.radio.calibration_rules import CalibrationRules, calibration_rules
from hatangso.radio.robust_offset import robust_offset

SITES, PLACES_PER_SITE = 20, 12
TREES = CLUTTER_CATEGORIES.index(ClutterCategory.TREES)
OPEN = CLUTTER_CATEGORIES.index(ClutterCategory.OPEN)


def _rules(**changes: float) -> CalibrationRules:
    content = (files("hatangso") / "radio" / "calibration_rules.toml").read_text(
        "utf-8"
    )
    return calibration_rules({**tomllib.loads(content), **changes})


RULES = _rules()


def _samples(
    seed: int,
    *,
    truth_db: dict[tuple[bool, int], float],
    outliers_ratio: float = 0.1,
    per_place: int = 4,
    site_sigma_db: float = 2.0,
) -> Samples:
    """Return samples whose errors share what is unknown of sites and of places."""
    rng = np.random.default_rng(seed)
    count = SITES * PLACES_PER_SITE * per_place
    site = np.repeat(np.arange(SITES), PLACES_PER_SITE * per_place)
    place = np.repeat(np.arange(SITES * PLACES_PER_SITE), per_place)
    is_sight = rng.random(count) < 0.5
    clutter = np.where(rng.random(count) < 0.5, TREES, OPEN)
    keys = zip(is_sight.tolist(), clutter.tolist(), strict=True)
    truth = [truth_db.get(key, 0.0) for key in keys]
    error_db = np.array(truth) + rng.normal(0, 4, count)
    error_db += rng.normal(0, site_sigma_db, SITES)[site]
    error_db += rng.normal(0, 4, SITES * PLACES_PER_SITE)[place]
    is_outlier = rng.random(count) < outliers_ratio
    error_db[is_outlier] += rng.choice([-40.0, 40.0], int(is_outlier.sum()))
    band = np.full(count, list(FrequencyBand).index(FrequencyBand.MIDDLE))
    return Samples(is_sight, clutter, band, error_db, place, site)


def _class(key: tuple[bool, int | None]) -> PathClass:
    is_sight, clutter = key
    return PathClass(
        Sight.FREE if is_sight else Sight.OBSTRUCTED,
        None if clutter is None else CLUTTER_CATEGORIES[clutter],
        FrequencyBand.MIDDLE,
    )


def _offset(result: CalibrationResult, path_class: PathClass) -> float:
    return result.calibration.offset_db(path_class)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 1_000),
    st.floats(-15, 15),
    st.floats(-15, 15),
)
def test_a_known_offset_per_class_is_found_in_spite_of_outliers(
    seed: int, free_db: float, hidden_db: float
) -> None:
    truth_db = {(True, OPEN): free_db, (False, TREES): hidden_db}
    result = fit_calibration(_samples(seed, truth_db=truth_db), RULES)
    for key in ((True, OPEN), (True, TREES), (False, OPEN), (False, TREES)):
        expected_db = truth_db.get(key, 0.0)
        assert _offset(result, _class(key)) == pytest.approx(expected_db, abs=3)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    hits = 0
    for seed in range(200):
        samples = _samples(seed, truth_db={}, per_place=2)
        found = robust_offset(
            samples.error_db, samples.place, samples.site, confidence_ratio=0.95
        )
        hits += found.low_db <= 0 <= found.high_db
    assert 180 <= hits <= 200


def test_repeated_samples_at_the_same_places_narrow_nothing() -> None:
    samples = _samples(1, truth_db={})
    once = robust_offset(
        samples.error_db, samples.place, samples.site, confidence_ratio=0.95
    )
    twice = robust_offset(
        np.tile(samples.error_db, 2),
        np.tile(samples.place, 2),
        np.tile(samples.site, 2),
        confidence_ratio=0.95,
    )
    assert twice.offset_db == pytest.approx(once.offset_db, abs=1e-6)
    assert twice.high_db - twice.low_db == pytest.approx(once.high_db - once.low_db)


@given(
    st.lists(st.floats(-60, 60), min_size=1, max_size=40),
    st.floats(-20, 20),
)
def test_what_all_errors_share_moves_the_offset_by_as_much(
    errors_db: list[float], shift_db: float
) -> None:
    error_db = np.array(errors_db)
    label = np.arange(len(error_db))
    both = [
        robust_offset(error_db + shift, label, label, confidence_ratio=0.95).offset_db
        for shift in (0.0, shift_db)
    ]
    assert both[1] - both[0] == pytest.approx(shift_db, abs=0.01)
    assert error_db.min() - 1e-9 <= both[0] <= error_db.max() + 1e-9


def test_one_site_tells_no_interval() -> None:
    label = np.zeros(5, dtype=np.int64)
    found = robust_offset(np.arange(5.0), np.arange(5), label, confidence_ratio=0.95)
    assert found.offset_db == pytest.approx(2)
    assert np.isneginf(found.low_db)
    assert np.isposinf(found.high_db)


@pytest.mark.parametrize(
    "rules",
    [
        _rules(fewest_samples=10_000),
        _rules(fewest_places=10_000),
        _rules(fewest_sites=21),
    ],
    ids=["samples", "places", "sites"],
)
def test_too_few_of_anything_is_refused(rules: CalibrationRules) -> None:
    result = fit_calibration(_samples(0, truth_db={}), rules)
    assert result.offsets == ()
    assert {item.stand_in for item in result.refused} == {None}
    assert not result.is_useful
    assert not result.calibration.offsets_db(1840).any()


def test_all_clutter_of_a_sight_stands_in_for_a_class_with_too_few() -> None:
    samples = _samples(3, truth_db={(True, OPEN): 6.0, (True, TREES): 6.0})
    is_rare = (samples.clutter == OPEN) & samples.is_sight
    is_rare[np.flatnonzero(is_rare)[:5]] = False
    result = fit_calibration(samples.part(~is_rare), RULES)
    refused = [
        item for item in result.refused if item.path_class == _class((True, OPEN))
    ]
    assert [(item.samples, item.stand_in) for item in refused] == [
        (5, _class((True, None)))
    ]
    assert _offset(result, _class((True, OPEN))) == _offset(
        result, _class((True, None))
    )


def test_a_band_without_measurements_gets_nothing() -> None:
    result = fit_calibration(_samples(0, truth_db={(True, OPEN): 9.0}), RULES)
    assert result.calibration.offsets_db(1840).any()
    assert not result.calibration.offsets_db(942).any()


def test_a_real_offset_lowers_the_error_at_sites_left_out() -> None:
    truth_db = {(True, OPEN): 3.0, (False, OPEN): -8.0, (False, TREES): -12.0}
    result = fit_calibration(_samples(4, truth_db=truth_db), RULES)
    assert result.is_useful
    assert result.before is not None
    assert result.after is not None
    assert result.after.rms_db < result.before.rms_db
    assert result.gain_low_db <= result.gain_db <= result.gain_high_db


@pytest.mark.parametrize("seed", range(5))
def test_without_any_offset_there_is_no_proven_gain(seed: int) -> None:
    assert not fit_calibration(_samples(seed, truth_db={}), RULES).is_useful


def test_what_is_wrong_at_single_sites_is_not_taken_for_the_land() -> None:
    # Each site has its own error; an offset helps at those it was fitted to alone.
    samples = _samples(6, truth_db={}, site_sigma_db=12.0)
    assert not fit_calibration(samples, RULES).is_useful


def test_an_offset_beyond_all_land_is_not_plausible() -> None:
    truth_db = {(True, OPEN): 55.0, (True, TREES): 55.0}
    assert not fit_calibration(_samples(1, truth_db=truth_db), RULES).is_plausible
    assert fit_calibration(_samples(1, truth_db={}), RULES).is_plausible


def test_samples_of_one_site_are_worth_nothing() -> None:
    samples = _samples(0, truth_db={(True, OPEN): 20.0})
    result = fit_calibration(samples.part(samples.site == 3), RULES)
    assert result.before is not None
    assert result.after is None
    assert not result.is_useful


def test_no_sample_no_result() -> None:
    samples = _samples(0, truth_db={})
    result = fit_calibration(samples.part(samples.site < 0), RULES)
    assert (result.samples, result.before, result.is_useful) == (0, None, False)


def test_the_same_samples_give_the_same_result() -> None:
    samples = _samples(5, truth_db={(True, OPEN): 3.0})
    assert fit_calibration(samples, RULES) == fit_calibration(samples, RULES)


def test_errors_are_told_in_five_figures() -> None:
    figures = ErrorFigures.of(np.array([-1.0, 1.0, 3.0, 5.0]))
    assert figures.mean_db == 2
    assert figures.median_db == 2
    assert figures.deviation_db == pytest.approx(np.sqrt(5))
    assert figures.rms_db == 3
    assert figures.p90_db == pytest.approx(4.4)


def test_rules_of_no_use_are_refused() -> None:
    with pytest.raises(OutOfRangeError, match="thinning_m"):
        _rules(thinning_m=0)
    with pytest.raises(InvalidInputError, match="thinning"):
        _rules(thinning=5)
    with pytest.raises(InvalidInputError, match="lacks thinning_m"):
        calibration_rules({})
    assert replace(RULES, folds=3).folds == 3
