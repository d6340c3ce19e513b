from pathlib import Path

import numpy as np
import pytest

from hatangso.errors import InvalidInputError
from hatangso.io.province_directory import terrain_files
from hatangso.io.terrain_import import add_terrain, describe_raster

AROUND = (105.2, 21.2, 105.8, 21.8)


def _tile(folder: Path, *, voids: int = 0, name: str = "N21E105.hgt") -> Path:
    cells = np.full((1201, 1201), 300, dtype=">i2")
    cells[0, 0] = 1250
    cells.reshape(-1)[1 : 1 + voids] = -32768
    path = folder / name
    path.write_bytes(cells.tobytes())
    return path


def test_a_tile_is_described(tmp_path: Path) -> None:
    found = describe_raster(_tile(tmp_path))
    assert (found.rows, found.cols) == (1201, 1201)
    assert (found.lowest_m, found.highest_m, found.void_ratio) == (300, 1250, 0)
    assert found.extent_deg == pytest.approx((105, 21, 106, 22), abs=0.001)
    assert found.cell_m == pytest.approx((86.4, 92.3), abs=0.3)
    assert found.findings == ()


def test_a_tile_full_of_holes_is_taken_only_when_asked(tmp_path: Path) -> None:
    tile = _tile(tmp_path, voids=100_000)
    with pytest.raises(InvalidInputError, match="doubtful") as caught:
        add_terrain(tile, tmp_path / "p", province_deg=AROUND)
    assert "6.9 %" in str(caught.value.findings[0].problem)
    add_terrain(tile, tmp_path / "p", province_deg=AROUND, takes_doubtful=True)
    assert len(terrain_files(tmp_path / "p")) == 1


def test_a_tile_is_copied_once(tmp_path: Path) -> None:
    tile = _tile(tmp_path)
    for _ in range(2):
        add_terrain(tile, tmp_path / "p", province_deg=AROUND)
    (copy,) = terrain_files(tmp_path / "p")
    assert copy.read_bytes() == tile.read_bytes()


def test_another_tile_of_the_same_name_is_refused(tmp_path: Path) -> None:
    add_terrain(_tile(tmp_path), tmp_path / "p", province_deg=AROUND)
    with pytest.raises(InvalidInputError, match="already there"):
        add_terrain(_tile(tmp_path, voids=5), tmp_path / "p", province_deg=AROUND)


def test_a_tile_elsewhere_is_refused(tmp_path: Path) -> None:
    tile = _tile(tmp_path, name="N10E106.hgt")
    with pytest.raises(InvalidInputError, match="does not reach the province"):
        add_terrain(tile, tmp_path / "p", province_deg=AROUND)
    assert terrain_files(tmp_path / "p") == []


def test_other_files_are_no_terrain(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no elevation file"):
        describe_raster(tmp_path / "a.png")
