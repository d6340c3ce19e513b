from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import DuplicateRule, Field, FieldType, RecordKind
from hatangso.registry.duplicates import duplicates_of, merged_values
from hatangso.registry.freshness import completeness_ratio, is_stale, state_of

FIELDS = tuple(
    Field(name, kind, name, name)
    for name, kind in (
        ("id", FieldType.TEXT),
        ("name", FieldType.TEXT),
        ("owner", FieldType.TEXT),
        ("commune_code", FieldType.UNIT),
        ("lon_deg", FieldType.NUMBER),
        ("lat_deg", FieldType.NUMBER),
    )
)
SITE = RecordKind(
    code="site",
    name_vi="Vị trí trạm",
    name_en="Site",
    component="telecom",
    fields=FIELDS,
    key=("id",),
    fresh_days=200,
    duplicates=DuplicateRule(near_m=50, alike=("name",)),
)
VILLAGE = RecordKind(
    code="locality",
    name_vi="Thôn",
    name_en="Village",
    component="territory",
    fields=FIELDS,
    key=("id",),
    duplicates=DuplicateRule(alike=("name",), same=("commune_code",)),
)
METRE_DEG = 1 / 111_195


def record(number: int, **values: FieldValue) -> Record:
    known = {field.name: values.get(field.name) for field in FIELDS}
    return Record("site", number, 1, known)


def mast(number: int, name: str, north_m: float = 0.0) -> Record:
    return record(
        number,
        id=f"T{number}",
        name=name,
        lon_deg=105.83,
        lat_deg=21.59 + north_m * METRE_DEG,
    )


def test_a_mast_in_two_lists_thirty_metres_apart_is_found() -> None:
    masts = [
        mast(1, "Trạm Phú Xá"),
        mast(2, "BTS Phú Xá", 30),
        mast(3, "Tân Long", 5000),
    ]
    (found,) = duplicates_of(SITE, masts)
    assert (found.one.id, found.other.id) == (1, 2)
    assert found.distance_m == pytest.approx(30, abs=0.2)
    assert found.certainty_ratio == 0.95


def test_two_names_at_one_place_are_less_sure_than_one_name() -> None:
    near = duplicates_of(SITE, [mast(1, "Phú Xá"), mast(2, "TNN0231", 30)])
    alike = duplicates_of(SITE, [mast(1, "Phú Xá"), mast(2, "Phú Xá", 300)])
    assert [item.certainty_ratio for item in (*near, *alike)] == [0.6, 0.7]


@pytest.mark.parametrize(
    ("name", "north_m"), [("Phú Xá 2", 300), ("Phú Xá 1", 3000), ("Tân Long", 60)]
)
def test_another_number_or_another_place_is_another_mast(
    name: str, north_m: float
) -> None:
    assert duplicates_of(SITE, [mast(1, "Phú Xá 1"), mast(2, name, north_m)]) == []


def village(number: int, name: str, commune: str | None) -> Record:
    return record(number, id=f"V{number}", name=name, commune_code=commune)


def test_a_village_typed_in_two_spellings_is_found_within_its_commune() -> None:
    villages = [
        village(1, "Xóm Hòa Bình", "05443"),
        village(2, "Hoà Bình", "05443"),
        village(3, "Xóm Hòa Bình", "05446"),
        village(4, "Tổ 01", "05443"),
        village(5, "Tổ dân phố 1", "05443"),
        village(6, "Tổ 10", "05443"),
    ]
    found = {(item.one.id, item.other.id) for item in duplicates_of(VILLAGE, villages)}
    assert found == {(1, 2), (4, 5)}


def test_things_without_a_name_are_not_alike() -> None:
    nameless = "Điểm tham quan chưa rõ tên (Xã Đại Phúc)"
    assert duplicates_of(SITE, [mast(1, nameless), mast(2, nameless, 60)]) == []


@given(st.permutations(range(6)))
def test_the_order_of_the_records_does_not_matter(order: list[int]) -> None:
    masts = [mast(n, f"Trạm {n // 2}", 20 * n) for n in range(6)]
    expected = duplicates_of(SITE, masts)
    assert expected
    assert duplicates_of(SITE, [masts[n] for n in order]) == expected


def test_the_winner_learns_what_it_did_not_know_and_keeps_what_it_knew() -> None:
    winner = record(1, id="T1", name="Phú Xá", owner=None)
    loser = record(2, id="T2", name="TNN0231", owner="VNPT")
    assert merged_values(winner, loser) == ({"owner": "VNPT"}, ("id", "name"))


def test_a_kind_without_a_rule_has_no_duplicates() -> None:
    plain = RecordKind("x", "x", "x", "telecom", FIELDS, ("id",))
    assert duplicates_of(plain, [mast(1, "A"), mast(2, "A")]) == []


def test_completeness_counts_the_fields_that_are_known() -> None:
    assert completeness_ratio(SITE, record(1, id="T1", name="A", owner="VNPT")) == 0.5


@pytest.mark.parametrize(
    ("confirmed", "stale"),
    [(date(2026, 1, 1), True), (date(2026, 10, 1), False), (None, False)],
)
def test_a_record_is_stale_when_nobody_confirmed_it_in_time(
    confirmed: date | None, *, stale: bool
) -> None:
    item = Record("site", 1, 1, {}, confirmed)
    assert is_stale(SITE, item, today=date(2026, 11, 22)) is stale
    assert not is_stale(VILLAGE, item, today=date(2026, 11, 22))


def test_the_state_of_a_kind_tells_what_is_missing() -> None:
    items = [
        Record("site", 1, 1, record(1, id="T1", name="A").values, date(2026, 1, 1)),
        Record("site", 2, 1, record(2, id="T2").values),
    ]
    state = state_of(SITE, items, today=date(2026, 11, 22))
    assert (state.records, state.stale, state.never_confirmed) == (2, 1, 1)
    assert state.complete_ratio == pytest.approx(0.25)
    assert state.unknown_fields["name"] == 1
    assert "id" not in state.unknown_fields
    assert state_of(SITE, [], today=date(2026, 11, 22)).complete_ratio is None
