"""Noise, interference and rates."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.model.site import Technology
from hatangso.radio.link_budget import RadioParameters
from hatangso.radio.throughput import (
    edge_rate_mbps,
    median_rate_mbps,
    noise_dbm,
    sinr_db,
)

G4, G5 = Technology.G4, Technology.G5
ratios_db = st.floats(-40, 60)


def test_the_noise_is_that_of_one_subcarrier(parameters: RadioParameters) -> None:
    # 10 log10(1.380649e-20 * 290) = -173.975 dBm/Hz, 15 and 30 kHz, 9 dB.
    assert noise_dbm(G4, parameters) == pytest.approx(-123.214, abs=1e-3)
    assert noise_dbm(G5, parameters) == pytest.approx(-120.204, abs=1e-3)


def test_without_others_only_the_noise_disturbs(parameters: RadioParameters) -> None:
    level_dbm = np.array([-100.0, -123.214])
    found_db = sinr_db(level_dbm, level_dbm, G4, parameters)
    assert found_db == pytest.approx([23.214, 0.0], abs=1e-3)


def test_others_disturb_with_half_of_their_power(parameters: RadioParameters) -> None:
    # S = 1e-10 mW, T - S = 1e-10 mW, N = 4.771e-13 mW: S / 5.0477e-11 mW.
    total_dbm = np.array([-100 + 10 * np.log10(2)])
    found_db = sinr_db(np.array([-100.0]), total_dbm, G4, parameters)
    assert found_db == pytest.approx([2.969], abs=1e-3)


def test_beams_that_point_elsewhere_disturb_less(parameters: RadioParameters) -> None:
    # S = T - S = 1e-8 mW, an eighth of half of it disturbs, N is far below.
    total_dbm = np.array([-80 + 10 * np.log10(2)])
    found_db = sinr_db(np.array([-80.0]), total_dbm, G5, parameters)
    assert parameters.rates[G5].other_beams_loss_db == 9
    assert found_db == pytest.approx([3.01 + 9], abs=0.02)


def test_no_signal_has_no_ratio_and_no_rate(parameters: RadioParameters) -> None:
    nothing = np.array([np.nan])
    found_db = sinr_db(nothing, np.array([-90.0]), G4, parameters)
    assert np.isnan(found_db).all()
    assert median_rate_mbps(G4, found_db, 20, 2, parameters).tolist() == [0.0]


@pytest.mark.parametrize(
    ("technology", "ratio_db", "bandwidth_mhz", "layers", "rate_mbps"),
    [
        # 0.6 log2(1 + 10) x 18 MHz x 0.75 x 1 x 0.5
        (G4, 10.0, 20, 1, 14.011),
        # 2 x 0.6 log2(1 + 10/2) x 18 MHz x 0.75 x 1 x 0.5
        (G4, 10.0, 20, 2, 20.938),
        # 4.4 x 18 MHz x 0.75 x 1 x 0.5, and twice as much
        (G4, 30.0, 20, 1, 29.7),
        (G4, 60.0, 20, 2, 59.4),
        # 0.6 log2(1 + 0.1) x 4.5 MHz x 0.75 x 0.5: two streams of -13 dB are lost
        (G4, -10.0, 5, 2, 0.139),
        (G4, -10.1, 5, 1, 0.0),
        # 0.6 log2(2) x 98.28 MHz x 0.86 x 0.75 x 0.5
        (G5, 0.0, 100, 1, 19.017),
    ],
)
def test_rates_are_those_worked_by_hand(
    parameters: RadioParameters,
    *,
    technology: Technology,
    ratio_db: float,
    bandwidth_mhz: float,
    layers: int,
    rate_mbps: float,
) -> None:
    found = median_rate_mbps(
        technology, np.array([ratio_db]), bandwidth_mhz, layers, parameters
    )
    assert found == pytest.approx([rate_mbps], abs=1e-3)


@given(ratios_db, ratios_db, st.integers(1, 4))
def test_a_better_ratio_and_more_streams_never_lower_the_rate(
    parameters: RadioParameters, one_db: float, other_db: float, layers: int
) -> None:
    pair_db = np.sort([one_db, other_db])
    fewer = median_rate_mbps(G5, pair_db, 100, layers, parameters)
    more = median_rate_mbps(G5, pair_db, 100, layers + 1, parameters)
    assert fewer[0] <= fewer[1]
    assert np.all(fewer <= more)
    assert np.all(more <= 5.55 * 5 * 98.28 * 0.86 * 0.75 * 0.5)


@given(st.floats(-140, -40), st.floats(0, 30), st.floats(0, 30))
def test_more_interference_never_raises_the_ratio(
    parameters: RadioParameters, level_dbm: float, less_db: float, more_db: float
) -> None:
    totals_dbm = level_dbm + np.sort([less_db, more_db])
    found_db = sinr_db(np.full(2, level_dbm), totals_dbm, G4, parameters)
    assert found_db[0] >= found_db[1] - 1e-9


def test_at_the_edge_the_rate_is_that_of_the_margin_less(
    parameters: RadioParameters,
) -> None:
    ratio_db = np.array([0.0, 15.0, 25.0])
    edge = edge_rate_mbps(G4, ratio_db, 20, 2, parameters)
    low_db = ratio_db - parameters.margin_db
    assert edge == pytest.approx(median_rate_mbps(G4, low_db, 20, 2, parameters))
    half = replace(parameters, location_probability=0.5)
    assert edge_rate_mbps(G4, ratio_db, 20, 2, half) == pytest.approx(
        median_rate_mbps(G4, ratio_db, 20, 2, half)
    )


@pytest.mark.parametrize("technology", [Technology.G2, Technology.G3])
def test_2g_and_3g_have_no_rate(
    parameters: RadioParameters, technology: Technology
) -> None:
    with pytest.raises(InvalidInputError, match=technology):
        median_rate_mbps(technology, np.zeros(1), 5, 1, parameters)


def test_an_unknown_bandwidth_has_no_rate(parameters: RadioParameters) -> None:
    with pytest.raises(InvalidInputError, match="7 MHz"):
        median_rate_mbps(G4, np.zeros(1), 7, 1, parameters)
