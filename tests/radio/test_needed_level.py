"""Levels that services ask for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.io.parameter_files import parameter_set
from hatangso.model.demand import AskedService
from hatangso.model.site import Technology
from hatangso.radio.link_budget import radio_parameters
from hatangso.radio.needed_level import needed_level_dbm
from hatangso.radio.throughput import median_rate_mbps, noise_dbm

RADIO = radio_parameters(parameter_set("viet_nam"))


def needed_dbm(technology: Technology, rate_mbps: float, margin_db: float = 3) -> float:
    service = AskedService("asked", technology, rate_mbps)
    return needed_level_dbm(service, RADIO, interference_margin_db=margin_db)


@pytest.mark.parametrize("technology", list(Technology))
def test_without_a_rate_the_basic_level_is_asked(technology: Technology) -> None:
    assert needed_dbm(technology, 0) == RADIO.thresholds_dbm(technology)[0]


@given(st.floats(60, 400))
def test_the_level_gives_the_rate_above_noise_and_neighbours(rate_mbps: float) -> None:
    level_dbm = needed_dbm(Technology.G5, rate_mbps, margin_db=30)

    above_db = level_dbm - 30 - noise_dbm(Technology.G5, RADIO)
    for more_db, is_enough in ((0.0, True), (-0.01, False)):
        rate = median_rate_mbps(
            Technology.G5, np.asarray(above_db + more_db), 100.0, 4, RADIO
        )
        assert (rate >= rate_mbps) is np.bool_(is_enough)


def test_a_margin_for_neighbours_is_added_to_the_level_of_a_rate() -> None:
    quiet, loud = (needed_dbm(Technology.G5, 300, margin_db=m) for m in (20, 26))

    assert loud - quiet == pytest.approx(6)


def test_more_than_a_carrier_gives_is_refused_with_what_it_gives() -> None:
    with pytest.raises(InvalidInputError, match=r"5000 Mbit/s.* at most"):
        needed_dbm(Technology.G5, 5_000)


def test_fibre_and_rates_of_old_technologies_are_refused() -> None:
    with pytest.raises(InvalidInputError, match="over glass"):
        needed_level_dbm(AskedService("fibre", None), RADIO, interference_margin_db=3)
    with pytest.raises(InvalidInputError, match="no rate of 3G"):
        needed_dbm(Technology.G3, 1)
    with pytest.raises(OutOfRangeError, match="interference_margin_db"):
        needed_dbm(Technology.G4, 1, margin_db=-1)
