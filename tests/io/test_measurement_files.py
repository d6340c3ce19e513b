"""Measurement files of every layout, and what hostile ones do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import Finding, InvalidInputError
from hatangso.io.channel_numbers import downlink_mhz
from hatangso.io.findings import Findings
from hatangso.io.measurement_files import read_measurements
from hatangso.io.measurement_layouts import LAYOUTS, folded, measurement
from hatangso.language import translate
from hatangso.model.measurement import Measurement
from hatangso.model.site import Technology

GENERIC = "lon_deg,lat_deg,technology,operator,site_id,frequency_mhz,level_dbm,time\n"
# The columns of a text log of G-NetTrack (version Pro), tabs between them.
G_NETTRACK = (
    "Timestamp\tLongitude\tLatitude\tSpeed\tOperatorname\tOperator\tCGI\tCellname\t"
    "Node\tCellID\tLAC\tNetworkTech\tNetworkMode\tLevel\tQual\tSNR\tCQI\tLTERSSI\t"
    "ARFCN\tDL_bitrate\tUL_bitrate\tPSC\n"
    "2025.10.21_08.15.01\t105.8412\t21.5903\t31\tViettel\t45204\t4520412345678\t-\t"
    "48225\t78\t12345\t4G\tLTE\t-97\t-11\t9.0\t8\t-68\t1551\t120\t30\t211\n"
    "2025.10.21_08.15.02\t105.8413\t21.5904\t31\tViettel\t45204\t\t-\t"
    "300\t11\t2711\t3G\tHSPA+\t-88\t-7\t\t\t\t10713\t0\t0\t87\n"
    "2025.10.21_08.15.03\t105.8414\t21.5905\t31\tViettel\t45204\t\t-\t"
    "300\t11\t2711\t5G\t5G NSA\t-88\t-7\t\t\t\t\t0\t0\t87\n"
)
# The log in the form that data sets publish.
G_NETTRACK_DATA_SET = (
    "Timestamp,Longitude,Latitude,Speed,Operatorname,CellID,NetworkMode,RSRP,RSRQ,SNR,"
    "CQI,RSSI,DL_bitrate,UL_bitrate,State\n"
    "2019.12.16_13.40.04,105.8394,21.6001,0,B,12,5G,-95,-13,1.0,13,-74,0,0,D\n"
    "2019.12.16_13.40.05,105.8394,21.6001,0,B,12,LTE,-,-,-,-,-,0,0,D\n"
)
OPENCELLID = (
    "mcc,net,area,cell,lon,lat,signal,measured,created,rating,speed,direction,radio,ta,"
    "rnc,cid,psc,tac,pci,sid,nid,bid\n"
    "452,4,12345,12345678,105.8412,21.5903,-101,1459813819324,1459814000000,5.0,0.0,,"
    "LTE,,,,,12345,211,,,\n"
    "452,2,2711,1111,105.8412,21.5903,0,1459813819325,1459814000000,,,,GSM,,,,,,,,,\n"
    "452,1,2711,1112,105.8412,21.5903,-71,1459813819326,1459814000000,,,,,,,,,,,,,\n"
)
OPENCELLID_UPLOAD = (
    "lat,lon,mcc,mnc,lac,cellid,signal,measured_at,rating,speed,direction,act\n"
    "21.5903,105.8412,452,01,2711,4242,-79,1459813819324,4.0,13.1,120.0,EDGE\n"
)


def _read(
    folder: Path, content: str, *, ratio: float = 1.0
) -> tuple[tuple[Measurement, ...], list[Finding]]:
    path = folder / "drive.csv"
    path.write_text(content, encoding="utf-8")
    findings = Findings()
    files = read_measurements([path], findings, most_defective_ratio=ratio)
    return files.measurements, list(findings)


def _problems(findings: list[Finding]) -> list[str]:
    return [f"{finding.severity} {finding.problem}" for finding in findings]


def test_reads_the_projects_own_layout(tmp_path: Path) -> None:
    row = "105.84,21.59,4G,Viettel,TNN-0001,1840,-97.5,2026-03-01T08:15:00+07:00\n"
    found, findings = _read(tmp_path, GENERIC + row)
    assert findings == []
    assert found == (
        Measurement(
            105.84,
            21.59,
            Technology.G4,
            -97.5,
            operator="Viettel",
            site_id="TNN-0001",
            frequency_mhz=1840.0,
            time="2026-03-01T08:15:00+07:00",
            file="drive.csv",
            row=2,
        ),
    )


def test_columns_may_have_vietnamese_names(tmp_path: Path) -> None:
    content = (
        "sep=;\nKinh độ;Vĩ độ;Công nghệ;Nhà mạng;Mã trạm;Mức thu dBm\n"
        "105.84;21.59;4G;VNPT;S1;-80\n"
    )
    found, findings = _read(tmp_path, content)
    assert findings == []
    assert [(m.operator, m.site_id, m.level_dbm) for m in found] == [
        ("VNPT", "S1", -80)
    ]


def test_reads_logs_of_g_nettrack(tmp_path: Path) -> None:
    found, findings = _read(tmp_path, G_NETTRACK)
    assert [
        (m.technology, m.level_dbm, m.operator, m.cell, m.frequency_mhz, m.row)
        for m in found
    ] == [
        (Technology.G4, -97, "Viettel", "4520412345678", 1840.1, 2),
        (Technology.G3, -88, "Viettel", "2711-300-11", 2142.6, 3),
    ]
    assert found[0].time == "2025.10.21_08.15.01"
    (problem,) = _problems(findings)
    assert "1 of 3 rows left out: 5G beside 4G (NSA)" in problem


def test_reads_logs_of_g_nettrack_as_data_sets_publish_them(tmp_path: Path) -> None:
    found, findings = _read(tmp_path, G_NETTRACK_DATA_SET)
    assert [(m.technology, m.level_dbm, m.cell) for m in found] == [
        (Technology.G5, -95, "12")
    ]
    assert "there is no level" in _problems(findings)[0]


def test_reads_files_of_opencellid(tmp_path: Path) -> None:
    found, findings = _read(tmp_path, OPENCELLID)
    assert [(m.technology, m.level_dbm, m.operator, m.cell) for m in found] == [
        (Technology.G4, -101, "45204", "12345-12345678")
    ]
    assert [problem.split(" (rows")[0] for problem in _problems(findings)] == [
        "warning 1 of 3 rows left out: the technology is missing or not known",
        "warning 1 of 3 rows left out: there is no level",
    ]
    found, findings = _read(tmp_path, OPENCELLID_UPLOAD)
    assert [(m.technology, m.lon_deg, m.operator) for m in found] == [
        (Technology.G2, 105.8412, "45201")
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("105.8,21.6,4G,V,,,abc,", "not a number"),
        ("x,21.6,4G,V,,,-90,", "not a number"),
        ("nan,21.6,4G,V,,,-90,", "not a number"),
        ("0,0,4G,V,,,-90,", "had no position"),
        ("21.6,105.8,4G,V,,,-90,", "swapped"),
        ("185,21.6,4G,V,,,-90,", "outside -180"),
        ("105.8,21.6,6G,V,,,-90,", "technology"),
        ("105.8,21.6,,V,,,-90,", "technology"),
        ("105.8,21.6,4G,V,,,43,", "ASU"),
        ("105.8,21.6,4G,V,,,0,", "ASU"),
        ("105.8,21.6,4G,V,,,-20,", "outside what a receiver"),
        ("105.8,21.6,4G,V,,,-200,", "outside what a receiver"),
        ("105.8,21.6,2G,V,,,-120,", "outside what a receiver"),
        ("105.8,21.6,4G,V,,,2147483647,", "no level"),
        ("105.8,21.6,4G,V,,,,", "no level"),
        ("105.80,21.60,4G,V,,,-90.0,", "stands there before"),
    ],
)
def test_a_row_of_no_use_is_left_out_and_said(
    tmp_path: Path, row: str, problem: str
) -> None:
    good = "105.8,21.6,4G,V,,,-90,\n"
    found, findings = _read(tmp_path, GENERIC + good + row + "\n")
    assert len(found) == 1
    assert [finding.place.row for finding in findings] == [3]
    assert problem in str(findings[0].problem)
    # In Vietnamese too, reason and all.
    assert "1 trong 2 dòng" in translate(findings[0].problem, "vi")


def test_all_defects_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    good = "".join(f"105.8,21.6,4G,V,,,-90,{second}\n" for second in range(96))
    bad = "0,0,4G,V,,,-90,\n" + 3 * "105.8,21.6,4G,V,,,30,\n"
    found, findings = _read(tmp_path, GENERIC + good + bad, ratio=0.1)
    assert len(found) == 96
    assert [finding.severity for finding in findings] == ["warning", "warning"]
    assert [finding.value for finding in findings] == [1, 3]
    assert "rows 99, 100, 101" in str(findings[1].problem)


def test_too_many_defects_are_an_error(tmp_path: Path) -> None:
    good = "".join(f"105.8,21.6,4G,V,,,-90,{second}\n" for second in range(8))
    bad = 2 * "105.8,21.6,4G,V,,,30,\n" + 4 * "105.8,21.6,4G,V,,,,\n"
    _, findings = _read(tmp_path, GENERIC + good + bad, ratio=0.1)
    assert [str(finding.severity) for finding in findings] == ["error", "warning"]


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.write_text(G_NETTRACK, encoding="utf-8")
    findings = Findings()
    files = read_measurements(paths, findings)
    assert (len(files.measurements), files.rows) == (2, 6)
    assert {m.file for m in files.measurements} == {"a.csv"}
    with pytest.raises(InvalidInputError):
        findings.raise_errors()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"a,b,c\n1,2,3\n",
        b"\xff\xfe\x00lon_deg",
        GENERIC.encode(),
        GENERIC.encode() + b'105.8,21.6,"4G,V,,,-90,\n',
        GENERIC.encode() + b"105.8,21.6,4G,V,,,-90,x,y,z\n",
        b"lon_deg,lat_deg,technology,level_dbm,level_dbm\n1,2,4G,-90,-90\n",
    ],
)
def test_a_file_that_is_none_gives_no_measurement(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "drive.csv"
    path.write_bytes(content)
    findings = Findings()
    assert read_measurements([path], findings).measurements == ()
    assert findings.has_error("drive.csv")


cells = st.text(max_size=12) | st.sampled_from(["105.8", "21.6", "4G", "-90", "1e400"])


@given(st.dictionaries(st.sampled_from(sorted(LAYOUTS[1].columns)), cells))
def test_no_text_breaks_the_reader_of_a_row(row: dict[str, str]) -> None:
    row = {"lon": "", "lat": "", "technology": "", "level": "", **row}
    for layout in LAYOUTS:
        assert measurement(row, layout, file="x", row=1) is not None


@pytest.mark.parametrize(
    ("technology", "channel", "frequency_mhz"),
    [
        # Worked by hand from the formulas of 3GPP.
        (Technology.G2, 1, 935.2),
        (Technology.G2, 124, 959.8),
        (Technology.G2, 975, 925.2),
        (Technology.G2, 512, 1805.2),
        (Technology.G3, 10562, 2112.4),
        (Technology.G3, 2937, 927.4),
        (Technology.G4, 300, 2140.0),
        (Technology.G4, 1200, 1805.0),
        (Technology.G4, 3749, 954.9),
        (Technology.G4, 9435, 780.5),
        (Technology.G5, 508000, 2540.0),
        (Technology.G5, 640000, 3600.0),
        (Technology.G2, 200, None),
        (Technology.G4, 600, None),
        (Technology.G5, 0, None),
    ],
)
def test_a_channel_number_tells_the_frequency(
    technology: Technology, channel: int, frequency_mhz: float | None
) -> None:
    assert downlink_mhz(technology, channel) == pytest.approx(frequency_mhz)


def test_names_of_columns_are_compared_without_marks() -> None:
    assert [folded(name) for name in ("Vĩ độ", "Mức thu-dBm")] == [
        "vi_do",
        "muc_thu_dbm",
    ]
