"""Which dossiers of administrative procedures were handled in time, and the points."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import numpy as np

from hatangso.errors import (
    Finding,
    InvalidInputError,
    Message,
    NotFoundError,
    Place,
    Severity,
)
from hatangso.indicators.scores.score import CriterionScore, Score, score
from hatangso.io.dossier_files import DossierFile, read_dossiers
from hatangso.io.parameter_files import shipped_parameters
from hatangso.io.toml_files import read_toml
from hatangso.model.dossier import Dossier, DossierState
from hatangso.procedures.calendar_rules import CalendarRules, calendar_rules
from hatangso.procedures.timeliness import STATES, Judgement, judge
from hatangso.procedures.totals import Total, totals
from hatangso.workflows.indicator_definitions import shipped_catalogue
from hatangso.workflows.scores import shipped_scheme

__all__ = [
    "CALENDAR_FILE",
    "DOSSIER_FILES",
    "Grouping",
    "JudgedFile",
    "LateDossier",
    "ProcedureSummary",
    "dossier_file",
    "group_keys",
    "judged_file",
    "own_calendar",
    "procedure_rules",
    "procedures_in_time",
]

# Of a province directory: the dossiers, and its own working calendar.
DOSSIER_FILES = ("dossiers.csv", "dossiers.xlsx", "dossiers.xls", "dossiers.ods")
CALENDAR_FILE = "working_calendar.toml"

_SCHEME = "service-quality-2022"
_INDICATOR = "dossier_on_time_ratio"
_PERCENT = 100
_LATEST_SHOWN = 20
_HOUR_MIN = 60


class Grouping(StrEnum):
    """What dossiers are counted by."""

    AGENCY = "agency"
    PROCEDURE = "procedure"
    FIELD = "field"
    MONTH = "month"


_KEYS: dict[Grouping, Callable[[Dossier], str]] = {
    Grouping.AGENCY: lambda one: one.agency,
    Grouping.PROCEDURE: lambda one: one.procedure,
    Grouping.FIELD: lambda one: one.field,
    Grouping.MONTH: lambda one: f"{one.received:%Y-%m}",
}


@dataclass(frozen=True)
class LateDossier:
    """A dossier past its deadline that still waits."""

    id: str
    procedure: str
    agency: str
    deadline: str
    late_h: float
    row: int


@dataclass(frozen=True)
class ProcedureSummary:
    """What a file of dossiers says of the time they took.

    Attributes:
        as_of: The moment it was judged at, in Viet Nam's time.
        rows: Of the file; each is judged, refused or a duplicate.
        moved_deadlines: So many deadlines lay on a day off.
        whole: All dossiers.
        groups: By what was asked, in order.
        waiting_late: The longest past their deadline.
        progress_points: What the ratio earns of the points for it; None without one.
        most_points: So many points the scheme has for it; None while nobody knows.
        score: Under the scheme of Decision 766/QĐ-TTg, from the ratio alone.
        assumed: Days and rules that nobody held against a document.
    """

    file: str
    as_of: datetime
    rows: int
    judged: int
    refused_rows: int
    duplicate_rows: int
    moved_deadlines: int
    whole: Total
    by: Grouping
    groups: tuple[Total, ...]
    waiting_late: tuple[LateDossier, ...]
    progress_points: float | None
    most_points: float | None
    score: Score
    findings: tuple[Finding, ...] = field(default=())
    assumed: tuple[str, ...] = field(default=())


def procedure_rules(calendar: Path | None = None) -> CalendarRules:
    """Return the shipped working calendar with a province's own laid over it.

    Raises:
        InvalidInputError: The file cannot be used.
    """
    shipped = {
        **shipped_parameters("procedures", "handling.toml"),
        **shipped_parameters("procedures", "holidays.toml"),
    }
    return calendar_rules(shipped, read_toml(calendar) if calendar else None)


def dossier_file(directory: Path) -> Path:
    """Return the file of dossiers of a province directory.

    Raises:
        NotFoundError: There is none.
        InvalidInputError: There are several.
    """
    found = [directory / name for name in DOSSIER_FILES if (directory / name).is_file()]
    if not found:
        raise NotFoundError(
            "{directory} has no dossiers: put the export of the one-stop system there"
            " as dossiers.csv or dossiers.xlsx",
            directory=directory,
        )
    if len(found) > 1:
        raise InvalidInputError(
            "{directory} has several files of dossiers, {names}: leave one of them",
            directory=directory,
            names=", ".join(one.name for one in found),
        )
    return found[0]


def own_calendar(directory: Path) -> Path | None:
    """Return the working calendar of a province directory; None without one."""
    path = directory / CALENDAR_FILE
    return path if path.is_file() else None


@dataclass(frozen=True)
class JudgedFile:
    """A file of dossiers and what became of each."""

    read: DossierFile
    rules: CalendarRules
    as_of: datetime
    judgement: Judgement

    def totals(self, keys: Sequence[str]) -> tuple[Total, ...]:
        """Count the dossiers by a key each."""
        counts_late = self.rules.waiting_late_counts.value
        return totals(keys, self.judgement, waiting_late_counts=counts_late)

    def summary(self, by: Grouping) -> ProcedureSummary:
        """Return what the file says, counted by agency, procedure, field or month."""
        read, dossiers = self.read, self.read.dossiers
        whole = self.totals([""] * len(dossiers))
        every = whole[0] if whole else _nothing()
        scored = _score(every)
        progress = _progress(scored)
        return ProcedureSummary(
            file=read.file,
            as_of=self.as_of,
            rows=read.rows,
            judged=len(dossiers),
            refused_rows=read.refused_rows,
            duplicate_rows=read.duplicate_rows,
            moved_deadlines=int(self.judgement.is_moved.sum()),
            whole=every,
            by=by,
            groups=self.totals(group_keys(dossiers, by)),
            waiting_late=_latest(dossiers, self.judgement),
            progress_points=progress.points,
            most_points=progress.criterion.most_points,
            score=scored,
            findings=(
                *read.findings,
                *_future(read.file, dossiers, self.as_of),
                *_unknown_years(read.file, dossiers, self.rules),
            ),
            assumed=_assumed(self.rules),
        )


def group_keys(dossiers: Sequence[Dossier], by: Grouping) -> list[str]:
    """Return what each dossier is counted under."""
    return list(map(_KEYS[by], dossiers))


def judged_file(
    file: Path, *, as_of: datetime, calendar: Path | None = None
) -> JudgedFile:
    """Hold the dossiers of a file against their deadlines.

    Args:
        file: Exported by a one-stop system.
        as_of: In Viet Nam's time, without an offset; later events count as not yet
            happened.
        calendar: A province's own days off, make-up days, hours.

    Raises:
        InvalidInputError: A file cannot be read or used.
    """
    rules = procedure_rules(calendar)
    read = read_dossiers(file)
    return JudgedFile(read, rules, as_of, judge(read.dossiers, rules, as_of=as_of))


def procedures_in_time(
    path: Path,
    *,
    as_of: datetime,
    calendar: Path | None = None,
    by: Grouping = Grouping.AGENCY,
) -> ProcedureSummary:
    """Return what a file of dossiers says of the time they took.

    Args:
        path: Exported by a one-stop system, or a province directory with such a file.
        as_of: In Viet Nam's time, without an offset; later events count as not yet
            happened.
        calendar: A province's own days off, make-up days, hours; None for that of the
            directory.
        by: What to count by.

    Raises:
        NotFoundError: The directory has no dossiers.
        InvalidInputError: A file cannot be read or used.
    """
    if path.is_dir():
        path, calendar = dossier_file(path), calendar or own_calendar(path)
    return judged_file(path, as_of=as_of, calendar=calendar).summary(by)


def _nothing() -> Total:
    return Total("", dict.fromkeys(STATES, 0), 0, None, None, None)


def _score(whole: Total) -> Score:
    values: Mapping[str, float] = {}
    if whole.on_time_ratio is not None:
        values = {_INDICATOR: whole.on_time_ratio * _PERCENT}
    return score(shipped_scheme(_SCHEME, shipped_catalogue()), values)


def _progress(scored: Score) -> CriterionScore:
    return next(
        one
        for part in scored.parts
        for one in part.criteria
        if one.criterion.indicator == _INDICATOR
    )


def _latest(
    dossiers: tuple[Dossier, ...], judgement: Judgement
) -> tuple[LateDossier, ...]:
    """Return the dossiers that wait longest past their deadline."""
    waits = judgement.state == STATES.index(DossierState.WAITING_LATE)
    places = np.flatnonzero(waits)
    order = np.lexsort((places, judgement.deadline[places]))[:_LATEST_SHOWN]
    return tuple(
        LateDossier(
            id=dossiers[i].id,
            procedure=dossiers[i].procedure,
            agency=dossiers[i].agency,
            deadline=str(judgement.deadline[i]),
            late_h=float(judgement.late_min[i] / _HOUR_MIN),
            row=dossiers[i].row,
        )
        for i in map(int, places[order])
    )


def _future(file: str, dossiers: tuple[Dossier, ...], as_of: datetime) -> list[Finding]:
    """Return the dossiers with a time behind the moment of the judgement."""
    text = "a time lies in the future, after {day}: it counts as not yet happened"
    day = as_of.strftime("%d/%m/%Y %H:%M")
    return [
        Finding(
            Severity.WARNING,
            Place(file, one.row),
            Message(text, {"day": day}),
            Message("correct the time, or judge at a later day"),
            one.id,
        )
        for one in dossiers
        if one.received > as_of
        or any(end is not None and end > as_of for end in (one.returned, one.resolved))
        or any(max(start, end or start) > as_of for start, end in one.supplements)
    ]


def _unknown_years(
    file: str, dossiers: tuple[Dossier, ...], rules: CalendarRules
) -> list[Finding]:
    """Return one warning a year whose days off nobody told."""
    years = {one.received.year for one in dossiers}
    years |= {one.due.year for one in dossiers if one.due is not None}
    years |= {one.returned.year for one in dossiers if one.returned is not None}
    return [
        Finding(
            Severity.WARNING,
            Place(file),
            Message(
                "the calendar knows no public holidays of {year}:"
                " only weekends are off",
                {"year": year},
            ),
            Message("give the days off of that year with --calendar"),
            year,
        )
        for year in sorted(years - rules.known_years)
    ]


def _assumed(rules: CalendarRules) -> tuple[str, ...]:
    days = (*rules.day_off, *rules.make_up, *rules.own_day_off, *rules.own_make_up)
    return tuple(
        f"{one.first:%d/%m/%Y} {one.name}"
        for one in sorted(days, key=lambda one: (one.first, one.name))
        if one.assumption
    )
