"""The draft of an answer to voters: the same case, the same sentences."""

from dataclasses import replace
from datetime import date

from hatangso.documents.kinds.petition_answer import petition_answer
from hatangso.documents.kinds.petition_case import PetitionCase, SiteNearby

SITE = SiteNearby(
    "Viettel",
    "TNN-0596",
    ("2G", "3G"),
    2_640,
    is_terrain_known=True,
    obstacle_m=207.4,
    obstacle_from_place_m=1_490,
)
CASE = PetitionCase(
    place="Bản Giòng",
    commune="Xã Yên Trạch",
    households=1_149,
    people=None,
    kind="white",
    state="assigned",
    has_grid_power=False,
    sites=[SITE],
    responsible_operator="Viettel",
    promised_on=date(2026, 6, 30),
    closed_on=None,
    funding="Quỹ Dịch vụ viễn thông công ích",
)


def test_it_says_where_who_is_near_what_blocks_and_who_builds_by_when() -> None:
    assert petition_answer(CASE) == (
        (
            "Qua rà soát, Bản Giòng, xã Yên Trạch (1.149 hộ) là thôn trắng sóng (trung"
            " tâm thôn chưa có sóng di động)."
        ),
        (
            "Trạm gần nhất của Viettel là TNN-0596 (2G, 3G), cách 2,6 km, bị che khuất"
            " bởi địa hình cao 207 m so với mực nước biển, cách Bản Giòng khoảng 1,5"
            " km."
        ),
        "Khu vực chưa có điện lưới, trạm phải dùng nguồn điện riêng.",
        (
            "Tỉnh đã giao Viettel phủ sóng khu vực này, hoàn thành trước ngày"
            " 30/06/2026, kinh phí từ Quỹ Dịch vụ viễn thông công ích."
        ),
    )


def test_what_nobody_knows_is_not_said_as_if_it_were_known() -> None:
    unknown = replace(
        CASE,
        households=None,
        has_grid_power=None,
        sites=[replace(SITE, is_terrain_known=False, obstacle_m=None)],
        responsible_operator="",
    )
    told = " ".join(petition_answer(unknown))
    assert "0 hộ" not in told
    assert "điện lưới" not in told
    assert "chưa có số liệu địa hình" in told
    assert "đã giao" not in told
    assert "sẽ yêu cầu" in told


def test_a_site_in_sight_and_a_place_with_signal_are_told_as_such() -> None:
    told = petition_answer(
        replace(
            CASE,
            state="closed",
            closed_on=date(2026, 5, 2),
            sites=[replace(SITE, obstacle_m=None, distance_m=443.0)],
        )
    )
    assert "cách 440 m, không bị địa hình che khuất." in told[1]
    assert told[-1] == "Khu vực đã được phủ sóng từ ngày 02/05/2026."
