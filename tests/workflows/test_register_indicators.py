"""Indicators that the register counts, beside what was printed of each province."""

import pytest

from hatangso.model.indicator_series import Observation, Origin
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.indicators import load_series

# What is printed for the end of the year, or for the month of which nothing changed.
AGREEING = {
    "bac_kan": {
        "virtual_server_used_count": 230,
        "hosted_system_count": 41,
        "ndxp_service_used_count": 23,
        "ndxp_service_available_count": 27,
        "videoconference_endpoint_count": 118,
        "commune_team_count": 108,
        "commune_team_member_count": 1014,
        "village_team_count": 1292,
        "village_team_member_count": 5689,
        "team_member_trained_ratio": 100,
        # Within 2023.
        "online_meeting_count": 85,
        "contest_participant_count": 21217,
        "hosted_system_added_count": 9,
        "videoconference_endpoint_added_count": 1,
    },
    "nam_dinh": {
        "full_online_service_count": 866,
        "partial_online_service_count": 872,
        "national_portal_service_ratio": 100,
    },
    "bac_giang": {
        "digital_certificate_count": 5182,
        "document_system_agency_ratio": 100,
    },
}

OF_A_YEAR = {
    "online_meeting_count",
    "contest_participant_count",
    "hosted_system_added_count",
    "videoconference_endpoint_added_count",
}


def province_values(key: str) -> list[Observation]:
    found = load_series([pack_directory(key)]).data.observations
    return [one for one in found if len(one.unit_code) == 2]


@pytest.mark.parametrize("key", sorted(AGREEING))
def test_what_the_register_counts_agrees_with_what_was_printed(key: str) -> None:
    values = province_values(key)
    for code, number in AGREEING[key].items():
        told = {
            one.value
            for one in values
            if one.indicator == code and one.origin is Origin.REPORTED
        }
        counted = [
            one
            for one in values
            if one.indicator == code and one.origin is Origin.REGISTER
        ]
        if code in OF_A_YEAR:
            counted = [one for one in counted if one.period == "2023"]
        assert number in told, code
        assert [one.value for one in counted] == [number], code
        # The records are made up to meet the printed number: they prove nothing.
        assert all(one.rests_on_synthetic for one in counted), code


def test_more_than_fifteen_thousand_mailboxes_and_half_of_the_officials() -> None:
    (mail,) = (
        one.value
        for one in province_values("bac_giang")
        if one.indicator == "official_mail_account_count"
        and one.origin is Origin.REGISTER
    )
    assert mail is not None
    assert mail > 15_000
    (trained,) = (
        one
        for one in province_values("bac_kan")
        if one.indicator == "official_trained_ratio" and one.origin is Origin.REGISTER
    )
    assert trained.numerator == 2498
    assert trained.denominator == 4460
    assert trained.rests_on_synthetic
