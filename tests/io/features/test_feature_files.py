from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
import shapely
from shapely import LineString, Point, Polygon

from feature_samples import write_layer, write_shapefile, zipped, zipped_shapefile
from hatangso.errors import InvalidInputError, Severity
from hatangso.io.features.feature_files import read_features
from hatangso.io.features.feature_limits import FeatureLimits

PLACES = [Point(431191.6, 2450092.6), Point(433000, 2451000)]
# The last byte of à in UTF-8 is a blank that does not break elsewhere.
NAMES = ["Trạm Nam Hoà", "Trạm Chợ Đồn"]


def _shapefile(folder: Path, **options: object) -> Path:
    path = folder / "tram.shp"
    columns = {"ten": np.array(NAMES, dtype=object), "cao": np.array([42.5, 36.0])}
    write_shapefile(path, PLACES, columns, **options)
    return path


def _legacy(folder: Path, texts: list[bytes]) -> Path:
    """Write a shapefile whose texts are bytes that no file says how to read."""
    path = folder / "tram.shp"
    names = np.array([text.decode("latin-1") for text in texts], dtype=object)
    write_shapefile(path, PLACES[: len(texts)], {"ten": names}, encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    return zipped_shapefile(folder / "tram.zip", path)


def _cells(path: Path) -> list[tuple[object, ...]]:
    (table,) = read_features(path)
    return [row.cells for row in table.rows]


def test_a_zipped_shapefile_is_read_with_its_own_coordinates(tmp_path: Path) -> None:
    shapefile = _shapefile(tmp_path)
    archive = zipped_shapefile(tmp_path / "a.zip", shapefile, folder="Bàn giao/2024/")
    (table,) = read_features(archive)
    assert (table.file, table.sheet, table.crs) == ("a.zip", "tram", "EPSG:9213")
    assert [column.title for column in table.columns] == ["ten", "cao"]
    assert [row.cells for row in table.rows] == [(NAMES[0], 42.5), (NAMES[1], 36.0)]
    assert [row.number for row in table.rows] == [1, 2]
    assert shapely.from_wkb(table.rows[0].geometry) == PLACES[0]


def test_a_shapefile_beside_its_parts_is_read_as_its_archive(tmp_path: Path) -> None:
    shapefile = _shapefile(tmp_path)
    archive = zipped_shapefile(tmp_path / "a.zip", shapefile)
    (loose,), (packed,) = read_features(shapefile), read_features(archive)
    assert loose.rows == packed.rows


def test_a_shapefile_without_prj_says_nothing_of_its_coordinates(
    tmp_path: Path,
) -> None:
    archive = zipped_shapefile(
        tmp_path / "a.zip", _shapefile(tmp_path), without=[".prj"]
    )
    (layer,) = read_features(archive)
    assert layer.crs == ""
    assert "tram.prj is missing" in str(layer.notes[0])


def test_a_missing_index_is_made_again(tmp_path: Path) -> None:
    archive = zipped_shapefile(
        tmp_path / "a.zip", _shapefile(tmp_path), without=[".shx"]
    )
    (layer,) = read_features(archive)
    assert [row.cells[0] for row in layer.rows] == NAMES
    assert "tram.shx is missing" in str(layer.notes[0])


def test_a_shapefile_without_dbf_is_refused_with_what_to_send(tmp_path: Path) -> None:
    archive = zipped_shapefile(
        tmp_path / "a.zip", _shapefile(tmp_path), without=[".dbf"]
    )
    with pytest.raises(InvalidInputError, match=r"a\.zip: tram\.shp has no tram\.dbf"):
        read_features(archive)


@pytest.mark.parametrize("without", [[], [".cpg"]])
def test_texts_in_utf8_need_no_cpg(tmp_path: Path, without: list[str]) -> None:
    archive = zipped_shapefile(
        tmp_path / "a.zip", _shapefile(tmp_path), without=without
    )
    assert [cells[0] for cells in _cells(archive)] == NAMES


def test_texts_in_windows_1258_are_composed(tmp_path: Path) -> None:
    # Tone marks stand behind their vowels: ô + grave, y + hook, a + tilde.
    texts = [b"Xa\xde \xd0\xf4\xccng Hy\xd2", b"Huy\xea\xf2n Na Ri\xcc"]
    assert _cells(_legacy(tmp_path, texts)) == [("Xã Đồng Hỷ",), ("Huyện Na Rì",)]


def test_texts_in_tcvn3_are_recognised(tmp_path: Path) -> None:
    texts = [b"X\xb7 \xa7\xe5ng H\xfb", b"Huy\xd6n Ch\xee \xa7\xe5n"]
    (table,) = read_features(_legacy(tmp_path, texts))
    assert table.encoding == "tcvn3"
    assert [row.cells[0] for row in table.rows] == ["Xã Đồng Hỷ", "Huyện Chợ Đồn"]


def test_one_column_in_tcvn3_is_recognised_beside_unicode(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    columns = {
        "tên": np.array(["Xã Võ Nhai ở Thái Nguyên", "Chợ Đồn"], dtype=object),
        "huyện": np.array(["Huyện Đồng Hỷ và Phú Lương", "Bạch Thông"], dtype=object),
        "xã": np.array(["§ång Hû, HuyÖn Vâ Nhai", "Chî §ån"], dtype=object),
    }
    write_layer(path, PLACES, columns, driver="GPKG")
    (table,) = read_features(path)
    assert table.rows[0].cells == (
        "Xã Võ Nhai ở Thái Nguyên",
        "Huyện Đồng Hỷ và Phú Lương",
        "Đồng Hỷ, Huyện Võ Nhai",
    )
    assert "xã was in tcvn3" in str(table.notes[0])


def test_a_text_cut_within_a_character_is_told(tmp_path: Path) -> None:
    texts = ["Trạm Đồng Hỷ".encode()[:-1], "Trạm Chợ Đồn".encode()]
    (layer,) = read_features(_legacy(tmp_path, texts))
    assert layer.rows[0].cells == ("Trạm Đồng H",)
    (finding,) = layer.findings
    assert "cut at the width" in str(finding.problem)
    assert (finding.place.row, finding.place.column) == (1, "ten")


def test_several_layers_of_one_archive_are_told_apart(tmp_path: Path) -> None:
    shapefile = _shapefile(tmp_path)
    parts = {
        f"{folder}/tram{part}": shapefile.with_suffix(part)
        for folder in ("2023", "2024")
        for part in (".shp", ".dbf", ".prj")
    }
    sheets = [table.sheet for table in read_features(zipped(tmp_path / "a.zip", parts))]
    assert sheets == ["tram", "tram (2)"]


def test_a_geopackage_gives_each_layer_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    for name in ("Trạm BTS", "Cáp"):
        write_layer(
            path, PLACES, {"ten": np.array(NAMES, dtype=object), "số": [1, 2]},
            driver="GPKG", layer=name, append=path.exists(),
        )  # fmt: skip
    tables = read_features(path)
    assert [table.sheet for table in tables] == ["Trạm BTS", "Cáp"]
    assert [row.cells for row in tables[0].rows] == [(NAMES[0], 1), (NAMES[1], 2)]


def test_whole_numbers_stay_whole_beside_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    numbers = np.ma.masked_array([7, 0], mask=[False, True])
    write_layer(path, PLACES, {"so": numbers.filled(0)}, driver="GPKG")
    (table,) = read_features(path)
    assert [type(row.cells[0]) for row in table.rows] == [int, int]


def test_mapinfo_files_are_read_with_what_lies_beside(tmp_path: Path) -> None:
    path = tmp_path / "tram.mif"
    write_layer(
        path, PLACES, {"ten": np.array(["A", "B"], dtype=object)},
        driver="MapInfo File", encoding="ISO-8859-1", crs=None,
    )  # fmt: skip
    (table,) = read_features(path)
    assert [(row.number, *row.cells) for row in table.rows] == [(1, "A"), (2, "B")]


BOW_TIE = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def test_an_outline_that_crosses_itself_is_mended_and_told(tmp_path: Path) -> None:
    path = tmp_path / "vung.shp"
    write_shapefile(path, [BOW_TIE], {"ten": np.array(["Vùng A"], dtype=object)})
    (layer,) = read_features(path)
    shape = shapely.from_wkb(layer.rows[0].geometry)
    assert shape.is_valid
    assert shape.area == pytest.approx(50)
    (finding,) = layer.findings
    assert finding.severity is Severity.WARNING
    assert (finding.place.file, finding.place.row) == ("vung.shp", 1)
    assert "crosses itself" in str(finding.problem)


def test_features_without_shape_keep_their_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_layer(path, [PLACES[0], None], {"so": [1, 2]}, driver="GPKG")
    (layer,) = read_features(path)
    assert [row.geometry is None for row in layer.rows] == [False, True]
    assert layer.rows[1].cells == (2,)
    assert "no shape" in str(layer.findings[0].problem)


def test_heights_and_repeated_points_are_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    line = LineString([(0, 0, 5), (1, 1, 5), (1, 1, 5), (2, 0, 5)])
    write_layer(path, [line], {"so": [1]}, driver="GPKG", geometry_type="LineString Z")
    (layer,) = read_features(path)
    shape = shapely.from_wkb(layer.rows[0].geometry)
    assert list(shape.coords) == [(0, 0), (1, 1), (2, 0)]
    assert len(layer.notes) == 2


def test_a_line_without_length_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_layer(path, [LineString([(1, 1), (1, 1)])], {"so": [1]}, driver="GPKG")
    (layer,) = read_features(path)
    assert layer.rows[0].geometry is None
    assert layer.findings[0].severity is Severity.ERROR


def test_points_and_areas_in_one_layer_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write_layer(path, [Point(0, 0), BOW_TIE.convex_hull], {"so": [1, 2]}, driver="GPKG")
    (layer,) = read_features(path)
    assert "1 points, 0 lines, 1 areas" in str(layer.findings[0].problem)


@pytest.mark.parametrize("name", ["../tram.shp", "/etc/tram.shp", "C:\\tram.shp"])
def test_an_archive_that_names_files_outside_itself_is_refused(
    tmp_path: Path, name: str
) -> None:
    archive = zipped(tmp_path / "a.zip", {name: b"x"})
    with pytest.raises(InvalidInputError, match="outside itself"):
        read_features(archive)


def test_an_archive_that_grows_without_bounds_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.shp": bytes(20_000_000)})
    with pytest.raises(InvalidInputError, match="20 MB unpacked"):
        read_features(archive)


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"a.kml": b"<kml>" + bytes(1000)})
    with ZipFile(archive) as opened:
        start = opened.start_dir
    content = bytearray(archive.read_bytes())
    content[start + 24 : start + 28] = (10).to_bytes(4, "little")
    archive.write_bytes(bytes(content))
    with pytest.raises(InvalidInputError):
        read_features(archive)


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    archive = zipped_shapefile(tmp_path / "a.zip", _shapefile(tmp_path))
    with ZipFile(archive) as opened:
        start = opened.start_dir
    content = bytearray(archive.read_bytes())
    content[start + 8] |= 1
    archive.write_bytes(bytes(content))
    with pytest.raises(InvalidInputError, match="locked with a password"):
        read_features(archive)


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    archive = zipped_shapefile(tmp_path / "a.zip", _shapefile(tmp_path))
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(InvalidInputError, match=r"a\.zip is not a whole zip archive"):
        read_features(archive)


def test_an_archive_without_layers_names_what_it_holds(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "a.zip", {"Báo cáo.docx": b"x"})
    with pytest.raises(InvalidInputError, match=r"no layer.*Báo cáo\.docx"):
        read_features(archive)


def test_more_features_than_allowed_are_refused_before_they_are_read(
    tmp_path: Path,
) -> None:
    path = _shapefile(tmp_path)
    with pytest.raises(InvalidInputError, match="holds 2 features, more than 1"):
        read_features(path, FeatureLimits(features=1))


def test_a_damaged_geopackage_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    with pytest.raises(InvalidInputError, match=r"a\.gpkg cannot be read"):
        read_features(path)


def test_other_files_are_refused_with_the_formats_that_can_be_sent(
    tmp_path: Path,
) -> None:
    with pytest.raises(InvalidInputError, match=r"\.gpkg"):
        read_features(tmp_path / "a.dwg")
