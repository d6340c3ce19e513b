"""What people call the parts of a fibre network."""

from hatangso.documents.report_content import Text
from hatangso.model.fibre_network import FibreRoute

__all__ = ["course_words", "part_words"]

_ROAD_WORDS = {
    "motorway": Text("đường cao tốc", "motorway"),
    "national": Text("quốc lộ", "national road"),
    "provincial": Text("đường tỉnh", "provincial road"),
    "local": Text("đường địa phương", "local road"),
}
_UNKNOWN_ROAD = Text("đường không rõ loại", "road of no known kind")
_DROP = Text("cáp nhánh từ đường", "branch off the road")


def course_words(route: FibreRoute) -> Text:
    """Return what a route follows."""
    if route.road_kind is None:
        return _DROP
    return _ROAD_WORDS.get(route.road_kind, _UNKNOWN_ROAD)


def part_words(route: FibreRoute) -> Text:
    """Return what a route is in its network."""
    if route.is_added:
        return Text("tuyến khép vòng", "closes a ring")
    if route.is_ring:
        return Text("nằm trên vòng", "lies on a ring")
    return Text("tuyến đơn", "single way")
