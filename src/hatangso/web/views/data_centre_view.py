"""Data centres as their page shows them: bars, rows that lead to records, a chart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from markupsafe import Markup

from hatangso.capacity.centre_size import SizeRequest
from hatangso.capacity.packing import Proof, Verdict
from hatangso.capacity.racks import RackLack
from hatangso.capacity.run_out import RunOut
from hatangso.capacity.utilisation import HostUse, ResourceUse
from hatangso.errors import InvalidInputError, Message
from hatangso.language import Language, format_number, format_shortest
from hatangso.language.typed_numbers import NumberStyle, StyleDecision, read_number
from hatangso.model.data_centre import Resource, VirtualMachine
from hatangso.model.record import Record
from hatangso.web.charts.bars import bar
from hatangso.web.charts.line_chart import Goal, Line, LineChart, Point, line_chart
from hatangso.workflows.data_centres.centre_report import CentreEnergy

__all__ = [
    "LACKS",
    "PROOFS",
    "RESOURCES",
    "VERDICTS",
    "HostRow",
    "RecordAddresses",
    "host_rows",
    "machines_asked",
    "pue_chart",
    "run_out_words",
    "size_asked",
    "use_bar",
]

RESOURCES: Mapping[Resource, Message] = {
    Resource.CORES: Message("processors"),
    Resource.MEMORY: Message("memory (GB)"),
    Resource.DISK: Message("disk (GB)"),
}
VERDICTS: Mapping[Verdict, tuple[Message, str]] = {
    Verdict.YES: (Message("survived"), "met"),
    Verdict.NO: (Message("not survived"), "failed"),
    Verdict.UNKNOWN: (Message("not known"), "unknown"),
}
PROOFS: Mapping[Proof, Message] = {
    Proof.TOO_LARGE: Message("a machine is larger than every host that is left"),
    Proof.TOTAL: Message("all machines together take more than the hosts have"),
    Proof.APART: Message("more machines must be apart than there are hosts"),
    Proof.SEARCH: Message("every way to place them was excluded"),
    Proof.PLACES: Message("a size is not known"),
    Proof.OPEN: Message("the search was given up"),
}
LACKS: Mapping[RackLack, Message] = {
    RackLack.SPACE: Message("units"),
    RackLack.POWER: Message("power"),
    RackLack.FEED_LOSS: Message("power when a feed is lost"),
    RackLack.COOLING: Message("cooling"),
}
_FULL, _NEARLY = 1.0, 0.85
_MOST_MACHINES = 500


@dataclass(frozen=True)
class HostRow:
    """A host: its address, how many machines it carries, how full it is."""

    name: str
    href: str
    machines_n: int
    machines_href: str
    uses: tuple[ResourceUse, ...]
    fullest_ratio: float


class RecordAddresses:
    """Where the records of some kinds are, by their code."""

    def __init__(self, records: Callable[[str], Sequence[Record]]) -> None:
        """Keep where records come from."""
        self._records = records
        self._known: dict[str, dict[str, int]] = {}

    def of(self, kind: str, key: str) -> str:
        """Return the page of a record; empty when there is none."""
        if kind not in self._known:
            self._known[kind] = {
                str(one.values.get("id")): one.id for one in self._records(kind)
            }
        found = self._known[kind].get(key)
        return f"/ha-tang/{kind}/{found}" if found else ""


def use_bar(ratio: float | None) -> Markup:
    """Return a bar of a share; above all there is, it is full and of another tone."""
    if ratio is None:
        return bar([(1.0, "unknown")])
    tone = "missed" if ratio > _FULL else "at-risk" if ratio > _NEARLY else "met"
    return bar([(min(ratio, 1.0), tone)])


def host_rows(
    hosts: Iterable[HostUse], addresses: RecordAddresses
) -> tuple[HostRow, ...]:
    """Return the hosts of a pool, the fullest first."""
    rows = [
        HostRow(
            one.host,
            addresses.of("host", one.host),
            one.machines_n,
            f"/ha-tang/virtual_machine?{urlencode({'f.host_id': one.host})}",
            one.uses,
            max((use.used_ratio or 0.0 for use in one.uses), default=0.0),
        )
        for one in hosts
    ]
    return tuple(sorted(rows, key=lambda one: (-one.fullest_ratio, one.name)))


def run_out_words(
    found: RunOut, day: Callable[[date], str], growth: Callable[[float], str]
) -> Message:
    """Return when a resource runs out, in a sentence."""
    if not found.is_known:
        text = "not known: {count} points, three are needed"
        return Message(text, {"count": found.points_n})
    if found.earliest_on is None:
        return Message("not before {day}", {"day": found.horizon_on})
    if found.expected_on is None:
        text = "with 90% certainty not before {day}; it grows by {growth} a year"
        told = {"day": day(found.earliest_on), "growth": growth(found.per_year or 0.0)}
        return Message(text, told)
    late = Message("after the horizon")
    return Message(
        "{day}, with 90% certainty between {first} and {last}; it grows by {growth} a"
        " year",
        {
            "day": day(found.expected_on),
            "first": day(found.earliest_on),
            "last": day(found.latest_on) if found.latest_on else late,
            "growth": growth(found.per_year or 0.0),
        },
    )


def pue_chart(
    energy: CentreEnergy, language: Language, words: Callable[[Message], str]
) -> Markup | None:
    """Return the chart of a centre's months; None when none is known."""
    runs: list[list[Point]] = [[]]
    for one in energy.use.months:
        if one.pue is None:
            # No line crosses a month of which nobody knows.
            runs.append([])
            continue
        day = date(int(one.month[:4]), int(one.month[5:]), 1)
        label = f"{day:%m/%Y}: {format_shortest(one.pue, 2, language)}"
        runs[-1].append(Point(day, one.pue, label, "measured"))
    runs = [run for run in runs if run]
    if not runs:
        return None
    limit = format_shortest(energy.limit_pue, 2, language)
    asked = Message("new centres: at most {limit}", {"limit": limit})
    title = Message("PUE of {centre} by month", {"centre": energy.centre})
    return line_chart(
        LineChart(
            f"pue-{quote(energy.centre, safe='')}",
            words(title),
            words(title),
            "PUE",
            tuple(Line(tuple(run)) for run in runs),
            (Goal(runs[-1][-1].at, energy.limit_pue, words(asked)),),
        ),
        lambda value: format_shortest(value, 2, language),
    )


