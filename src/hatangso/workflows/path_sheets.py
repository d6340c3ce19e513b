"""What the study of a path says to a person: sentences, and the loss budget."""

from collections.abc import Callable, Sequence

from hatangso.documents.path_sheet import BudgetRow, PathSheet
from hatangso.documents.report_content import PathPicture
from hatangso.errors import Message
from hatangso.geography.sight_line import Intrusion, SightLine
from hatangso.radio.itm_cautions import Caution
from hatangso.radio.needed_height import NeededHeight
from hatangso.radio.path_models import LossPart, ModelLoss, PathConditions, PathModel
from hatangso.units import KM_PER_M
from hatangso.workflows.needed_heights import NeededMast
from hatangso.workflows.path_study import ModelAnswer, PathStudy

__all__ = [
    "MODEL_NAMES",
    "budget_rows",
    "needed_sentences",
    "path_notes",
    "path_sentences",
    "path_sheet",
    "synthetic_sentences",
    "worst_intrusions",
]

MODEL_NAMES = {
    PathModel.P1812: "P.1812-8",
    PathModel.ITM: "ITM",
    PathModel.P525: "P.525-5",
}
# More obstacles than these are in the machine's answer only.
_MOST_MARKS = 6
# Less than this is 0.0 in the table.
_SHOWN_DB = 0.05
_PARTS = {
    LossPart.FREE_SPACE: Message("Free space"),
    LossPart.MULTIPATH: Message("Multipath and focusing"),
    LossPart.TERRAIN: Message("Terrain and clutter in the way"),
    LossPart.BEYOND_HORIZON: Message("Ducts and troposcatter"),
    LossPart.VARIABILITY: Message("Variability"),
    LossPart.TERMINAL_CLUTTER: Message("Clutter at the ends"),
}
_CAUTIONS = {
    Caution.TRANSMITTER_HEIGHT: Message("transmitter below 1 m or above 1,000 m"),
    Caution.RECEIVER_HEIGHT: Message("receiver below 1 m or above 1,000 m"),
    Caution.FREQUENCY: Message("frequency below 40 MHz or above 10 GHz"),
    Caution.REFRACTIVITY: Message("refractivity at the surface below 250 N"),
    Caution.SHORT_PATH: Message("path shorter than 1 km"),
    Caution.STEEP_PATH: Message(
        "path shorter than five times the difference in height"
    ),
    Caution.LONG_PATH: Message("path longer than 1,000 km"),
    Caution.VERY_LONG_PATH: Message("path longer than 2,000 km"),
    Caution.TRANSMITTER_HORIZON_ANGLE: Message(
        "horizon of the transmitter beyond 200 mrad"
    ),
    Caution.RECEIVER_HORIZON_ANGLE: Message("horizon of the receiver beyond 200 mrad"),
    Caution.TRANSMITTER_HORIZON_DISTANCE: Message(
        "horizon of the transmitter unusually near or far"
    ),
    Caution.RECEIVER_HORIZON_DISTANCE: Message(
        "horizon of the receiver unusually near or far"
    ),
    Caution.RARE_SHARE: Message("share below 0.1 % or above 99.9 %"),
}


def path_sheet(study: PathStudy, line: SightLine) -> PathSheet:
    """Return the sheet of a study over its line of sight."""
    return PathSheet(
        picture=PathPicture(study.end.name, study.start.name, line),
        marks=worst_intrusions(line),
        columns=tuple(MODEL_NAMES[model] for model in study.models),
        rows=budget_rows(study),
        sentences=(
            *path_sentences(study),
            *needed_sentences(study),
            *synthetic_sentences(study),
        ),
    )


def worst_intrusions(line: SightLine) -> tuple[Intrusion, ...]:
    """Return the obstacles with the least clearance, from the start."""
    found = sorted(line.intrusions(), key=lambda item: item.clearance_ratio)
    return tuple(sorted(found[:_MOST_MARKS], key=lambda item: item.index))


