"""A check tells what is wrong with layers and tables of records, all at once."""

from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.workflows.record_table_check import check_province
from small_province import edit_csv

ORIGIN = '\n[layers.hosts]\nreality = "real"\nsource = "test"\n'


@pytest.fixture
def hosts(province_directory: Path) -> Path:
    with (province_directory / "province.toml").open("a", encoding="utf-8") as stream:
        stream.write(ORIGIN)
    table = province_directory / "hosts.csv"
    table.write_text("id,cores\nmay-1,32\nmay-2,rất nhiều\nmay-1,16\n", "utf-8")
    return table


def test_rows_that_the_register_could_not_take_in_are_told(
    hosts: Path,
) -> None:
    with pytest.raises(InvalidInputError) as told:
        check_province(hosts.parent)
    places = [
        (one.place.file, one.place.row, one.place.column) for one in told.value.findings
    ]
    assert ("hosts.csv", 3, "cores") in places
    assert ("hosts.csv", 4, None) in places


def test_errors_of_both_are_told_together(hosts: Path) -> None:
    edit_csv(hosts.parent / "sites.csv", 2, "structure_height_m", "cao")
    with pytest.raises(InvalidInputError) as told:
        check_province(hosts.parent)
    files = {one.place.file for one in told.value.findings}
    assert {"hosts.csv", "sites.csv"} <= files


def test_a_sound_table_is_no_trouble(hosts: Path) -> None:
    hosts.write_text("id,cores\nmay-1,32\n", encoding="utf-8")
    assert check_province(hosts.parent).province.sites


def test_values_that_the_register_refuses_are_told_before_it_is_asked(
    hosts: Path,
) -> None:
    hosts.write_text("id,cores\nmay-1,32\nmay-2,1000000000\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as told:
        check_province(hosts.parent)
    (one,) = [f for f in told.value.findings if f.place.file == "hosts.csv"]
    assert (one.place.row, one.place.column) == (3, "cores")


def test_references_to_nothing_are_told(hosts: Path) -> None:
    hosts.write_text("id,data_centre_id\nmay-1,khong-co\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as told:
        check_province(hosts.parent)
    (one,) = [f for f in told.value.findings if f.place.file == "hosts.csv"]
    assert (one.place.row, one.place.column) == (2, "data_centre_id")
    assert one.value == "khong-co"


def test_a_description_that_cannot_be_read_is_told_by_itself(hosts: Path) -> None:
    hosts.write_text("id,cores\nmay-1,32\n", encoding="utf-8")
    (hosts.parent / "province.toml").write_text("[[[", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"province\.toml|problems"):
        check_province(hosts.parent)
