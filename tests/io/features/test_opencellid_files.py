import gzip
from datetime import date
from pathlib import Path

import pytest
import shapely

from hatangso.errors import InvalidInputError
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.features.opencellid_files import CELL_COLUMNS, is_cell_list, read_cells

HEADER = ",".join(CELL_COLUMNS)
VIETTEL = "LTE,452,4,24101,23456789,0,105.8348,22.147,1000,12,1,1459692342,1488347104,0"
VNPT = "GSM,452,2,24101,1234,,105.84,22.15,1000,12,1,1459692342,1488347104,-71"
THAI = "LTE,520,1,1,1,0,100.5,13.7,1000,12,1,1459692342,1488347104,0"


def _file(folder: Path, *lines: str, name: str = "452.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("lines", [(HEADER, VIETTEL, VNPT), (VIETTEL, VNPT)])
def test_cells_are_read_with_and_without_header(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    path = _file(tmp_path, *lines)
    assert is_cell_list(path)
    layer = read_cells(path)
    first, second = layer.rows
    assert first.cells == (
        "LTE", 452, 4, 24101, "452-04-24101-23456789", 0, 105.8348, 22.147, 1000, 12, 1,
        date(2016, 4, 3), date(2017, 3, 1), None, "Viettel", "crowd", "mean",
    )  # fmt: skip
    assert (second.cells[5], second.cells[13:15]) == (None, (-71, "VNPT"))
    assert shapely.from_wkb(first.geometry) == shapely.Point(105.8348, 22.147)
    assert layer.crs == "EPSG:4326"
    assert layer.findings == ()


def test_cells_of_other_countries_are_counted_and_left_out(tmp_path: Path) -> None:
    layer = read_cells(_file(tmp_path, HEADER, THAI, VIETTEL, THAI))
    assert len(layer.rows) == 1
    assert str(layer.notes[1]).startswith("2 cells of other countries")


def test_a_packed_list_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "452.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{VIETTEL}\n".encode(), mtime=0))
    assert is_cell_list(path)
    assert len(read_cells(path).rows) == 1


def test_a_broken_packed_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "452.csv.gz"
    packed = gzip.compress("\n".join([HEADER, *[VIETTEL] * 9999]).encode(), mtime=0)
    path.write_bytes(packed[:-50])
    with pytest.raises(InvalidInputError, match=r"452\.csv\.gz"):
        read_cells(path)


def test_values_that_cannot_be_are_told_with_their_line(tmp_path: Path) -> None:
    swapped = VIETTEL.replace("105.8348,22.147", "22.147,105.8348")
    layer = read_cells(_file(tmp_path, HEADER, swapped, "LTE,452,4"))
    places = [(f.place.row, f.place.column) for f in layer.findings]
    assert places == [(2, "lat"), (3, None)]
    assert layer.rows[0].geometry is None


def test_an_unknown_network_is_told_once(tmp_path: Path) -> None:
    cell = VIETTEL.replace("452,4,", "452,77,")
    (finding,) = read_cells(_file(tmp_path, HEADER, cell, cell)).findings
    assert "network 452-77" in str(finding.problem)


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, HEADER, VIETTEL, VIETTEL)
    with pytest.raises(InvalidInputError, match="more than 1 cells"):
        read_cells(path, limits=FeatureLimits(features=1))


@pytest.mark.parametrize("line", ["STT;Tên trạm", "", "LTE," * 500_000])
def test_other_tables_are_no_lists_of_cells(tmp_path: Path, line: str) -> None:
    path = _file(tmp_path, line, name="a.csv")
    assert not is_cell_list(path)
    with pytest.raises(InvalidInputError, match="no list of cells"):
        read_cells(path)
