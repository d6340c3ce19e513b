"""A name or a code becomes one unit, or candidates, or suggestions."""

import time
import unicodedata
from datetime import date

import pytest

from hatangso.geography.unit_names import UnitMatch, resolve_unit
from hatangso.io.unit_files import shipped_units
from hatangso.model.unit_history import Level

UNITS = shipped_units()
BEFORE = date(2024, 1, 1)
AFTER = date(2025, 8, 1)


def resolved(
    text: str | float, day: date = BEFORE, parent: str = "", level: Level | None = None
) -> UnitMatch:
    return resolve_unit(text, UNITS, day=day, parent=parent, level=level)


def code_of(text: str | float, day: date = BEFORE, parent: str = "") -> str:
    match = resolved(text, day, parent)
    assert match.unit is not None, match
    return match.unit.code


@pytest.mark.parametrize(
    "text",
    [
        "Thị trấn Trại Cau",
        "TT. Trại Cau",
        "TT.Trại Cau",
        "T.T. Trại Cau",
        "tt trại cau",
        "THỊ TRẤN TRẠI CAU",
        "Trại Cau",
        " thị\u00a0trấn  Trại\u00a0Cau ",
        unicodedata.normalize("NFD", "Thị trấn Trại Cau"),
        "Trại Cau, Đồng Hỷ",
        "Trại Cau, huyện Đồng Hỉ, tỉnh Thái Nguyên",
        "Trại Cau (H. Đồng Hỷ)",
        "Trại Cau - Đồng Hỷ - Thái Nguyên",
        "thị trấn Trại Cau huyện Đồng Hỷ tỉnh Thái Nguyên",
    ],
)
def test_a_town_is_found_in_every_spelling(text: str) -> None:
    match = resolved(text)
    assert match.unit is not None
    assert (match.unit.code, match.certainty_ratio) == ("05662", 1.0)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("thị trấn Hoá Thượng", "TT Hóa Thượng"),
        ("X. Nam Hoà", "xã Nam Hòa"),
        ("xã Điềm Thuỵ", "xã Điềm Thụy"),
        ("Huyện Đồng Hỉ", "huyện Đồng Hỷ"),
        ("huyện \u00d0ồng Hỷ", "huyện \u0110ồng Hỷ"),
        ("huyện \u0189ồng Hỷ", "huyện \u0110ồng Hỷ"),
        ("TP Thái Nguyên", "thành phố Thái Nguyên"),
    ],
)
def test_two_spellings_of_one_name_are_one_unit(text: str, other: str) -> None:
    assert code_of(text) == code_of(other)
    assert resolved(text).certainty_ratio == 1.0


@pytest.mark.parametrize("text", ["05443", "5443", 5443, 5443.0, "5443.0", "'05443"])
def test_a_code_is_found_with_and_without_its_zeros(text: str | float) -> None:
    assert code_of(text, AFTER) == "05443"
    match = resolved(text, AFTER)
    assert match.unit is not None
    assert match.unit.name == "Phan Đình Phùng"


def test_a_reused_code_means_the_unit_of_the_day() -> None:
    assert resolved("05467", BEFORE).unit != resolved("05467", AFTER).unit
    assert resolved("05467", BEFORE).unit is not None


def test_a_city_is_not_the_province_of_the_same_name() -> None:
    assert code_of("thành phố Thái Nguyên") == "164"
    assert code_of("tỉnh Thái Nguyên") == "19"
    several = resolved("Thái Nguyên")
    assert several.unit is None
    assert [unit.code for unit in several.candidates] == ["19", "164"]
    alone = resolved("Thái Nguyên", level=Level.PROVINCE).unit
    assert alone is not None
    assert alone.code == "19"


def test_homonyms_are_candidates_until_the_parent_is_told() -> None:
    several = resolved("P. Quang Trung")
    assert several.unit is None
    assert len(several.candidates) > 1
    for candidate in several.candidates:
        above = UNITS.ancestors(candidate)[0]
        named = f"P. Quang Trung ({above.kind} {above.name})"
        assert resolved(named).unit == candidate
        assert resolved("Quang Trung", parent=f"TP. {above.name}").unit == candidate


def test_homonyms_in_a_city_and_in_the_province_around_it_stay_apart() -> None:
    assert code_of("Phường Trung Thành", parent="Thành phố Thái Nguyên") == "05476"
    assert code_of("Phường Trung Thành", parent="Phổ Yên, Thái Nguyên") == "05899"


def test_a_wrong_parent_gives_no_unit() -> None:
    match = resolved("xã Tân Tiến", parent="huyện Đồng Hỷ")
    assert match.unit is None
    assert {unit.name for unit in match.suggestions} == {"Tân Tiến"}


def test_the_old_district_tells_a_commune_of_today() -> None:
    match = resolved("Điềm Thụy, huyện Phú Bình", AFTER)
    assert match.unit is not None
    assert match.unit.valid_from == date(2025, 7, 1)
    assert match.certainty_ratio < 1
    assert match.notes


