"""Files of other monitoring systems: their columns, times, states, and bad rows."""

from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError
from hatangso.io.monitoring_files import MonitoringFile, read_monitoring_file
from hatangso.model.monitoring import Sample, TargetState

UP, SLOW, DOWN, UNKNOWN = TargetState
# 05/01/2026 08:00 in Viet Nam.
MORNING_S = 1_767_574_800
NOW_S = MORNING_S + 86_400


def read(folder: Path, text: str, name: str = "lich-su.csv") -> MonitoringFile:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_monitoring_file(path, now_s=NOW_S, slow_ms=1000.0)


def states(samples: tuple[Sample, ...]) -> list[tuple[int, TargetState]]:
    return [((one.at_s - MORNING_S) // 60, one.state) for one in samples]


def test_rows_in_vietnamese_are_looks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Thời gian;Đối tượng;Trạng thái;Thời gian đáp ứng\n"
        "05/01/2026 08:00:00;Nút 1;Hoạt động;12,5 ms\n"
        "05/01/2026 08:01:00;Nút 1;Mất kết nối;\n"
        "05/01/2026 08:02:00;Nút 1;Hoạt động;1,5 s\n"
        "2026-01-05T01:03:00Z;Nút 1;Tạm dừng;\n",
    )
    assert found.layout == "hatangso"
    assert states(found.series["Nút 1"]) == [
        (0, UP),
        (1, DOWN),
        (2, SLOW),
        (3, UNKNOWN),
    ]
    assert [one.response_ms for one in found.series["Nút 1"]] == [
        12.5,
        None,
        1500.0,
        None,
    ]


def test_zabbix_values_are_states_or_seconds(tmp_path: Path) -> None:
    rows = ["itemid,clock,value,ns"]
    rows += [f"1,{MORNING_S + 60 * i},{v},0" for i, v in enumerate("110")]
    rows += [
        f"2,{MORNING_S + 60 * i},{v},0" for i, v in enumerate(("0.0125", "0", "2.5"))
    ]
    found = read(tmp_path, "\n".join(rows) + "\n")
    assert found.layout == "Zabbix"
    assert states(found.series["1"]) == [(0, UP), (1, UP), (2, DOWN)]
    assert states(found.series["2"]) == [(0, UP), (1, DOWN), (2, SLOW)]
    assert found.series["2"][0].response_ms == 12.5


def test_prtg_rows_are_told_by_downtime_and_coverage(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        '"Date Time","Date Time(RAW)","Ping Time","Downtime",'
        '"Downtime(RAW)","Coverage"\n'
        '"05/01/2026 08:00:00","46027","12 msec","0 %","0","100 %"\n'
        '"05/01/2026 08:01:00","46027","","100 %","100","100 %"\n'
        '"05/01/2026 08:02:00","46027","","","","0 %"\n'
        '"Averages (of 3 values)","","12 msec","33 %","33","67 %"\n',
        name="Cong DVC.csv",
    )
    assert found.layout == "PRTG"
    assert states(found.series["Cong DVC"]) == [(0, UP), (1, DOWN), (2, UNKNOWN)]
    assert found.rows == 3


def test_uptime_kuma_writes_utc(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "id,monitor_id,status,msg,time,ping\n"
        "1,7,1,200 - OK,2026-01-05 01:00:00.123,41\n"
        "2,7,0,timeout,2026-01-05 01:01:00.123,\n"
        "3,7,3,maintenance,2026-01-05 01:02:00.123,\n",
    )
    assert found.layout == "Uptime Kuma"
    assert states(found.series["7"]) == [(0, UP), (1, DOWN), (2, UNKNOWN)]


def test_every_row_is_a_look_refused_or_a_duplicate(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "time,target,state\n"
        "05/01/2026 08:02,A,up\n"
        "05/01/2026 08:01,A,up\n"
        "05/01/2026 08:01,A,down\n"
        "31/02/2026 08:01,A,up\n"
        "05/01/2031 08:01,A,up\n"
        "05/01/2026 08:03,A,blinking\n"
        ",A,up\n",
    )
    # Out of order is no fault; of two in one second the worse counts.
    assert states(found.series["A"]) == [(1, DOWN), (2, UP)]
    assert (found.rows, found.refused_rows, found.duplicate_rows) == (7, 4, 1)
    assert [one.place.row for one in found.findings] == [5, 6, 7, 8]
    assert [one.place.column for one in found.findings] == [
        "time",
        "time",
        "state",
        "time",
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "time,target\n1,2\n"])
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidInputError):
        read(tmp_path, text)
