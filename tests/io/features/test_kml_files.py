from pathlib import Path

import pytest
import shapely

from feature_samples import zipped
from hatangso.errors import InvalidInputError
from hatangso.io.features.feature_files import read_features
from hatangso.io.features.feature_limits import FeatureLimits
from hatangso.io.features.kml_files import read_kml
from hatangso.model.raw_table import RawTable

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACE = 'xmlns="http://www.opengis.net/kml/2.2"'


def _placemark(coordinates: str, said: str = "", name: str = "Trạm 1") -> str:
    return (
        f"<Placemark><name>{name}</name>{said}"
        f"<Point><coordinates>{coordinates}</coordinates></Point></Placemark>"
    )


def _read(body: str) -> list[RawTable]:
    text = f"{HEAD}<kml {SPACE}><Document><name>Tệp</name>{body}</Document></kml>"
    return read_kml(text.encode(), "a.kml", FeatureLimits())


def test_folders_are_sheets_and_extended_data_are_columns() -> None:
    data = (
        '<ExtendedData><Data name="Mã"><value>0012</value></Data>'
        '<SchemaData><SimpleData name="Cao">42</SimpleData></SchemaData></ExtendedData>'
    )
    body = (
        "<Folder><name>Thái Nguyên</name><Folder><name>4G</name>"
        f"{_placemark('105.8,21.5,0', data)}</Folder></Folder>"
        f"{_placemark('105.9,21.6')}"
    )
    nested, top = _read(body)
    assert (nested.sheet, top.sheet) == ("Thái Nguyên / 4G", "")
    assert [column.title for column in nested.columns] == ["name", "Mã", "Cao"]
    assert nested.rows[0].cells == ("Trạm 1", "0012", "42")
    assert nested.crs == "EPSG:4326"
    assert shapely.from_wkb(nested.rows[0].geometry) == shapely.Point(105.8, 21.5)
    assert [row.number for row in (*nested.rows, *top.rows)] == [1, 2]


def test_a_balloon_that_is_a_table_is_taken_apart() -> None:
    table = (
        "<description><![CDATA[<table><tr><td>Mã</td><td>TN&amp;1</td></tr>"
        "<tr><td>Cao</td><td>42</td></tr></table>]]></description>"
    )
    (layer,) = _read(_placemark("105.8,21.5", table))
    assert layer.rows[0].cells == ("Trạm 1", "TN&1", "42")


def test_blanks_behind_commas_are_forgiven() -> None:
    (layer,) = _read(_placemark(" 105.8, 21.5, 0 "))
    shape = shapely.from_wkb(layer.rows[0].geometry)
    assert (shape.x, shape.y) == (105.8, 21.5)


@pytest.mark.parametrize("text", ["105,8 21,5 0 x", "105.8", "", "105°50'E 21°30'N"])
def test_coordinates_that_are_something_else_are_told(text: str) -> None:
    (layer,) = _read(_placemark(text))
    assert layer.rows[0].geometry is None
    assert layer.findings[0].place.row == 1


def test_areas_have_holes() -> None:
    def ring(size: float) -> str:
        text = f"{-size},{-size} {size},{-size} {size},{size} {-size},{size} "
        return (
            f"<LinearRing><coordinates>{text}{-size},{-size}</coordinates></LinearRing>"
        )

    body = (
        f"<Placemark><Polygon><outerBoundaryIs>{ring(2)}</outerBoundaryIs>"
        f"<innerBoundaryIs>{ring(1)}</innerBoundaryIs></Polygon></Placemark>"
    )
    (layer,) = _read(body)
    assert shapely.from_wkb(layer.rows[0].geometry).area == pytest.approx(12)


def test_a_link_to_another_file_is_told() -> None:
    body = f"<NetworkLink><name>Khác</name></NetworkLink>{_placemark('105.8,21.5')}"
    (layer,) = _read(body)
    assert 'link "Khác"' in str(layer.findings[0].problem)


def test_entities_that_could_grow_are_refused() -> None:
    text = '<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml>&a;</kml>'
    with pytest.raises(InvalidInputError, match=r"a\.kml is not whole KML"):
        read_kml(text.encode(), "a.kml", FeatureLimits())


@pytest.mark.parametrize("text", ["", "<kml>", "<gpx/>", "<kml>" + "<Folder>" * 300])
def test_what_is_no_kml_is_refused(text: str) -> None:
    end = "</Folder>" * 300 + "</kml>" if "<Folder>" in text else ""
    with pytest.raises(InvalidInputError, match=r"a\.kml"):
        read_kml((text + end).encode(), "a.kml", FeatureLimits())


def test_a_kmz_gives_the_document_that_viewers_show(tmp_path: Path) -> None:
    text = f"<kml {SPACE}>{_placemark('105.8,21.5')}</kml>"
    other = text.replace("Trạm 1", "Khác")
    path = zipped(
        tmp_path / "a.kmz",
        {"files/a.kml": other.encode(), "doc.kml": text.encode(), "icon.png": b"x"},
    )
    (layer,) = read_features(path)
    assert layer.rows[0].cells == ("Trạm 1",)


def test_a_kmz_without_document_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.kmz", {"icon.png": b"x"})
    with pytest.raises(InvalidInputError, match="no KML document"):
        read_features(path)