def test_a_name_of_the_past_comes_with_its_successors() -> None:
    match = resolved("phường Túc Duyên", AFTER)
    assert match.unit is not None
    assert [unit.name for unit in match.on_day] == ["Phan Đình Phùng"]
    assert "2025-06-30" in str(match.notes[0])


def test_a_name_of_the_future_comes_with_what_it_was_made_of() -> None:
    match = resolved("phường Phan Đình Phùng", date(2025, 8, 1))
    assert match.on_day == ()
    match = resolved("xã Phủ Thông", BEFORE)
    assert match.unit is not None
    assert len(match.on_day) == 4


def test_a_district_of_the_past_is_followed_by_the_communes_on_its_land() -> None:
    match = resolved("huyện Pác Nặm", AFTER)
    assert match.unit is not None
    assert match.unit.level is Level.DISTRICT
    assert {unit.level for unit in match.on_day} == {Level.COMMUNE}


def test_names_without_diacritics_are_found_less_surely() -> None:
    match = resolved("Thi tran Trai Cau")
    assert match.unit is not None
    assert (match.unit.code, match.certainty_ratio) == ("05662", 0.9)


def test_a_wrong_kind_is_told() -> None:
    match = resolved("phường Trại Cau")
    assert match.unit is not None
    assert match.certainty_ratio == 0.8
    assert "thị trấn" in str(match.reason)


def test_a_part_of_a_unit_is_told() -> None:
    match = resolved("Xã Thượng Đình (phần còn lại sau khi sáp nhập)")
    assert match.unit is not None
    assert match.unit.code == "05932"
    assert match.notes


@pytest.mark.parametrize("text", ["xã Trại Cảu Lớn", "Trai Kau", "Traị  Ca"])
def test_a_slip_gives_suggestions_and_no_unit(text: str) -> None:
    match = resolved(text)
    assert match.unit is None
    assert match.certainty_ratio == 0


def test_the_nearest_spelling_is_suggested_first() -> None:
    assert resolved("xã Trại Cauu").suggestions[0].name == "Trại Cau"


@pytest.mark.parametrize(
    "text", ["", " ", "()", ",", "xã", "?" * 500, "99999999", "-1"]
)
def test_what_is_no_name_is_no_unit(text: str) -> None:
    assert resolved(text).unit is None


def test_every_unit_is_found_by_its_name_and_the_units_above_on_its_day() -> None:
    for unit in UNITS.existences:
        day = AFTER if unit.valid_to is None else BEFORE
        above = ", ".join(f"{one.kind} {one.name}" for one in UNITS.ancestors(unit))
        match = resolved(f"{unit.kind} {unit.name}", day, above)
        assert (match.unit, match.certainty_ratio) == (unit, 1.0)


def test_homonyms_without_their_parent() -> None:
    """What the guide says of them."""
    communes = [u for u in UNITS.existences if u.level is Level.COMMUNE]
    old = [unit for unit in communes if unit.valid_to]
    new = [unit for unit in communes if not unit.valid_to]
    assert sum(resolved(f"{u.kind} {u.name}").unit is None for u in old) == 50
    assert sum(resolved(u.name, AFTER).unit is None for u in new) == 0


def test_five_thousand_names_take_no_second() -> None:
    texts = [
        f"{unit.kind} {unit.name}{' ' * (turn + 1)}, {UNITS.ancestors(unit)[0].name}"
        for turn in range(8)
        for unit in UNITS.existences
        if unit.level is Level.COMMUNE
    ][:5_000]
    resolved("xã Tân Tiến")
    start = time.process_time()
    for text in texts:
        resolved(text, AFTER)
    assert time.process_time() - start < 1


def test_a_former_unit_is_meant_when_the_text_says_so() -> None:
    for text in ("Xã Điềm Thụy (cũ)", "xã Điềm Thụy cũ, huyện Phú Bình"):
        match = resolved(text, AFTER)
        assert match.unit is not None
        assert match.unit.valid_to == date(2025, 6, 30)
    match = resolved("Xã Điềm Thụy, huyện Phú Bình (cũ)", AFTER)
    assert match.unit is not None


@pytest.mark.parametrize(
    "text",
    [
        "UBND phường Quang Trung, TP Thái Nguyên",
        "05446 - Phường Quang Trung",
        "Phường Quang Trung (05446)",
        "Thái Nguyên, TP. Thái Nguyên, Quang Trung",
        "Phường Quang Trung-TP Thái Nguyên",
    ],
)
def test_names_are_found_among_what_stands_around_them(text: str) -> None:
    assert code_of(text) == "05446"


def test_another_kind_on_another_day_is_another_unit() -> None:
    """The town of Chợ Mới was merged long before the commune of that name."""
    match = resolved("TT Chợ Mới", BEFORE)
    assert match.unit is None
    assert [unit.code for unit in match.suggestions] == ["02086"]
