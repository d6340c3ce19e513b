"""The sentence that says why a place has no signal."""

import pytest

from hatangso.documents.reasons import reason
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.model.site import Technology

RIDGE = Obstacle(105.0, 21.0, 1800.0, 412.0, 63.0, 120.0)


def hole(**values: object) -> PointCoverage:
    fields: dict[str, object] = {
        "level": CoverageLevel.NONE,
        "level_dbm": -121.4,
        "site_id": "TNN-0123",
        "operator": "Viettel",
        "distance_m": 4210.0,
        "obstacle": RIDGE,
    }
    return PointCoverage("X1", Technology.G4, **{**fields, **values})  # type: ignore[arg-type]


def test_a_ridge_is_named_with_its_numbers() -> None:
    text = reason(hole())
    assert text.vi == (
        "Trạm mạnh nhất TNN-0123 (Viettel) cách 4,2 km; sườn núi cao 412 m cách xóm "
        "1,8 km che khuất 63 m; ăng-ten phải cao thêm 120 m mới thấy xóm."
    )
    assert text.en == (
        "The strongest station TNN-0123 (Viettel) is 4.2 km away; a ridge at 412 m "
        "above the sea, 1.8 km from the village, blocks the path by 63 m; the antenna "
        "would have to be 120 m higher to see the village."
    )


def test_a_station_in_sight_is_too_far() -> None:
    text = reason(hole(obstacle=None))
    assert "không có vật cản" in text.vi
    assert "\N{MINUS SIGN}121 dBm" in text.vi
    assert "nothing blocks" in text.en


def test_no_station_in_range_is_said_so() -> None:
    text = reason(hole(site_id=None, distance_m=None, obstacle=None))
    assert text.vi == "Không có trạm 4G nào trong phạm vi tính toán."


def test_the_unknown_is_not_called_a_hole() -> None:
    text = reason(hole(level=CoverageLevel.UNKNOWN), has_grid_power=False)
    assert text.vi.startswith("Chưa xác định được")
    assert "điện lưới" not in text.vi


def test_missing_grid_power_is_added() -> None:
    assert reason(hole(), has_grid_power=False).vi.endswith("Xóm chưa có điện lưới.")
    assert "điện lưới" not in reason(hole(), has_grid_power=None).vi


def test_a_low_obstacle_is_no_mountain() -> None:
    low = Obstacle(105.0, 21.0, 300.0, 35.0, 0.2, 0.4)
    text = reason(hole(obstacle=low))
    assert "sườn núi" not in text.vi
    assert "cách xóm 300 m che khuất 1 m" in text.vi


@pytest.mark.parametrize("level", [CoverageLevel.BASIC, CoverageLevel.GOOD])
def test_a_covered_place_names_its_station(level: CoverageLevel) -> None:
    text = reason(hole(level=level))
    assert text.vi == "Trạm mạnh nhất TNN-0123 (Viettel) cách 4,2 km."
