"""Why a place has no signal, in one sentence that a villager understands."""

from hatangso.documents.report_content import Text
from hatangso.language import format_number
from hatangso.model.coverage import CoverageLevel, Obstacle, PointCoverage
from hatangso.units import KM_PER_M

__all__ = ["reason"]

_HILL_TOP_M = 100.0
_HILL_EXCESS_M = 15.0
_SHORT_M = 950.0


def reason(
    coverage: PointCoverage,
    *,
    place_vi: str = "xóm",
    place_en: str = "village",
    has_grid_power: bool | None = None,
) -> Text:
    """Return the reason for a coverage level in Vietnamese and in English.

    Args:
        coverage: Of one technology at one place.
        place_vi: What the place is called: xóm, thôn, bản, trường.
        place_en: The same in English.
        has_grid_power: False adds that the place has no grid power, because then a
            station needs its own.
    """
    text = _cause(coverage, place_vi, place_en)
    is_hole = coverage.level is CoverageLevel.NONE
    if has_grid_power is False and is_hole:
        return Text(
            f"{text.vi} {place_vi.capitalize()} chưa có điện lưới.",
            f"{text.en} The {place_en} has no grid power.",
        )
    return text


def _cause(coverage: PointCoverage, place_vi: str, place_en: str) -> Text:
    technology = coverage.technology.value
    if coverage.level is CoverageLevel.UNKNOWN:
        return Text(
            f"Chưa xác định được: {place_vi} nằm ngoài phần có dữ liệu địa hình, hoặc "
            "chỉ có thể nhận sóng từ trạm nằm ngoài phần đó.",
            f"Not known: the {place_en} lies outside the terrain data, or could only "
            "be served by stations outside it.",
        )
    if coverage.site_id is None or coverage.distance_m is None:
        return Text(
            f"Không có trạm {technology} nào trong phạm vi tính toán.",
            f"No {technology} station is within the range of the computation.",
        )
    if coverage.level is not CoverageLevel.NONE:
        return _join(_station(coverage), Text("", ""))
    if coverage.obstacle is None:
        return _join(_station(coverage), _too_far(coverage, place_vi, place_en))
    return _join(_station(coverage), _blocked(coverage.obstacle, place_vi, place_en))


def _join(start: Text, end: Text) -> Text:
    return Text(*(f"{a}; {b}." if b else f"{a}." for a, b in _pairs(start, end)))


def _pairs(start: Text, end: Text) -> tuple[tuple[str, str], tuple[str, str]]:
    return (start.vi, end.vi), (start.en, end.en)


def _station(coverage: PointCoverage) -> Text:
    operator = f" ({coverage.operator})" if coverage.operator else ""
    away = _distance(coverage.distance_m or 0.0)
    name = f"{coverage.site_id}{operator}"
    return Text(
        f"Trạm mạnh nhất {name} cách {away.vi}",
        f"The strongest station {name} is {away.en} away",
    )


def _too_far(coverage: PointCoverage, place_vi: str, place_en: str) -> Text:
    if coverage.level_dbm is None:
        return Text(
            f"không có vật cản nhưng quá xa {place_vi}",
            f"nothing blocks the path, but it is too far from the {place_en}",
        )
    level = f"{coverage.level_dbm:.0f}".replace("-", "\N{MINUS SIGN}")
    return Text(
        f"không có vật cản nhưng tín hiệu tới {place_vi} chỉ còn {level} dBm",
        f"nothing blocks the path, but only {level} dBm reach the {place_en}",
    )


def _blocked(obstacle: Obstacle, place_vi: str, place_en: str) -> Text:
    is_hill = obstacle.height_m >= _HILL_TOP_M and obstacle.excess_m >= _HILL_EXCESS_M
    kind_vi = "sườn núi cao" if is_hill else "mặt đất, cây hoặc nhà ở độ cao"
    kind_en = "a ridge at" if is_hill else "ground, trees or houses at"
    away = _distance(obstacle.distance_m)
    top = format_number(obstacle.height_m)
    top_en = format_number(obstacle.height_m, 0, "en")
    excess, excess_en = _metres(obstacle.excess_m)
    rise, rise_en = _metres(obstacle.antenna_rise_m)
    return Text(
        f"{kind_vi} {top} m cách {place_vi} {away.vi} che khuất {excess} m; "
        f"ăng-ten phải cao thêm {rise} m mới thấy {place_vi}",
        f"{kind_en} {top_en} m above the sea, {away.en} from the {place_en}, blocks "
        f"the path by {excess_en} m; the antenna would have to be {rise_en} m higher "
        f"to see the {place_en}",
    )


def _metres(metres: float) -> tuple[str, str]:
    """Return at least 1 m: a blocked path is never blocked by nothing."""
    shown = max(metres, 1.0)
    return format_number(shown), format_number(shown, 0, "en")


def _distance(distance_m: float) -> Text:
    if distance_m < _SHORT_M:
        tens = format_number(max(round(distance_m, -1), 10.0))
        return Text(f"{tens} m", f"{tens} m")
    km = distance_m * KM_PER_M
    return Text(f"{format_number(km, 1)} km", f"{format_number(km, 1, 'en')} km")
