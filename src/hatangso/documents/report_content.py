"""What the report says: nouns of the model, pictures, and words in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hatangso.geography.sight_line import SightLine
from hatangso.model.coverage import PointCoverage
from hatangso.model.indicator import Assessment, Indicator, Value
from hatangso.model.plan import Plan
from hatangso.model.province import Province
from hatangso.model.site import Technology

__all__ = [
    "AuditNote",
    "CostAssumption",
    "CoverageImage",
    "InputFile",
    "MapFrame",
    "MapImages",
    "PathPicture",
    "ReportContent",
    "SignalThreshold",
    "Text",
]


@dataclass(frozen=True)
class Text:
    """The same words in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True)
class MapFrame:
    """The outer edges of the rasters, WGS 84; rows run north to south."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float


@dataclass(frozen=True)
class CoverageImage:
    """One technology's levels over the frame, as PNG bytes with transparency."""

    technology: Technology
    png: bytes


@dataclass(frozen=True)
class MapImages:
    """The rasters of the map: all fill the same frame.

    Attributes:
        relief_png: Shaded relief, transparent where there is no terrain.
        coverages: One picture per technology, in the order of the switch.
    """

    frame: MapFrame
    relief_png: bytes
    coverages: tuple[CoverageImage, ...]


@dataclass(frozen=True)
class SignalThreshold:
    """From which median level on a technology counts as usable.

    Attributes:
        quantity: What the level is: RSRP, RSCP, RxLev, SS-RSRP.
        basic_dbm: Lowest level that counts as basic, margin included.
        good_dbm: Lowest level that counts as good, margin included.
        margin_db: Allowance for what the terrain model does not know.
    """

    technology: Technology
    quantity: str
    basic_dbm: float
    good_dbm: float
    margin_db: float


@dataclass(frozen=True)
class CostAssumption:
    """A price or rate that the plan rests on; nobody has confirmed it.

    Attributes:
        value: In the unit given; amounts of money in đồng with unit ``đồng``.
        unit: As shown after the number; ``đồng`` is shown as triệu or tỷ.
        note: Where the number comes from.
    """

    name: Text
    value: float
    unit: Text
    note: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True)
class AuditNote:
    """Printed figures that do not add up, with their arithmetic.

    Attributes:
        flag: The flag that the figures and targets carry: ``F01``.
        title: What does not agree, in one line.
        arithmetic: The computation that shows it.
        figures: Identifiers of the figures that it speaks of.
        suggestion: What the printed number probably should be, and what to ask.
    """

    flag: str
    title: Text
    arithmetic: Text
    figures: tuple[str, ...] = ()
    suggestion: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True)
class PathPicture:
    """The ground between a station and a place.

    Attributes:
        place: Name of the place.
        station: Identifier and operator of the station.
        line: The line between their antennas, over the ground.
    """

    place: str
    station: str
    line: SightLine


@dataclass(frozen=True)
class InputFile:
    """A file that the results rest on; the hash is SHA-256 in hexadecimal."""

    name: str
    sha256: str


@dataclass(frozen=True)
class ReportContent:
    """Everything that the report shows, and nothing that it has to look up.

    Attributes:
        data_date: The day for which the inputs stand.
        software_version: Version of hatangso that computed the results.
        main_technology: The technology of the headline, the list of holes and the plan.
        coverages: Coverage of the localities, every technology.
        indicators: Definitions of all indicators that targets or values name.
        assessments: In the order in which the table shows them within a status.
        values: Further values (reported ones beside computed ones); those inside the
            assessments need not be repeated.
        terrain_ratio: Share of the area for which there is terrain, 0 to 1.
        area_ratios: Share of the known area with at least basic coverage.
        images: Rasters of the map; None leaves the map out.
        paths: The ground towards some of the places without signal.
        plan: What to build; None leaves the chapter out.
        plan_note: What the reader must know of the question asked.
        parameters: Radio parameters worth showing, by name.
    """

    province: Province
    data_date: date
    software_version: str
    coverages: tuple[PointCoverage, ...]
    terrain_ratio: float
    main_technology: Technology = Technology.G4
    indicators: tuple[Indicator, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    values: tuple[Value, ...] = ()
    area_ratios: Mapping[Technology, float] = field(default_factory=dict)
    images: MapImages | None = None
    paths: tuple[PathPicture, ...] = ()
    plan: Plan | None = None
    plan_note: Text = field(default_factory=lambda: Text("", ""))
    thresholds: tuple[SignalThreshold, ...] = ()
    assumptions: tuple[CostAssumption, ...] = ()
    audit: tuple[AuditNote, ...] = ()
    parameters: tuple[tuple[Text, Text], ...] = ()
    inputs: tuple[InputFile, ...] = ()
