from datetime import date
from pathlib import Path

import pytest

from hatangso.io.features.speed_test_files import tile_centre, with_speed_tests
from hatangso.io.sheets.workbooks import read_tables
from hatangso.model.file_reading import ImportPreview
from hatangso.model.raw_table import CellValue, RawTable
from hatangso.model.record import Actor
from hatangso.workflows.register.import_files import preview_import

OOKLA = """quadkey,tile,avg_d_kbps,avg_u_kbps,avg_lat_ms,tests,devices
{quadkey},"POLYGON((105.1 21.1, 105.2 21.1, 105.2 21.2, 105.1 21.1))",\
45210,12034,31,12,7
"""
# A tile of zoom 16 near 105,12° E and 21,11° N.
TILE = "1322101031200022"
M_LAB = """date,a.TestTime,a.MeanThroughputMbps,a.MinRTT,client.Geo.Latitude,\
client.Geo.Longitude,client.Geo.City,client.Network.ASNumber,client.Network.ASName,\
server.Geo.Latitude,server.Geo.Longitude
2025-03-14,2025-03-14 03:10:00 UTC,54.25,22.4,21.09,105.14,A,45899,VNPT Corp,1.3,103.8
2025-03-15,2025-03-15 03:10:00 UTC,24.25,32.4,21.10,105.15,A,64512,Net,1.3,103.8
"""
I_SPEED = """Kết quả đo i-Speed mạng {network} (VNNIC)
Tháng;Tỉnh/Thành phố;Nhà mạng;Tải xuống (Mb/s);Tải lên (Mb/s);Độ trễ (ms);Số mẫu
{month};Thái Nguyên;Viettel;52,31;21,2;33;1250
{month};Thái Nguyên;VNPT;44,9;18,7;35;980
"""


def seen(directory: Path, name: str, text: str) -> ImportPreview:
    path = directory.parent / name
    path.write_text(text, encoding="utf-8")
    return preview_import(directory, path, actor=Actor("lan"), today=date(2026, 3, 20))


def rows(preview: ImportPreview) -> list[dict[str, object]]:
    (reading,) = preview.readings
    assert reading.kind == "measurement"
    return [dict(row.values) for row in reading.rows]


@pytest.mark.parametrize(
    ("quadkey", "centre"),
    [("0", (-90.0, 66.51326)), ("3", (90.0, -66.51326)), ("213", (-22.5, -55.77657))],
)
def test_a_quadkey_names_the_centre_of_its_tile(
    quadkey: str, centre: tuple[float, float]
) -> None:
    # Quadkey 213 is tile (3, 5) of level 3 in the description of the tile system.
    assert tile_centre(quadkey) == pytest.approx(centre, abs=1e-5)


@pytest.mark.parametrize("quadkey", ["4", "124", "0" * 24, "-1", "1.0"])
def test_other_digits_are_no_quadkey(quadkey: str) -> None:
    with pytest.raises(ValueError, match=quadkey):
        tile_centre(quadkey)


def test_a_tile_of_ookla_is_a_mean_of_a_quarter(province_directory: Path) -> None:
    name = "2024-07-01_performance_mobile_tiles.csv"
    preview = seen(province_directory, name, OOKLA.format(quadkey=TILE))
    (row,) = rows(preview)
    lon_deg, lat_deg = row.pop("lon_deg"), row.pop("lat_deg")
    assert (lon_deg, lat_deg) == pytest.approx((105.1199, 21.1076), abs=1e-4)
    assert row == {
        "measured_on": date(2024, 9, 30),
        "technology": "mobile",
        "method": "crowd",
        "statistic": "mean",
        "download_mbps": 45.21,
        "upload_mbps": 12.034,
        "latency_ms": 31.0,
        "samples": 12,
    }
    assert (preview.questions, preview.findings) == ((), ())