def machines_asked(asked: Mapping[str, str]) -> tuple[VirtualMachine, ...]:
    """Return the machines of a new system as an address tells them.

    Args:
        asked: ``so`` machines of ``vcpu``, ``ram`` and ``dia`` GB each; ``tach`` says
            that no two may share a host.

    Raises:
        InvalidInputError: A number cannot be read, or is too large.
    """
    count = _typed(asked.get("so", ""), Message("Machines"), most=_MOST_MACHINES)
    sizes = [
        _typed(asked.get(name, ""), title, most=1e6)
        for name, title in (
            ("vcpu", Message("vCPUs")),
            ("ram", Message("Memory (GB)")),
            ("dia", Message("Disk (GB)")),
        )
    ]
    if not count or not any(sizes):
        return ()
    apart = "+" if asked.get("tach") else ""
    cores, memory_gb, disk_gb = (size or 0.0 for size in sizes)
    return tuple(
        VirtualMachine(f"+{at}", cores, memory_gb, disk_gb, apart=apart)
        for at in range(1, round(count) + 1)
    )


def size_asked(asked: Mapping[str, str]) -> SizeRequest | None:
    """Return what a new centre is to carry; None when nothing is told.

    Raises:
        InvalidInputError: A number cannot be read.
    """
    machines, hosts, racks = (
        round(_typed(asked.get(name, ""), title, most=1e6) or 0)
        for name, title in (
            ("may-ao", Message("Machines")),
            ("may-chu", Message("Hosts")),
            ("tu", Message("Racks")),
        )
    )
    power_mw = _typed(asked.get("mw", ""), Message("Power (MW)"), most=1e4)
    if not (machines or hosts or racks):
        return None
    return SizeRequest(
        machines_n=machines,
        hosts_n=hosts,
        racks_n=racks,
        total_kw=None if power_mw is None else power_mw * 1_000,
        is_grown=not asked.get("khong-tang"),
    )


def _typed(text: str, title: Message, *, most: float) -> float | None:
    """Return a number that somebody typed; None for nothing."""
    if not text.strip():
        return None
    found = read_number(text.strip()[:40], StyleDecision(NumberStyle.VIETNAMESE)).value
    if found is None or not 0 <= found <= most:
        raise InvalidInputError(
            '"{text}" cannot be used for {field}: write a number of 0 to {most}',
            text=text[:40],
            field=title,
            most=format_number(most, 0, Language.VI),
        )
    return found
