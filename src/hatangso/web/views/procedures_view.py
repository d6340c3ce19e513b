"""Dossiers of one-stop offices as pages show them: every number has its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hatangso.errors import Message
from hatangso.language import sort_key
from hatangso.model.dossier import DossierState
from hatangso.model.judged_dossiers import JudgedDossiers
from hatangso.procedures.totals import Total
from hatangso.web.application_state import VIETNAM_TIME
from hatangso.workflows.procedure_results import KeptProcedures
from hatangso.workflows.procedure_words import STATE_WORDS, dossiers_address
from hatangso.workflows.procedures import Grouping

__all__ = [
    "COLUMNS",
    "STATE_FILTERS",
    "DossierLine",
    "DossierPage",
    "GroupLine",
    "NumberCell",
    "ProcedureTables",
    "dossier_page",
    "procedure_tables",
]

STATE_FILTERS: Mapping[str, tuple[Message, tuple[DossierState, ...]]] = {
    "in_time": (
        Message("handled in time"),
        (DossierState.EARLY, DossierState.ON_TIME),
    ),
    **{state.value: (STATE_WORDS[state], (state,)) for state in DossierState},
}
COLUMNS = ("in_time", "late", "waiting", "waiting_late", "suspended")
_APART = ("cancelled", "no_deadline", "not_yet")
_TONES = {"in_time": "good", "late": "late", "waiting_late": "late"}
_PER_PAGE = 100
_LATEST = 10
_HOUR_MIN = 60


@dataclass(frozen=True)
class NumberCell:
    """A number of dossiers and the list behind it.

    Attributes:
        tone: Class of the state's mark; empty for none.
    """

    words: Message
    count: int
    address: str
    tone: str = ""


@dataclass(frozen=True)
class GroupLine:
    """The dossiers of one agency, procedure, field or month.

    Attributes:
        name: None where the file does not tell.
        is_low: Whether the ratio is below the parameter for it.
    """

    name: str | None
    address: str
    dossiers: int
    cells: tuple[NumberCell, ...]
    on_time_ratio: float | None
    late_mean_h: float | None
    is_low: bool


@dataclass(frozen=True)
class DossierLine:
    """One dossier; what is not told is None.

    Attributes:
        deadline: A day where the dossier has all of it.
    """

    id: str
    procedure: str
    agency: str
    received: datetime
    deadline: date | None
    ended: datetime | None
    state: Message
    tone: str
    late_h: float | None
    row: int


@dataclass(frozen=True)
class DossierPage:
    """One page of a list of dossiers."""

    lines: tuple[DossierLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class ProcedureTables:
    """What the page on procedures shows; empty before anything was judged.

    Attributes:
        cells: All dossiers by what became of them.
        apart: Those that are counted apart.
        lines: By what was asked for: one page of the groups.
        groups: So many groups there are.
        latest: Those that wait longest past their deadline.
    """

    cells: tuple[NumberCell, ...] = ()
    apart: tuple[NumberCell, ...] = ()
    lines: tuple[GroupLine, ...] = ()
    latest: tuple[DossierLine, ...] = ()
    page: int = 1
    pages: int = 1
    groups: int = 0


def procedure_tables(
    kept: KeptProcedures, dossiers: JudgedDossiers, by: Grouping, page: int = 1
) -> ProcedureTables:
    """Return all dossiers, a page of the groups, and the latest dossiers."""
    totals = _ordered(kept, by)
    pages = max(1, -(-len(totals) // _PER_PAGE))
    page = min(max(page, 1), pages)
    shown = totals[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    return ProcedureTables(
        cells=_number_cells(kept.whole, {}),
        apart=_number_cells(kept.whole, {}, apart=True),
        lines=tuple(_group_line(one, by, kept.lowest_on_time_ratio) for one in shown),
        latest=_late_lines(dossiers),
        page=page,
        pages=pages,
        groups=len(totals),
    )


def _number_cells(
    total: Total, chosen: Mapping[Grouping, str], *, apart: bool = False
) -> tuple[NumberCell, ...]:
    """Return how many dossiers there are in each state.

    Args:
        total: Of the group.
        chosen: What the group is.
        apart: Whether to return what is counted apart, as far as there is any.
    """
    cells = []
    for name in _APART if apart else COLUMNS:
        words, states = STATE_FILTERS[name]
        count = sum(total.counts[state] for state in states)
        tone = _TONES.get(name, "") if count else ""
        cells.append(NumberCell(words, count, dossiers_address(chosen, name), tone))
    return tuple(one for one in cells if one.count or not apart)


def _ordered(kept: KeptProcedures, by: Grouping) -> Sequence[Total]:
    """Return the groups, most past their deadline first, months in order."""
    totals = kept.groups[by]
    return totals if by is Grouping.MONTH else sorted(totals, key=_weight)


def _weight(total: Total) -> tuple[int, int, object]:
    return (
        -total.counts[DossierState.WAITING_LATE],
        -total.counts[DossierState.LATE],
        sort_key(total.key),
    )


def _group_line(total: Total, by: Grouping, lowest: float) -> GroupLine:
    chosen = {by: total.key}
    ratio = total.on_time_ratio
    name = total.key
    if by is Grouping.MONTH:
        year, _, month = name.partition("-")
        name = f"{month}/{year}"
    return GroupLine(
        name=name or None,
        address=dossiers_address(chosen),
        dossiers=total.dossiers,
        cells=_number_cells(total, chosen),
        on_time_ratio=ratio,
        late_mean_h=total.late_mean_h,
        is_low=ratio is not None and ratio < lowest,
    )


def _late_lines(dossiers: JudgedDossiers) -> tuple[DossierLine, ...]:
    """Return the dossiers that wait longest past their deadline."""
    places = dossiers.found({}, [DossierState.WAITING_LATE])[:_LATEST]
    return _lines(dossiers, [int(place) for place in places])


def dossier_page(
    dossiers: JudgedDossiers, chosen: Mapping[Grouping, str], state: str, page: int
) -> DossierPage:
    """Return a page of the dossiers of a group and a state, the latest first."""
    states = STATE_FILTERS[state][1] if state in STATE_FILTERS else ()
    places = dossiers.found({str(by): name for by, name in chosen.items()}, states)
    pages = max(1, -(-len(places) // _PER_PAGE))
    page = min(max(page, 1), pages)
    shown = places[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    return DossierPage(
        _lines(dossiers, [int(place) for place in shown]), page, pages, len(places)
    )


def _lines(dossiers: JudgedDossiers, places: Sequence[int]) -> tuple[DossierLine, ...]:
    return tuple(_line(dossiers, place) for place in places)


def _line(dossiers: JudgedDossiers, place: int) -> DossierLine:
    state = dossiers.state_of(place)
    ended = _local(dossiers.ended[place].astype(datetime))
    deadline = _local(dossiers.deadline[place].astype(datetime))
    received = _local(dossiers.received[place].astype(datetime))
    assert received is not None  # noqa: S101 - every dossier was received
    is_late = state in {DossierState.LATE, DossierState.WAITING_LATE}
    return DossierLine(
        id=bytes(dossiers.id[place]).decode("utf-8", "replace"),
        procedure=dossiers.name_of(place, Grouping.PROCEDURE),
        agency=dossiers.name_of(place, Grouping.AGENCY),
        received=received,
        deadline=_last_day(deadline),
        ended=ended,
        state=STATE_WORDS[state],
        tone=_state_tone(state),
        late_h=int(dossiers.late_min[place]) / _HOUR_MIN if is_late else None,
        row=int(dossiers.row[place]),
    )


def _state_tone(state: DossierState) -> str:
    if state in {DossierState.LATE, DossierState.WAITING_LATE}:
        return "late"
    return "good" if state in STATE_FILTERS["in_time"][1] else "unknown"


def _last_day(deadline: datetime | None) -> date | None:
    """Return the day that ends at midnight, which reads better than the next one."""
    if deadline is None or deadline.time() != time():
        return deadline
    return deadline.date() - timedelta(days=1)


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=VIETNAM_TIME)