def budget_rows(study: PathStudy) -> tuple[BudgetRow, ...]:
    """Return the loss budget, one column per model."""
    answers = list(study.models.values())

    def row(
        label: Message,
        value: Callable[[ModelAnswer], float | None],
        *,
        unit: str = "dB",
        is_total: bool = False,
    ) -> BudgetRow:
        return BudgetRow(label, tuple(map(value, answers)), unit, is_total)

    rows = [row(label, _part(part)) for part, label in _PARTS.items()]
    rows = [item for item in rows if any(abs(x or 0) >= _SHOWN_DB for x in item.values)]
    total = Message("Basic transmission loss")
    rows.append(row(total, lambda answer: answer.loss_db, is_total=True))
    if any(abs(answer.clutter_db or 0) >= _SHOWN_DB for answer in answers):
        label = Message("of which clutter in the way")
        rows.append(row(label, lambda answer: answer.clutter_db))
    if study.power is not None:
        level = Message("Received level")
        rows.append(
            row(level, lambda answer: answer.level_dbm, unit="dBm", is_total=True)
        )
    if study.power is not None and study.power.threshold_dbm is not None:
        label = Message("Above the threshold")
        rows.append(row(label, lambda answer: answer.surplus_db))
    return tuple(rows)


def _part(part: LossPart) -> Callable[[ModelAnswer], float | None]:
    return lambda answer: answer.parts.get(part)


def path_sentences(study: PathStudy) -> tuple[Message, ...]:
    """Return what stands in the path and what would clear it."""
    return (
        _introduction(study),
        *_budget_sentences(study),
        _sight(study),
        _zone(study),
        *_obstacles(study),
        *_rises(study),
    )


def _introduction(study: PathStudy) -> Message:
    return Message(
        "{start} to {end}: {distance_km:.2f} km; antennas {start_m:.0f} m and"
        " {end_m:.1f} m above the ground, {frequency_mhz:.0f} MHz.",
        {
            "start": study.start.name,
            "end": study.end.name,
            "distance_km": study.distance_m * KM_PER_M,
            "start_m": study.start.antenna_m,
            "end_m": study.end.antenna_m,
            "frequency_mhz": study.frequency_mhz,
        },
    )


def _budget_sentences(study: PathStudy) -> list[Message]:
    found, power = [], study.power
    if power is not None:
        found.append(
            Message(
                "Radiated: {eirp_dbm:.1f} dBm towards the main direction,"
                " {pattern_db:.1f} dB off it.",
                {"eirp_dbm": power.eirp_dbm, "pattern_db": power.pattern_db},
            )
        )
    if power is not None and power.threshold_dbm is not None:
        values = {"threshold_dbm": power.threshold_dbm}
        found.append(Message("Enough is {threshold_dbm:.1f} dBm.", values))
    if study.difference_db is not None:
        values = {"difference_db": abs(study.difference_db)}
        found.append(
            Message("ITM loses {difference_db:.1f} dB more than P.1812.", values)
            if study.difference_db > 0
            else Message("ITM loses {difference_db:.1f} dB less than P.1812.", values)
        )
    return found


def _sight(study: PathStudy) -> Message:
    where = {
        "at_km": study.excess_at_m * KM_PER_M,
        "metres": abs(study.excess_m),
    }
    if study.is_in_sight:
        return Message(
            "Line of sight: the nearest obstacle, {at_km:.2f} km from the start, stays"
            " {metres:.0f} m below it.",
            where,
        )
    return Message(
        "No line of sight: {at_km:.2f} km from the start the ground or what stands"
        " on it rises {metres:.0f} m above it.",
        where,
    )


def _zone(study: PathStudy) -> Message:
    return Message(
        "First Fresnel zone: the least clearance is {ratio:.2f} of its radius,"
        " {at_km:.2f} km from the start; 0.6 is enough.",
        {"ratio": study.clearance_ratio, "at_km": study.clearance_at_m * KM_PER_M},
    )


def _obstacles(study: PathStudy) -> list[Message]:
    worst = sorted(study.obstacles, key=lambda item: item.clearance_ratio)
    shown = sorted(worst[:_MOST_MARKS], key=lambda item: item.from_start_m)
    found = []
    for number, item in enumerate(shown, start=1):
        place = ""
        if item.lon_deg is not None and item.lat_deg is not None:
            place = f" ({item.lon_deg:.5f}, {item.lat_deg:.5f})"
        found.append(
            Message(
                "Obstacle {number}: {from_start_km:.2f} km from the start,"
                " {from_end_km:.2f} km from the end{place}; top {top_m:.0f} m above"
                " the sea, {excess_m:+.0f} m against the line of sight.",
                {
                    "number": number,
                    "from_start_km": item.from_start_m * KM_PER_M,
                    "from_end_km": item.from_end_m * KM_PER_M,
                    "place": place,
                    "top_m": item.top_m,
                    "excess_m": item.excess_m,
                },
            )
        )
    if len(study.obstacles) > len(shown):
        more = {"count": len(study.obstacles) - len(shown)}
        found.append(Message("{count} smaller obstacles are not listed.", more))
    return found


