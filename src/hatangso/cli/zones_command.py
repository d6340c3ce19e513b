"""The command that says how industrial zones and sensors stand."""

from datetime import datetime

from rich.console import Console
from rich.table import Table

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Json, Lang, now
from hatangso.errors import Message
from hatangso.language import format_number, translate
from hatangso.model.site import Technology
from hatangso.sensing.judgement import SensorState
from hatangso.workflows.concerns.sources.twin import twin_concerns
from hatangso.workflows.zone_twin import TwinSummary, ZoneTwin, read_twins

__all__ = ["zones"]

_COLUMNS = (
    Message("5G, %"),
    Message("Sensors"),
    Message("Out of limits"),
    Message("Silent sensors"),
    Message("Open incidents"),
)


def zones(directory: Directory, *, as_json: Json = False, language: Lang) -> None:
    """Khu công nghiệp: 5G, cảm biến, sự cố (how industrial zones stand)."""
    out = Output(language, as_json)
    with out.errors_shown():
        found = read_twins(directory, now=now())
        concerns = twin_concerns(found)
        if not as_json:
            _say(out, found)
            for one in concerns:
                words = translate(one.title, out.language)
                text = translate(one.message, out.language)
                out.show(f"{words}: {one.name}: {text}.", indent=2, hang=2)
        out.finish({"zones": found, "concerns": concerns})


def _say(out: Output, found: TwinSummary) -> None:
    out.say(
        "{zones} industrial zones, {sensors} sensors; as of {moment}.",
        zones=format_number(len(found.zones), 0, out.language),
        sensors=format_number(len(found.sensors), 0, out.language),
        moment=_moment(found.moment),
    )
    if not found.zones:
        out.say("Import public facilities of the kind industrial zone.")
    if not found.sensors:
        out.say(
            "Import a list of sensors or cameras, or fill in the template; then take in"
            " their readings: hatangso readings."
        )
    if found.is_of_readings:
        out.say(
            "The readings are made up: they are judged at the moment of the newest one."
        )
    if found.no_coverage is not None:
        out.show(translate(found.no_coverage, out.language))
    if found.zones:
        _show_table(out, found)


def _show_table(out: Output, found: TwinSummary) -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column(
        translate(Message("Zone"), out.language), min_width=26, overflow="fold"
    )
    for title in _COLUMNS:
        table.add_column(translate(title, out.language), justify="right")
    for zone in found.zones:
        table.add_row(zone.name, *_cells(out, zone))
    Console(highlight=False).print(table)


def _cells(out: Output, zone: ZoneTwin) -> list[str]:
    covered = [one for one in zone.coverage if one.technology is Technology.G5]
    share = covered[0].share if covered else None
    counts = (
        len(zone.sensors),
        zone.count(SensorState.OUT_OF_LIMITS),
        zone.silent_n,
        len(zone.open_incidents),
    )
    told = "-" if share is None else format_number(100 * share, 0, out.language)
    return [told, *(format_number(one, 0, out.language) for one in counts)]


def _moment(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"
