"""Concerns of procedures: agencies that let dossiers wait, or are late too often.

They rest on what was kept when the dossiers were judged last, however long ago.
"""

from collections.abc import Iterator

from hatangso.errors import Message, NotFoundError, StaleResultError
from hatangso.language.words import fold
from hatangso.model.concern import Concern, Severity
from hatangso.model.dossier import DossierState
from hatangso.procedures.totals import Total
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.procedure_results import (
    KeptProcedures,
    kept_is_fresh,
    kept_procedures,
)
from hatangso.workflows.procedure_words import dossiers_address
from hatangso.workflows.procedures import DOSSIER_FILES, Grouping

__all__ = ["concerns", "procedure_concerns"]

_COMPONENT = "NTS"
_WAITING = Message("Agencies with dossiers past their deadline")
_RATIO = Message("Agencies with too few dossiers in time")
_STALE = Message("Dossiers that are not judged")


def concerns(facts: ConcernFacts) -> Iterator[Concern]:
    """Yield agencies with dossiers past their deadline, or late too often."""
    has_file = any((facts.directory / name).is_file() for name in DOSSIER_FILES)
    try:
        kept = kept_procedures(facts.directory)
    except (NotFoundError, StaleResultError):
        if has_file:
            yield _not_judged(Message("the file of dossiers was not judged yet"))
        return
    if has_file and not kept_is_fresh(facts.directory, kept):
        told = Message(
            "the dossiers or the calendar have changed since they were judged"
        )
        yield _not_judged(told)
    agencies = {
        fold(str(one.values.get("name") or "")): str(one.values["id"])
        for one in facts.records("agency")
    }
    yield from procedure_concerns(kept, agencies)


def procedure_concerns(
    kept: KeptProcedures, agencies: dict[str, str]
) -> tuple[Concern, ...]:
    """Return what is wrong with how long agencies take.

    Args:
        kept: What was found of the dossiers.
        agencies: Keys of the records of agencies by their folded names.
    """
    found = []
    for total in kept.groups[Grouping.AGENCY]:
        key = agencies.get(fold(total.key), "")
        found += [
            *_waiting(kept, total, key),
            *_ratio(kept, total, key),
        ]
    return tuple(found)


def _waiting(kept: KeptProcedures, total: Total, key: str) -> Iterator[Concern]:
    count = total.counts[DossierState.WAITING_LATE]
    if not count:
        return
    values = {"count": count, "day": kept.as_of.date()}
    text = "{count} dossiers wait past their deadline on {day}"
    yield _concern(
        "dossiers_past_deadline", _WAITING, Message(text, values), total, key
    )


def _ratio(kept: KeptProcedures, total: Total, key: str) -> Iterator[Concern]:
    ratio = total.on_time_ratio
    if ratio is None or ratio >= kept.lowest_on_time_ratio:
        return
    values = {
        "ratio_percent": 100 * ratio,
        "lowest_percent": 100 * kept.lowest_on_time_ratio,
        "count": total.had_to_be_handled,
    }
    text = (
        "{ratio_percent:.1f} % of {count} dossiers were in time;"
        " {lowest_percent:.1f} % are asked for (assumed)"
    )
    yield _concern("dossiers_late_too_often", _RATIO, Message(text, values), total, key)


def _concern(
    sort: str, title: Message, message: Message, total: Total, key: str
) -> Concern:
    # Of those that are late too often all are listed, the latest first.
    state = "waiting_late" if title is _WAITING else ""
    return Concern(
        _COMPONENT,
        sort,
        Severity.WARNING,
        title,
        message,
        kind="agency" if key else "",
        key=key,
        name=total.key or "-",
        address=dossiers_address({Grouping.AGENCY: total.key}, state),
    )


def _not_judged(message: Message) -> Concern:
    return Concern(_COMPONENT, "dossiers_not_judged", Severity.NOTICE, _STALE, message)