def _rises(study: PathStudy) -> list[Message]:
    found = []
    if any(study.sight_rise_m):
        start_m, end_m = study.sight_rise_m
        found.append(
            Message(
                "For line of sight the first antenna must rise by {start_m:.0f} m, or"
                " the second by {end_m:.0f} m.",
                {"start_m": start_m, "end_m": end_m},
            )
        )
    if any(study.clear_rise_m):
        start_m, end_m = study.clear_rise_m
        found.append(
            Message(
                "For 60 % of the Fresnel zone the first antenna must rise by"
                " {start_m:.0f} m, or the second by {end_m:.0f} m.",
                {"start_m": start_m, "end_m": end_m},
            )
        )
    return found


def needed_sentences(study: PathStudy) -> tuple[Message, ...]:
    """Return the antenna heights that the place would need."""
    return tuple(
        Message(
            "{station}, {distance_km:.2f} km{today}: {answers}",
            {
                "station": _station(mast),
                "distance_km": mast.distance_m * KM_PER_M,
                "today": _today(mast),
                "answers": _joined(
                    [_height(model, x) for model, x in mast.heights.items()]
                ),
            },
        )
        for mast in study.needed
    )


def synthetic_sentences(study: PathStudy) -> tuple[Message, ...]:
    """Return on which synthetic layers the study rests."""
    if not study.synthetic_layers:
        return ()
    names: Message = Message(study.synthetic_layers[0])
    for layer in study.synthetic_layers[1:]:
        names = Message("{first}; {second}", {"first": names, "second": Message(layer)})
    text = "These results rest on synthetic layers: {names}."
    return (Message(text, {"names": names}),)


def _station(mast: NeededMast) -> Message:
    if not mast.site_id:
        technology = {"technology": mast.technology}
        return Message("A new mast with {technology}", technology)
    values = {"operator": mast.operator, "site": mast.site_id}
    if mast.is_nearest and not mast.is_strongest:
        return Message("{operator}, nearest station {site}", values)
    if mast.is_strongest and not mast.is_nearest:
        return Message("{operator}, strongest station {site}", values)
    return Message("{operator}, station {site}", values)


def _today(mast: NeededMast) -> Message | str:
    if mast.antenna_m is None:
        return ""
    return Message(", antenna at {height_m:.0f} m", {"height_m": mast.antenna_m})


def _joined(parts: list[Message]) -> Message | str:
    if not parts:
        return ""
    joined = parts[0]
    for part in parts[1:]:
        joined = Message("{first}; {second}", {"first": joined, "second": part})
    return Message("{joined}.", {"joined": joined})


def _height(model: PathModel, found: NeededHeight) -> Message:
    values: dict[str, object] = {
        "model": MODEL_NAMES[model],
        "limit_m": found.limit_m,
        "level_dbm": found.level_dbm,
        "best_m": found.best_height_m,
    }
    if found.height_m is None:
        return Message(
            "{model} out of reach below {limit_m:.0f} m (at best {level_dbm:.1f} dBm,"
            " at {best_m:.0f} m)",
            values,
        )
    values["height_m"] = found.height_m
    if found.is_lasting:
        return Message("{model} from {height_m:.0f} m on", values)
    return Message(
        "{model} from {height_m:.0f} m on, but not at every greater height", values
    )


def path_notes(
    losses: Sequence[ModelLoss],
    conditions: PathConditions,
    heights_m: tuple[float, float],
) -> tuple[Message, ...]:
    """Return where the numbers are to be taken with care.

    Args:
        losses: What the models say.
        conditions: Whether clutter at the ends was asked for: then it is counted.
        heights_m: Antennas above the ground.
    """
    counted_m = {
        clutter.seen_height_m(height_m)
        for height_m, clutter in zip(
            heights_m, conditions.terminal_clutter, strict=True
        )
        if clutter is not None
    }
    notes: list[Message] = []
    for loss in losses:
        if loss.p1812 is not None:
            notes += [
                note
                for note in loss.p1812.notes
                if note.values.get("height_m") not in counted_m
            ]
        if loss.itm is not None:
            notes += [
                Message("ITM was not tried there: {caution}", {"caution": _CAUTIONS[x]})
                for x in loss.itm.cautions
            ]
    return tuple(notes)
