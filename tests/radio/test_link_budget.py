"""Link budgets and the parameter file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.io.parameter_files import parameter_set, parameter_sets
from hatangso.model.site import Service, Technology
from hatangso.model.situation import Situation
from hatangso.radio.itu_p2109 import BuildingType
from hatangso.radio.link_budget import (
    RadioParameters,
    radio_parameters,
    reference_eirp_dbm,
    resource_blocks,
)


def test_a_resource_element_of_ten_megahertz_gets_43_dbm_less_27_8(
    parameters: RadioParameters, make_service: Callable[..., Service]
) -> None:
    # 43 - 10 log10(12 * 50) + 16 - 0.5, worked by hand.
    service = make_service(
        "a",
        bandwidth_mhz=10.0,
        port_power_dbm=43.0,
        antenna_gain_dbi=16.0,
        feeder_loss_db=0.5,
    )
    eirp_dbm = reference_eirp_dbm(service, parameters)
    assert eirp_dbm == pytest.approx(30.718, abs=1e-3)


def test_the_pilot_of_3g_has_a_tenth_of_the_power(
    parameters: RadioParameters, make_service: Callable[..., Service]
) -> None:
    both = [
        reference_eirp_dbm(
            make_service(
                "a",
                technology,
                port_power_dbm=43.0,
                antenna_gain_dbi=15.0,
                feeder_loss_db=1.0,
            ),
            parameters,
        )
        for technology in (Technology.G2, Technology.G3)
    ]
    assert both == pytest.approx([57.0, 47.0])


def test_ninety_per_cent_of_places_need_ten_decibels_at_sigma_eight(
    parameters: RadioParameters,
) -> None:
    assert parameters.margin_db == pytest.approx(1.281552 * 8, abs=1e-4)
    basic_dbm, good_dbm = parameters.thresholds_dbm(Technology.G4)
    assert basic_dbm == pytest.approx(-105 + parameters.margin_db)
    assert good_dbm > basic_dbm


def test_half_of_the_places_need_no_margin(parameters: RadioParameters) -> None:
    assert replace(parameters, location_probability=0.5).margin_db == pytest.approx(0)


def test_an_unknown_bandwidth_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="12 MHz"):
        resource_blocks(Technology.G4, 12)


def test_parameters_survive_being_written_down(parameters: RadioParameters) -> None:
    assert radio_parameters(parameters.as_mapping()) == parameters


def test_every_technology_has_defaults_for_the_columns_of_a_service(
    parameters: RadioParameters,
) -> None:
    defaults = parameters.service_defaults()
    assert set(defaults) == set(Technology)
    assert defaults[Technology.G5]["frequency_mhz"] == pytest.approx(2_550)
    assert parameters.range_m(Technology.G5) == pytest.approx(12_000)


def test_an_unknown_name_is_refused(parameters: RadioParameters) -> None:
    mapping = parameters.as_mapping()
    mapping["propagation"]["receiver_hight_m"] = 1.5
    with pytest.raises(InvalidInputError, match="receiver_hight_m"):
        radio_parameters(mapping)


def test_a_missing_name_is_refused(parameters: RadioParameters) -> None:
    mapping = parameters.as_mapping()
    del mapping["technology"]["4G"]["basic_dbm"]
    with pytest.raises(InvalidInputError, match="basic_dbm"):
        radio_parameters(mapping)


@pytest.mark.parametrize(
    ("part", "name", "value", "error"),
    [
        ("propagation", "receiver_height_m", "high", InvalidInputError),
        ("propagation", "receiver_height_m", True, InvalidInputError),
        ("propagation", "receiver_height_m", {"valu": 1}, InvalidInputError),
        ("propagation", "location_probability", 90.0, OutOfRangeError),
        ("propagation", "location_sigma_db", float("nan"), OutOfRangeError),
        ("propagation", "polarisation", "round", InvalidInputError),
        ("technology", "4G", 4, InvalidInputError),
    ],
)
def test_values_of_no_use_are_refused(
    parameters: RadioParameters,
    part: str,
    name: str,
    value: object,
    error: type[Exception],
) -> None:
    mapping = parameters.as_mapping()
    mapping[part][name] = value
    with pytest.raises(error):
        radio_parameters(mapping)


@pytest.mark.parametrize(
    ("technology", "name", "value"),
    [
        ("4G", "good_dbm", -120.0),
        ("4G", "basic_rate_mbps", 5.0),
        ("3G", "good_rate_mbps", 0.2),
        ("4G", "mimo_layers", 1.5),
    ],
)
def test_thresholds_and_streams_of_no_use_are_refused(
    parameters: RadioParameters, technology: str, name: str, value: float
) -> None:
    mapping = parameters.as_mapping()
    mapping["technology"][technology][name] = value
    with pytest.raises(InvalidInputError, match=name.removeprefix("basic_")):
        radio_parameters(mapping)


def test_a_vehicle_and_a_house_take_from_the_level(parameters: RadioParameters) -> None:
    level_dbm = np.array([-90.0, np.nan])
    outdoors, in_vehicle, indoors = (
        parameters.situation_levels_dbm(level_dbm, situation, 1_000.0)
        for situation in Situation
    )
    assert outdoors[0] == -90
    assert in_vehicle[0] == -98
    # Rec. ITU-R P.2109: half of the traditional buildings at 1 GHz.
    assert indoors[0] == pytest.approx(-104.313, abs=1e-3)
    assert np.isnan(indoors[1])
    fixed = replace(parameters, building_type=BuildingType.FIXED)
    assert fixed.situation_loss_db(Situation.INDOORS, 60.0) == 15


@pytest.mark.parametrize("name", parameter_sets())
def test_every_set_is_complete_and_says_its_sources(name: str) -> None:
    tables = parameter_set(name)
    parameters = radio_parameters(tables)
    assert parameters.parameter_set == name
    assert radio_parameters(parameters.as_mapping()) == parameters
    assert tables.pop("parameter_set") == name
    for described in _described(tables):
        assert set(described) == {"value", "unit", "assumption", "source"}
        assert isinstance(described["assumption"], bool)
        assert described["source"]


def _described(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "value" in table:
        yield table
        return
    for entry in table.values():
        yield from _described(entry)


def test_the_fcc_asks_for_rates_and_ofcom_for_levels() -> None:
    fcc, ofcom = (
        radio_parameters(parameter_set(name)) for name in ("fcc_bdc", "ofcom")
    )
    assert fcc.thresholds_mbps(Technology.G4) == (5, 5)
    assert fcc.thresholds_mbps(Technology.G5) == (7, 35)
    assert fcc.location_probability == 0.9
    assert all(rate.load_ratio == 0.5 for rate in fcc.rates.values())
    assert ofcom.thresholds_mbps(Technology.G5) == (0, 0)
    assert ofcom.thresholds_dbm(Technology.G4) == (-105, -95)


def test_an_unknown_set_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="fcc_bdc, ofcom, viet_nam"):
        parameter_set("mars")
