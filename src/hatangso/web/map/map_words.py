"""What the map says: titles, legends, and the words that its script needs."""

from hatangso.errors import Message
from hatangso.model.coverage import CoverageLevel
from hatangso.model.provenance import Reality
from hatangso.web.map.raster_layers import RasterKind

__all__ = [
    "BAND_TITLES",
    "LAYER_LEGENDS",
    "LAYER_TITLES",
    "LEVEL_WORDS",
    "REALITY_WORDS",
    "SCRIPT_WORDS",
]

LEVEL_WORDS = {
    CoverageLevel.NONE: Message("without signal"),
    CoverageLevel.BASIC: Message("basic signal"),
    CoverageLevel.GOOD: Message("good signal"),
    CoverageLevel.UNKNOWN: Message("signal not known"),
}
REALITY_WORDS = {
    Reality.REAL: Message("real data"),
    Reality.DERIVED: Message("derived data"),
    Reality.SYNTHETIC: Message("synthetic data"),
}
BAND_TITLES = {
    RasterKind.LEVEL: Message("simulated, by level"),
    RasterKind.DBM: Message("simulated, in dBm"),
    RasterKind.SECOND: Message("second model, in dBm"),
    RasterKind.RATE: Message("simulated rate"),
    RasterKind.DOUBT: Message("where the two models disagree"),
}
LAYER_TITLES = {
    "relief": Message("Relief"),
    "off-terrain": Message("Without terrain: coverage not known"),
    "communes": Message("Borders of communes"),
    "communes-before": Message("Borders before 1 July 2025"),
    "roads": Message("Roads"),
    "localities": Message("Villages"),
    "facilities": Message("Public facilities"),
    "holes": Message("Coverage holes"),
    "plan": Message("Works of the plan"),
    "sites": Message("Sites"),
    "fibre": Message("Fibre and ducts"),
    "network-nodes": Message("Nodes of the government network"),
    "network-links": Message("Links of the government network"),
    "measurements": Message("Measurements"),
}
# Names of inks, which follow the theme, instead of colours.
LAYER_LEGENDS: dict[str, tuple[tuple[str, Message, str], ...]] = {
    "off-terrain": (("offTerrain", Message("no terrain: coverage unknown"), "fill"),),
    "communes": (("ink", Message("border of a commune"), "line"),),
    "communes-before": (("plan", Message("former border"), "dash"),),
    "roads": (("road", Message("road"), "line"),),
    "localities": (("soft", Message("village"), "dot"),),
    "facilities": (
        ("good", Message("facility with 4G"), "dot"),
        ("none", Message("facility without 4G"), "dot"),
    ),
    "holes": (
        ("none", Message("no signal at all"), "dot"),
        ("none", Message("without 4G, with other signal"), "ring"),
    ),
    "plan": (("plan", Message("work of the plan"), "dot"),),
    "sites": (("ink", Message("site"), "dot"),),
    "fibre": (("accent", Message("fibre or duct"), "line"),),
    "network-nodes": (("accent", Message("network node"), "dot"),),
    "network-links": (("good", Message("network link"), "line"),),
    "measurements": (
        ("good", Message("measured: good"), "dot"),
        ("basic", Message("measured: basic"), "dot"),
        ("none", Message("measured: too weak"), "dot"),
    ),
}
SCRIPT_WORDS = {
    "map": Message("Map"),
    "zoom_in": Message("Zoom in"),
    "zoom_out": Message("Zoom out"),
    "from_above": Message("Look from above, north up"),
    "sources": Message("Sources"),
    "pin": Message("Pin: move it with the arrow keys"),
    "no_layer": Message("There is no such map yet"),
    "no_declared": Message("No operator has handed in a map of its own yet"),
    "no_measured": Message(
        "There are too few measurements in the register for a map, or you are not"
        " signed in"
    ),
    "loading": Message("Loading"),
    "measure": Message("Click along the way; Esc ends"),
    "total": Message("Length"),
    "all_years": Message("all years"),
    "until": Message("until"),
    "name": Message("Name"),
    "commune": Message("Commune"),
    "people": Message("People"),
    "owner": Message("Owner"),
    "services": Message("Services"),
    "height_m": Message("Height of the structure"),
    "kind": Message("Kind"),
    "year": Message("Year"),
    "cost": Message("Cost"),
    "place": Message("Place"),
    "operator": Message("Operator"),
    "technology": Message("Technology"),
    "level_dbm": Message("Median level"),
    "samples": Message("Number of measurements"),
    "basis": Message("Basis"),
    "agency": Message("Agency"),
    "carrier": Message("Carrier"),
    "capacity_mbps": Message("Capacity"),
    "fibres": Message("Fibres"),
    "level": Message("Level"),
    "before": Message("Before 1 July 2025"),
    "area_km2": Message("Area"),
    "open": Message("Open"),
    "around": Message("On the map, nearest to its centre first"),
    "nothing_here": Message("Nothing that is shown lies in view"),
}
