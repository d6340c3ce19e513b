"""Link budgets and the parameter file."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.model.site import Service, Technology
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


def test_good_may_not_lie_below_basic(parameters: RadioParameters) -> None:
    mapping = parameters.as_mapping()
    mapping["technology"]["4G"]["good_dbm"] = -120.0
    with pytest.raises(InvalidInputError, match="good_dbm"):
        radio_parameters(mapping)
