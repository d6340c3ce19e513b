"""What the report says: nouns of the model, pictures, and words in two languages."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hatangso.geography.sight_line import SightLine
from hatangso.model.build_plan import BuildPlan
from hatangso.model.coverage import PointCoverage
from hatangso.model.indicator import Assessment, Indicator, Value
from hatangso.model.marginal_money import MarginalMoney
from hatangso.model.province import Province
from hatangso.model.sensitivity import Sensitivity
from hatangso.model.sharing import SharingAnswer
from hatangso.model.site import Technology

__all__ = [
    "AreaAnswer",
    "AuditNote",
    "CostAssumption",
    "CoverageImage",
    "HeightAnswer",
    "HeightVerdict",
    "InputFile",
    "MapFrame",
    "MapImages",
    "NeededAntenna",
    "PathPicture",
    "RateGoal",
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
        doubts: Where the two propagation models disagree, likewise; none without a
            second opinion.
    """

    frame: MapFrame
    relief_png: bytes
    coverages: tuple[CoverageImage, ...]
    doubts: tuple[CoverageImage, ...] = ()


@dataclass(frozen=True)
class AreaAnswer:
    """How much of the province's area one technology reaches.

    Attributes:
        unknown_km2: Of which nothing can be said, ground off the terrain included.
        doubt_km2: On which one propagation model finds enough signal and the other does
            not; None without a second opinion.
    """

    technology: Technology
    reached_km2: float
    without_km2: float
    unknown_km2: float
    doubt_km2: float | None = None

    @property
    def reached_ratio(self) -> float:
        """Return the share of the known area that is reached; 0 of nothing."""
        known_km2 = self.reached_km2 + self.without_km2
        return self.reached_km2 / known_km2 if known_km2 else 0.0


@dataclass(frozen=True)
class RateGoal:
    """The rate that a document asks of a technology on the average.

    Attributes:
        document: Who asks for it.
    """

    technology: Technology
    rate_mbps: float
    document: Text


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
    """A price or rate that the plan rests on.

    Attributes:
        value: In the unit given; amounts of money in đồng with unit ``đồng``.
        unit: As shown after the number; ``đồng`` is shown as triệu or tỷ.
        note: Where the number comes from.
        low: Lowest plausible value; None when the value is taken as known.
        high: Highest plausible value; likewise.
        is_local: Whether the province gave it; nobody has confirmed the others.
    """

    name: Text
    value: float
    unit: Text
    note: Text = field(default_factory=lambda: Text("", ""))
    low: float | None = None
    high: float | None = None
    is_local: bool = False


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


class HeightVerdict(StrEnum):
    """What an antenna's height has to do with a place that it should serve."""

    RAISE = "raise"
    ENOUGH = "enough"
    TILT = "tilt"
    NEVER = "never"


@dataclass(frozen=True)
class HeightAnswer:
    """What one propagation model says of an antenna's height.

    Attributes:
        verdict: Raise the antenna; it is high enough; a lower one would serve, so that
            tilt or direction is at fault; no height up to the limit suffices.
        height_m: The lowest height that suffices; None when none does.
    """

    verdict: HeightVerdict
    height_m: float | None = None


@dataclass(frozen=True)
class NeededAntenna:
    """The lowest antenna with which a station that exists would serve a place.

    Attributes:
        antenna_m: Height above the ground today; None when it is not known.
        first: What the first propagation model asks for.
        second: What the second does.
    """

    station: str
    operator: str
    distance_m: float
    antenna_m: float | None
    first: HeightAnswer
    second: HeightAnswer


@dataclass(frozen=True)
class PathPicture:
    """The ground between a station and a place.

    Attributes:
        place: Name of the place.
        station: Identifier and operator of the station.
        line: The line between their antennas, over the ground.
        place_id: Identifier of the place; empty when no table leads here.
        needed: How high the best station of each operator would have to be.
        limit_m: The highest antenna that was tried.
    """

    place: str
    station: str
    line: SightLine
    place_id: str = ""
    needed: tuple[NeededAntenna, ...] = ()
    limit_m: float = 0.0


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
        areas: What each technology reaches of the area.
        rate_goals: Rates against which simulated ones are held.
        images: Rasters of the map; None leaves the map out.
        paths: The ground towards some of the places without signal.
        uncertain_paths: The ground towards places on which the models disagree.
        plan: What to build; None leaves the chapter out.
        plan_title: What people call the question; empty for a simple one.
        plan_notes: What was not studied for the plan, and what to relax.
        sharing: What sharing masts saves; None when nobody asked.
        sensitivity: What other prices would change; likewise.
        more_money: What some more money would buy; None when nobody asked.
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
    areas: tuple[AreaAnswer, ...] = ()
    rate_goals: tuple[RateGoal, ...] = ()
    images: MapImages | None = None
    paths: tuple[PathPicture, ...] = ()
    uncertain_paths: tuple[PathPicture, ...] = ()
    plan: BuildPlan | None = None
    plan_title: Text = field(default_factory=lambda: Text("", ""))
    plan_notes: tuple[Text, ...] = ()
    sharing: SharingAnswer | None = None
    sensitivity: Sensitivity | None = None
    more_money: MarginalMoney | None = None
    thresholds: tuple[SignalThreshold, ...] = ()
    assumptions: tuple[CostAssumption, ...] = ()
    audit: tuple[AuditNote, ...] = ()
    parameters: tuple[tuple[Text, Text], ...] = ()
    inputs: tuple[InputFile, ...] = ()
