"""Security levels, backups, licences and certificates of information systems.

The register records what was approved. Which level a system must have, and what a
level demands, Decree 85/2016/NĐ-CP and Circular 12/2022/TT-BTTTT say: nothing here
decides it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from hatangso.errors import Message, OutOfRangeError
from hatangso.model.record import FieldValue, Record
from hatangso.planning.candidates.parameters import checked_numbers
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.data_centres.centre_parameters import laid_over
from hatangso.workflows.data_centres.centre_records import is_there, text_of
from hatangso.workflows.register.register_tables import register_view

__all__ = [
    "SECURITY_TITLES",
    "SecurityGap",
    "SecurityParameters",
    "SecurityReport",
    "SecuritySort",
    "read_security_parameters",
    "read_security_report",
    "security_parameters",
    "security_report",
]


_MOST_DAYS = 36_500


class SecuritySort(StrEnum):
    """What there is to look at in a system."""

    NO_LEVEL = "no_level"
    NO_APPROVAL = "no_approval"
    REVIEW_PASSED = "review_passed"
    APPROVAL_OLD = "approval_old"
    NO_BACKUP = "no_backup"
    BACKUP_UNKNOWN = "backup_unknown"
    BACKUP_NOT_ELSEWHERE = "backup_not_elsewhere"
    BACKUP_OLD = "backup_old"
    RESTORE_UNTESTED = "restore_untested"
    RESTORE_OLD = "restore_old"
    LICENCE_ENDED = "licence_ended"
    LICENCE_ENDING = "licence_ending"
    CERTIFICATE_ENDED = "certificate_ended"
    CERTIFICATE_ENDING = "certificate_ending"


SECURITY_TITLES = {
    SecuritySort.NO_LEVEL: Message("No security level"),
    SecuritySort.NO_APPROVAL: Message("A level, but no decision that approved it"),
    SecuritySort.REVIEW_PASSED: Message("The review of the level is due"),
    SecuritySort.APPROVAL_OLD: Message("The level was approved long ago"),
    SecuritySort.NO_BACKUP: Message("No backup"),
    SecuritySort.BACKUP_UNKNOWN: Message("Whether there is a backup is not known"),
    SecuritySort.BACKUP_NOT_ELSEWHERE: Message("No backup elsewhere at a high level"),
    SecuritySort.BACKUP_OLD: Message("The last backup is old, or has no day"),
    SecuritySort.RESTORE_UNTESTED: Message("No test of a restore is recorded"),
    SecuritySort.RESTORE_OLD: Message("The last test of a restore is old"),
    SecuritySort.LICENCE_ENDED: Message("The licence has ended"),
    SecuritySort.LICENCE_ENDING: Message("The licence ends soon"),
    SecuritySort.CERTIFICATE_ENDED: Message("The certificate has ended"),
    SecuritySort.CERTIFICATE_ENDING: Message("The certificate ends soon"),
}

_DAYS = {
    SecuritySort.REVIEW_PASSED: Message("due on {day}"),
    SecuritySort.APPROVAL_OLD: Message("approved on {day}"),
    SecuritySort.BACKUP_OLD: Message("last on {day}"),
    SecuritySort.RESTORE_OLD: Message("last on {day}"),
    SecuritySort.LICENCE_ENDED: Message("ended on {day}"),
    SecuritySort.LICENCE_ENDING: Message("ends on {day}"),
    SecuritySort.CERTIFICATE_ENDED: Message("ended on {day}"),
    SecuritySort.CERTIFICATE_ENDING: Message("ends on {day}"),
}


@dataclass(frozen=True)
class SecurityParameters:
    """Thresholds; each name is explained in ``system_security.toml``."""

    approval_old_days: float
    elsewhere_from_level: float
    backup_old_days: float
    restore_old_days: float
    ending_days: float

    def __post_init__(self) -> None:
        """Refuse spans that no calendar holds.

        Raises:
            OutOfRangeError: A span is longer than a century.
        """
        for item in fields(self):
            value = getattr(self, item.name)
            if not 0 <= value <= _MOST_DAYS:
                raise OutOfRangeError(
                    "{name} must be 0 to {most}; it is {value:g}",
                    name=item.name,
                    most=_MOST_DAYS,
                    value=value,
                )


@dataclass(frozen=True)
class SecurityGap:
    """One thing to look at in one system.

    Attributes:
        record_id: Number of the record.
        key: Code of the system.
        name: What it is called.
        day: The day that it is about; None when there is none.
    """

    sort: SecuritySort
    record_id: int
    key: str
    name: str
    agency: str
    level: str
    day: date | None = None

    @property
    def message(self) -> Message:
        """What its title does not say: the day, else who answers for the system."""
        if self.day is not None:
            return Message(_DAYS[self.sort].text, {"day": self.day})
        if self.sort is SecuritySort.BACKUP_OLD:
            return Message("the day of the last backup is not told")
        if self.agency:
            return Message("run by {agency}", {"agency": self.agency})
        return Message("who runs it is not told")


@dataclass(frozen=True)
class SecurityReport:
    """What there is to look at in the systems of a province.

    Attributes:
        systems_n: Systems that run or stand still.
        levels: How many systems each level has; ``""`` for those without.
        gaps: By sort, then by name.
    """

    systems_n: int
    levels: Mapping[str, int]
    gaps: tuple[SecurityGap, ...]
    parameters: SecurityParameters

    def of(self, sort: SecuritySort) -> tuple[SecurityGap, ...]:
        """Return what there is of one sort."""
        return tuple(one for one in self.gaps if one.sort is sort)

    @property
    def counts(self) -> dict[SecuritySort, int]:
        """Return how many systems there are of each sort that occurs."""
        told = [one.sort for one in self.gaps]
        return {sort: told.count(sort) for sort in SecuritySort if sort in told}


def security_parameters(table: Mapping[str, object]) -> SecurityParameters:
    """Return the thresholds that a table holds, as ``system_security.toml`` has them.

    Raises:
        InvalidInputError: A name is unknown or missing, or a value is no number.
        OutOfRangeError: A span is longer than a century.
    """
    return SecurityParameters(**checked_numbers(SecurityParameters, table))


def read_security_parameters(directory: Path) -> SecurityParameters:
    """Read the thresholds with those of the province laid over them.

    Raises:
        InvalidInputError: Those of the province cannot be used.
    """
    return security_parameters(
        laid_over(directory, "system_security", "workflows", "system_security.toml")
    )


def read_security_report(directory: Path, *, today: date) -> SecurityReport:
    """Return what there is to look at in the systems of a register.

    Raises:
        NotFoundError: It is no province directory.
        InvalidInputError: A table or the thresholds cannot be used.
    """
    with register_view(directory, shipped_kinds()) as view:
        systems = view.records("information_system")
    return security_report(systems, read_security_parameters(directory), today=today)


def security_report(
    systems: Iterable[Record], parameters: SecurityParameters, *, today: date
) -> SecurityReport:
    """Return what there is to look at in systems on a day.

    A day on which something ends is its last: it has ended the day after.
    """
    found: list[SecurityGap] = []
    levels: dict[str, int] = {}
    for record in systems:
        if not is_there(record.values):
            continue
        level = text_of(record.values, "security_level")
        levels[level] = levels.get(level, 0) + 1
        for sort, day in _gaps(record.values, parameters, today):
            found.append(
                SecurityGap(
                    sort,
                    record.id,
                    text_of(record.values, "id"),
                    text_of(record.values, "name"),
                    text_of(record.values, "agency"),
                    level,
                    day,
                )
            )
    order: Sequence[SecuritySort] = tuple(SecuritySort)
    found.sort(key=lambda one: (order.index(one.sort), one.name, one.key))
    return SecurityReport(
        sum(levels.values()), dict(sorted(levels.items())), tuple(found), parameters
    )


_Gaps = Iterator[tuple[SecuritySort, date | None]]


def _gaps(
    values: Mapping[str, FieldValue], parameters: SecurityParameters, today: date
) -> _Gaps:
    yield from _level_gaps(values, parameters, today)
    yield from _backup_gaps(values, parameters, today)
    for name, ended, ending in (
        ("licence_ends_on", SecuritySort.LICENCE_ENDED, SecuritySort.LICENCE_ENDING),
        (
            "certificate_ends_on",
            SecuritySort.CERTIFICATE_ENDED,
            SecuritySort.CERTIFICATE_ENDING,
        ),
    ):
        day = _day(values, name)
        if day is not None and day < today:
            yield ended, day
        elif day is not None and day <= today + timedelta(parameters.ending_days):
            yield ending, day


def _level_gaps(
    values: Mapping[str, FieldValue], parameters: SecurityParameters, today: date
) -> _Gaps:
    if not text_of(values, "security_level"):
        yield SecuritySort.NO_LEVEL, None
        return
    if not text_of(values, "approval_document"):
        yield SecuritySort.NO_APPROVAL, None
    review, approved = _day(values, "review_on"), _day(values, "approved_on")
    if review is not None:
        # Who wrote a day for the review knows better than a threshold.
        if review < today:
            yield SecuritySort.REVIEW_PASSED, review
    elif _is_old(approved, parameters.approval_old_days, today):
        yield SecuritySort.APPROVAL_OLD, approved


def _backup_gaps(
    values: Mapping[str, FieldValue], parameters: SecurityParameters, today: date
) -> _Gaps:
    backup, level = text_of(values, "backup"), text_of(values, "security_level")
    if not backup:
        yield SecuritySort.BACKUP_UNKNOWN, None
    if backup == "none":
        yield SecuritySort.NO_BACKUP, None
    elif (
        backup == "same_place"
        and level
        and int(level) >= parameters.elsewhere_from_level
    ):
        yield SecuritySort.BACKUP_NOT_ELSEWHERE, None
    if backup not in ("same_place", "elsewhere"):
        return
    made = _day(values, "backed_up_on")
    if made is None or _is_old(made, parameters.backup_old_days, today):
        yield SecuritySort.BACKUP_OLD, made
    tested = _day(values, "restore_tested_on")
    if tested is None:
        yield SecuritySort.RESTORE_UNTESTED, None
    elif _is_old(tested, parameters.restore_old_days, today):
        yield SecuritySort.RESTORE_OLD, tested


def _day(values: Mapping[str, FieldValue], name: str) -> date | None:
    day = values.get(name)
    return day if isinstance(day, date) else None


def _is_old(day: date | None, days: float, today: date) -> bool:
    return day is not None and day + timedelta(days) < today
