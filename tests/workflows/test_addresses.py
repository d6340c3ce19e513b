"""Codes of households: counted, checked, looked up both ways, given to a table."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, OutOfRangeError
from hatangso.geography.address_codes.codes import place_code
from hatangso.geography.address_codes.layout import AddressLayout
from hatangso.io.findings import Findings
from hatangso.model.record import Action, Actor, Edit
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.address_allotment import allot_addresses
from hatangso.workflows.address_ground import (
    AddressGround,
    address_ground,
    read_postcodes,
)
from hatangso.workflows.address_lookup import look_up
from hatangso.workflows.addresses import CodeFault, addresses_of
from hatangso.workflows.concerns.sources.addresses import address_concerns
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.import_files import commit_import, preview_import
from hatangso.workflows.register.register_tables import register_view
from small_province import build_small_province

NOW = datetime(2026, 1, 2, tzinfo=UTC)
WEST_HOUSE = (105.03, 21.1)
EAST_HOUSE = (105.112, 21.1)
Keep = Callable[..., None]


@pytest.fixture
def province(tmp_path: Path) -> Path:
    build_small_province(tmp_path)
    return tmp_path


@pytest.fixture
def keep(province: Path) -> Keep:
    """Return what puts households into the register."""

    def kept(*households: dict[str, object]) -> None:
        edits = [
            Edit("household_address", Action.CREATE, values=one) for one in households
        ]
        commit_edits(province, edits, actor=Actor("lan"), at=NOW, reason="thử")

    return kept


def household(
    lon_deg: float, lat_deg: float, commune: str, locality: str = "", **told: object
) -> dict[str, object]:
    return {
        "id": place_code(lon_deg, lat_deg),
        "lon_deg": lon_deg,
        "lat_deg": lat_deg,
        "commune_code": commune,
        "locality": locality,
        **told,
    }


def ground_of(province: Path) -> AddressGround:
    with register_view(province, shipped_kinds()) as view:
        return address_ground(province, view.records)


def postcodes(province: Path, *rows: str) -> None:
    text = "\n".join(["commune_code,postcode", *rows]) + "\n"
    (province / "postcodes.csv").write_text(text, encoding="utf-8")


def test_codes_are_counted_over_households(province: Path, keep: Keep) -> None:
    keep(
        household(*WEST_HOUSE, "00001", "xóm đồng bằng"),
        household(105.031, 21.1, "00001", "L1"),
        household(*EAST_HOUSE, "00002", "Bản Không Ai Biết"),
    )
    summary, _ = addresses_of(province)
    west, east = summary.communes
    assert (west.codes, west.households) == (2, 390)
    assert (east.codes, east.households) == (1, 110)
    assert summary.codes == 3
    assert summary.counted.ratio == 3 / 500
    assert {one.name: one.codes for one in summary.villages}["Xóm Đồng Bằng"] == 2
    assert (summary.unplaced, summary.without_village) == (0, 1)


def test_households_that_nobody_counted_are_unknown_not_zero(province: Path) -> None:
    path = province / "localities.csv"
    text = path.read_text(encoding="utf-8-sig").replace(",120,30,", ",120,,")
    path.write_text(text, encoding="utf-8")
    summary, _ = addresses_of(province)
    west, east = summary.communes
    assert (west.households, west.ratio) == (390, 0)
    assert (east.households, east.ratio) == (None, None)
    assert summary.counted.households == 390


def test_what_is_wrong_with_codes_is_told(province: Path, keep: Keep) -> None:
    postcodes(province, "00001,24001", "00002,24002")
    right = place_code(105.02, 21.12)
    keep(
        household(*WEST_HOUSE, "00001", id="Nhà số 5"),
        household(105.04, 21.1, "00001", id=f"24001-{place_code(105.05, 21.1)}"),
        household(105.01, 21.1, "00002", id=f"24002-{place_code(105.01, 21.1)}"),
        household(105.06, 21.1, "00001", id=f"24002-{place_code(105.06, 21.1)}"),
        household(105.07, 21.1, "00001"),
        household(105.02, 21.12, "00001", id=f"24001-{right}"),
        household(105.02, 21.12, "00001", id=f"24001{right}", postcode="24001"),
    )
    _, problems = addresses_of(province)
    told = [(one.fault, one.record.values["lon_deg"]) for one in problems]
    assert (CodeFault.UNREADABLE, WEST_HOUSE[0]) in told
    assert (CodeFault.MISPLACED, 105.04) in told
    assert (CodeFault.WRONG_COMMUNE, 105.01) in told
    assert (CodeFault.WRONG_POSTCODE, 105.06) in told
    assert (CodeFault.INCOMPLETE, 105.07) in told
    assert len([one for one in told if one[0] is CodeFault.UNREADABLE]) == 2


def test_two_households_with_one_place_code_are_told(
    province: Path, keep: Keep
) -> None:
    place = place_code(*WEST_HOUSE)
    keep(
        household(*WEST_HOUSE, "00001", id=place),
        household(*WEST_HOUSE, "00001", id=f"24001-{place}"),
    )
    _, problems = addresses_of(province)
    assert [one.fault for one in problems].count(CodeFault.SHARED) == 2


def test_a_right_code_has_no_fault(province: Path, keep: Keep) -> None:
    postcodes(province, "00001,24001")
    keep(household(*WEST_HOUSE, "00001", id=f"24001-{place_code(*WEST_HOUSE)}"))
    summary, problems = addresses_of(province)
    assert problems == ()
    assert summary.postcodes == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("00001,2400", "postcode"),
        ("00001,٢٤٠٠١", "postcode"),
        ("99999,24001", "commune_code"),
        ("00001,24001\n00001,24002", "commune_code"),
    ],
)
def test_a_postcode_that_cannot_be_used_is_told_with_its_place(
    province: Path, row: str, column: str
) -> None:
    postcodes(province, row)
    findings = Findings()
    read_postcodes(province, {"00001", "00002"}, findings)
    (one,) = findings
    assert one.place.column == column
    assert one.place.row == 1 + len(row.split("\n"))
    # The rest of the province is told all the same.
    assert addresses_of(province)[0].findings


def test_a_code_leads_to_its_place_and_a_place_to_its_code(province: Path) -> None:
    postcodes(province, "00001,24001")
    ground = ground_of(province)
    code = place_code(*WEST_HOUSE)
    for asked in (
        "21.1, 105.03",
        "105.03 21.1",
        "21,1; 105,03",
        code,
        f"24001-{code}",
        f" 24001 - {code.lower()} ",
    ):
        found = look_up(ground, asked)
        assert found.text == f"24001-{code}"
        assert found.commune
        assert found.commune.code == "00001"
        assert found.near
        assert found.near.village.id == "L1"
        assert found.near.distance_m < 20
        assert found.is_whole
        assert found.cell_m == pytest.approx((13.0, 13.8), abs=0.1)


def test_a_code_with_the_postcode_of_another_commune_is_told(province: Path) -> None:
    postcodes(province, "00001,24001", "00002,24002")
    found = look_up(ground_of(province), f"24002-{place_code(*WEST_HOUSE)}")
    assert any("which is" in one.text for one in found.remarks)
    assert found.remarks[0].values["right"] == "24001"


def test_without_postcodes_a_code_is_told_to_be_incomplete(province: Path) -> None:
    found = look_up(ground_of(province), "21.1, 105.03")
    assert not found.is_whole
    assert found.text == place_code(*WEST_HOUSE)
    assert any("postcodes.csv" in str(one) for one in found.remarks)


def test_a_place_elsewhere_is_told(province: Path) -> None:
    found = look_up(ground_of(province), "7FG49QCJ+2V")
    assert found.commune is None
    assert "outside" in found.remarks[0].text


@pytest.mark.parametrize(
    "asked", ["", "abc", "1", "21.1", "200, 300", "95, 100", "1,2,3", "x" * 5_000]
)
def test_what_is_no_address_is_refused(province: Path, asked: str) -> None:
    with pytest.raises((InvalidInputError, OutOfRangeError)):
        look_up(ground_of(province), asked)


def test_a_province_without_villages_or_communes_still_looks_up() -> None:
    layout = AddressLayout("{place}", 10, 12, "/", is_assumed=False)
    ground = AddressGround((), (), layout)
    found = look_up(ground, "21.1, 105.03")
    assert (found.commune, found.near, found.is_whole) == (None, None, True)


def test_a_table_of_points_gets_codes_that_the_register_takes(
    province: Path, keep: Keep, tmp_path: Path
) -> None:
    postcodes(province, "00001,24001")
    taken = f"24001-{place_code(105.05, 21.1)}"
    keep(household(105.05, 21.1, "00001", id=taken))
    points, out = tmp_path / "nha.csv", tmp_path / "ma.csv"
    points.write_text(
        "house;lon_deg;lat_deg;commune_code\n"
        "=HYPERLINK(1);105.03;21.1;\n"
        "Ông B;105.050001;21.1;00001\n"
        "Bà C;105.112;21.1;00001\n"
        "Bà D;105.112;21.1;\n"
        "Xa;104;20;\n",
        encoding="utf-8",
    )
    done = allot_addresses(province, points, out)
    assert (done.houses, done.whole, done.outside) == (5, 2, 1)
    assert (done.sharing, done.numbered, done.taken) == (2, 2, 1)
    assert {one.place.row for one in done.findings} == {4, 5, 6}
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["id"] == f"24001-{place_code(*WEST_HOUSE)}"
    assert rows[0]["house"] == "'=HYPERLINK(1)"
    assert rows[1]["id"] == f"24001-{place_code(105.050001, 21.1, 11)}"
    assert [row["commune_code"] for row in rows] == ["00001"] * 2 + ["00002"] * 2 + [""]
    assert len({row["id"] for row in rows} | {taken}) == 6
    preview = preview_import(
        province, out, actor=Actor("lan"), today=NOW.date(), kind="household_address"
    )
    # The house outside of the province is none of its records.
    commit_import(
        province,
        preview,
        actor=Actor("lan"),
        at=NOW,
        reason="cấp mã",
        skips_errors=True,
    )
    summary, problems = addresses_of(province)
    assert summary.codes == 5
    assert {one.fault for one in problems} <= {CodeFault.INCOMPLETE}


def test_a_bad_table_of_points_is_refused_whole(province: Path, tmp_path: Path) -> None:
    points, out = tmp_path / "nha.csv", tmp_path / "ma.csv"
    for text in ("", "lon_deg,lat_deg\n105,21\nx,91\n", "a,b\n1,2\n"):
        points.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInputError):
            allot_addresses(province, points, out)
    assert not out.exists()


def test_the_province_lays_its_layout_over_the_shipped_one(province: Path) -> None:
    (province / "parameters.toml").write_text(
        "[address_codes.layout]\nvalue = '{place} {postcode}'\n", encoding="utf-8"
    )
    postcodes(province, "00001,24001")
    found = look_up(ground_of(province), "21.1, 105.03")
    assert found.text == f"{place_code(*WEST_HOUSE)} 24001"
    (province / "parameters.toml").write_text(
        "[address_codes.layout]\nvalue = '{house}'\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInputError, match="layout"):
        ground_of(province)


def test_communes_without_codes_are_concerns_once_some_have_any(
    province: Path, keep: Keep
) -> None:
    (none,) = address_concerns(addresses_of(province)[0])
    assert none.sort == "no_address_codes"
    keep(household(*WEST_HOUSE, "00001"))
    (east,) = address_concerns(addresses_of(province)[0])
    assert (east.name, east.address) == ("Xã Đông", "/he-thong/dia-chi?xa=00002")
    keep(*(household(105.112 + n / 1_000, 21.1, "00002") for n in range(111)))
    (many,) = address_concerns(addresses_of(province)[0])
    assert (many.sort, many.key) == ("more_codes_than_households", "00002")