def test_a_quadkey_that_a_spreadsheet_has_spoilt_is_an_error(
    province_directory: Path,
) -> None:
    name = "2024-07-01_performance_fixed_tiles.csv"
    preview = seen(province_directory, name, OOKLA.format(quadkey="1.32E+15"))
    assert "it is no quadkey" in " ".join(map(str, preview.findings))
    assert [one.effect.value for one in preview.differences] == ["refused"]


def test_a_test_of_m_lab_stands_where_its_client_is(province_directory: Path) -> None:
    preview = seen(province_directory, "ndt7_downloads.csv", M_LAB)
    first, second = rows(preview)
    assert first == {
        "measured_on": date(2025, 3, 14),
        "time": "2025-03-14 03:10:00 UTC",
        "operator": "VNPT",
        "method": "crowd",
        "statistic": "sample",
        "download_mbps": 54.25,
        "latency_ms": 22.4,
        "lon_deg": 105.14,
        "lat_deg": 21.09,
    }
    assert second["operator"] == "Net"
    assert "no column or name tells the network" in " ".join(
        str(note) for reading in preview.readings for note in reading.notes
    )


def test_rates_of_a_file_of_uploads_are_uploads(province_directory: Path) -> None:
    first, _ = rows(seen(province_directory, "unified_uploads fixed.csv", M_LAB))
    assert (first["upload_mbps"], first["technology"]) == (54.25, "fixed")
    assert "download_mbps" not in first


@pytest.mark.parametrize(
    ("network", "technology"), [("di động", "mobile"), ("cố định", "fixed")]
)
@pytest.mark.parametrize("month", ["10/2025", "tháng 10/2025", "10-2025"])
def test_a_table_of_i_speed_holds_medians_of_months(
    province_directory: Path, network: str, technology: str, month: str
) -> None:
    text = I_SPEED.format(network=network, month=month)
    preview = seen(province_directory, "ket qua.csv", text)
    first, second = rows(preview)
    assert first == {
        "measured_on": date(2025, 10, 31),
        "territory": "Thái Nguyên",
        "operator": "Viettel",
        "technology": technology,
        "method": "i_speed",
        "statistic": "median",
        "download_mbps": 52.31,
        "upload_mbps": 21.2,
        "latency_ms": 33.0,
        "samples": 1250,
    }
    assert second["samples"] == 980
    assert (preview.questions, preview.findings) == ((), ())


def test_a_table_that_says_average_holds_means(province_directory: Path) -> None:
    text = I_SPEED.format(network="di động, giá trị trung bình", month="2/2024")
    first, _ = rows(seen(province_directory, "ket qua.csv", text))
    assert (first["statistic"], first["measured_on"]) == ("mean", date(2024, 2, 29))


@pytest.mark.parametrize(
    ("cell", "year", "day"),
    [
        (10, 2025, date(2025, 10, 31)),
        ("Tháng 12", 2025, date(2025, 12, 31)),
        (date(2025, 2, 1), None, date(2025, 2, 28)),
        ("nhiều", 2025, "nhiều"),
    ],
)
def test_a_month_is_its_last_day(
    tmp_path: Path, cell: CellValue, year: int | None, day: CellValue
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("i-Speed\nTháng;Tải xuống\n10/2025;5\n11/2025;6\n", "utf-8")
    (table,) = read_tables(path)
    assert [row.cells[0] for row in table.rows] == [
        date(2025, 10, 31),
        date(2025, 11, 30),
    ]
    plain = RawTable(
        "i-Speed.xlsx",
        "",
        (f"năm {year}",) if year else (),
        table.columns[:2],
        (type(table.rows[0])(3, (cell, 5.0)),),
    )
    assert with_speed_tests(plain).rows[0].cells[0] == day


def test_other_tables_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "tram.csv"
    path.write_text("Mã trạm;Tháng;Nhà mạng\nA1;3;VNPT\n", "utf-8")
    (table,) = read_tables(path)
    assert with_speed_tests(table) is table
