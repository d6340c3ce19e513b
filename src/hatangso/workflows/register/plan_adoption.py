"""Make a plan the province's own: its works become tasks of the register.

A task knows the work that it stands for, so that a plan which is adopted again changes
the tasks that there are. What people noted of a task (how far it is, what was paid) is
theirs and stays.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hatangso.documents.plan_bundles import ROUTE_KINDS
from hatangso.documents.plan_tasks import UNKNOWN_OPERATOR, plan_tasks
from hatangso.documents.whereabouts import Whereabouts
from hatangso.errors import StaleResultError
from hatangso.model.build_plan import BuildPlan
from hatangso.model.plan_task import PlanTask
from hatangso.model.province import Province
from hatangso.model.record import (
    Action,
    Actor,
    ChangeSet,
    Edit,
    FieldValue,
    Record,
)
from hatangso.model.work import Work
from hatangso.registry.register import Register
from hatangso.workflows.register.edit_records import commit_edits
from hatangso.workflows.register.import_files import CommitSummary

__all__ = [
    "NOT_STARTED",
    "TASK_KIND",
    "Adoption",
    "AdoptionPreview",
    "ChangedTask",
    "adopt_plan",
    "coded_tasks",
    "newest_adoption",
    "preview_adoption",
]

TASK_KIND = "task"
# Tasks of an adopted plan are told from others by how their codes begin.
_MARK = "QH-"
NOT_STARTED = "not_started"
_REASON = "Thông qua phương án {name}"
_ADOPTED = re.compile(r"Thông qua phương án ([a-z0-9_-]+)(?:: (.*))?", re.DOTALL)


@dataclass(frozen=True)
class ChangedTask:
    """A task that changes.

    Attributes:
        before: Values of the fields that change; empty for a new task.
        after: What they become; empty for one that goes.
    """

    id: str
    name: str
    before: Mapping[str, FieldValue]
    after: Mapping[str, FieldValue]


@dataclass(frozen=True)
class AdoptionPreview:
    """What the adoption of a plan would change.

    Attributes:
        created: New tasks, in the order of the plan.
        updated: Tasks of which the plan says something else.
        removed: Tasks that the plan has no more and nobody has begun.
        kept: Codes of tasks that the plan has no more, but somebody has begun: they
            stay.
        unchanged: How many tasks stay as they are.
        edits: The changes, for the register.
        mark: Changes with anything above; 16 hexadecimal digits.
    """

    created: tuple[ChangedTask, ...]
    updated: tuple[ChangedTask, ...]
    removed: tuple[ChangedTask, ...]
    kept: tuple[str, ...]
    unchanged: int
    edits: tuple[Edit, ...]
    mark: str


@dataclass(frozen=True)
class Adoption:
    """That a plan was adopted.

    Attributes:
        scenario: Name of its scenario.
        reason: As whoever adopted it said.
        change_set: The set of changes in the register.
    """

    scenario: str
    reason: str
    change_set: ChangeSet


def preview_adoption(
    name: str, plan: BuildPlan, province: Province, tasks: Iterable[Record]
) -> AdoptionPreview:
    """Return what changes when a plan is adopted.

    Args:
        name: Of the scenario.
        plan: What it answers.
        province: Where.
        tasks: All tasks of the register.
    """
    asked = _asked_tasks(name, plan, province)
    standing = {
        str(one.values["id"]): one
        for one in tasks
        if str(one.values.get("id") or "").startswith(_MARK)
    }
    edits: list[Edit] = []
    created: list[ChangedTask] = []
    updated: list[ChangedTask] = []
    for code, values in asked.items():
        record = standing.get(code)
        if record is None:
            new = {**values, "state": NOT_STARTED}
            created.append(ChangedTask(code, str(values["name"]), {}, new))
            edits.append(Edit(TASK_KIND, Action.CREATE, values=new))
        elif changes := _changes(record, values):
            before = {field: record.values.get(field) for field in changes}
            updated.append(ChangedTask(code, str(values["name"]), before, changes))
            edits.append(_edit(record, Action.UPDATE, changes))
    gone = [standing[code] for code in sorted(set(standing) - set(asked))]
    removed = [one for one in gone if not _is_begun(one)]
    edits += [_edit(one, Action.DELETE, {}) for one in removed]
    return AdoptionPreview(
        created=tuple(created),
        updated=tuple(updated),
        removed=tuple(
            ChangedTask(str(x.values["id"]), str(x.values.get("name")), x.values, {})
            for x in removed
        ),
        kept=tuple(str(one.values["id"]) for one in gone if _is_begun(one)),
        unchanged=len(asked) - len(created) - len(updated),
        edits=tuple(edits),
        mark=sha256(repr(edits).encode()).hexdigest()[:16],
    )


def adopt_plan(
    directory: Path,
    name: str,
    preview: AdoptionPreview,
    *,
    seen: str,
    actor: Actor,
    at: datetime,
    reason: str,
) -> CommitSummary:
    """Write the tasks of a plan into the register, all in one set of changes.

    Args:
        directory: The province directory.
        name: Of the scenario.
        preview: What changes, as it stands now.
        seen: The mark of what the person who adopts was shown.
        actor: Who adopts.
        at: When.
        reason: Why, for those who read the history.

    Raises:
        StaleResultError: The plan or the tasks changed since they were shown.
        InvalidInputError: The actor may not do it.
    """
    if preview.mark != seen:
        raise StaleResultError(
            "the plan or the tasks changed meanwhile: look at the differences again"
        )
    said = _REASON.format(name=name)
    whole = f"{said}: {reason.strip()}" if reason.strip() else said
    return commit_edits(directory, preview.edits, actor=actor, at=at, reason=whole)


def newest_adoption(register: Register) -> Adoption | None:
    """Return the plan that is the province's own; None when there is none.

    An adoption that was taken back does not count; one whose taking back was taken
    back itself does.
    """
    undone: set[int] = set()
    for one in reversed(register.change_sets()):
        if one.id in undone:
            continue
        if one.undoes is not None:
            undone.add(one.undoes)
        elif (found := _ADOPTED.fullmatch(one.reason)) and _has_tasks(one):
            return Adoption(found[1], found[2] or "", one)
    return None


def _has_tasks(change_set: ChangeSet) -> bool:
    return any(kind == TASK_KIND for kind, _ in change_set.counts)


def coded_tasks(plan: BuildPlan, province: Province) -> dict[str, PlanTask]:
    """Return the tasks of a plan in their order, by their codes in the register."""
    works = {item.work.id: item.work for item in plan.items}
    coded: dict[str, PlanTask] = {}
    for task in plan_tasks(plan, province):
        coded[_free(_code(works[task.work_ids[0]]), coded)] = task
    return coded


def _asked_tasks(
    name: str, plan: BuildPlan, province: Province
) -> dict[str, dict[str, FieldValue]]:
    """Return what a plan asks for, by the codes of its tasks."""
    works = {item.work.id: item.work for item in plan.items}
    whereabouts = Whereabouts(province)
    return {
        code: _values(name, code, task, works, whereabouts)
        for code, task in coded_tasks(plan, province).items()
    }


def _values(
    name: str,
    code: str,
    task: PlanTask,
    works: Mapping[str, Work],
    whereabouts: Whereabouts,
) -> dict[str, FieldValue]:
    commune = whereabouts.commune(task.lon_deg, task.lat_deg)
    lasting = [x for x in task.work_ids if works[x].kind not in ROUTE_KINDS]
    return {
        "id": code,
        "name": task.task,
        "lead": task.lead,
        "cooperating": task.cooperating,
        "deadline": task.deadline,
        "budget_vnd": task.budget_vnd,
        "funding_source": task.funding,
        "commune_code": commune.code if commune else None,
        "note": f"Theo phương án {name}: "
        + ("; ".join(lasting) or code.removeprefix(_MARK)),
    }


def _code(work: Work) -> str:
    """Return the code of the task that a work names.

    Works keep their identifiers as long as their place; routes are numbered within one
    plan, so that their place names them.
    """
    if work.kind not in ROUTE_KINDS:
        return f"{_MARK}{work.id}"
    letter = work.id.partition("-")[0]
    return f"{_MARK}{letter}-{work.lat_deg:.5f}-{work.lon_deg:.5f}"


def _free(code: str, taken: Mapping[str, object]) -> str:
    """Return a code that none has yet: two routes may end at one place."""
    number = 2
    free = code
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    return free


def _changes(record: Record, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Return the fields of which the plan says something else than the task."""
    changes = {
        field: value
        for field, value in values.items()
        if record.values.get(field) != value
    }
    # Whoever was found to lead it since is not forgotten for one who is not known.
    if changes.get("lead") == UNKNOWN_OPERATOR and record.values.get("lead"):
        del changes["lead"]
    return changes


def _is_begun(task: Record) -> bool:
    values = task.values
    is_new = values.get("state") in {None, NOT_STARTED}
    return not is_new or bool(values.get("done_percent") or values.get("disbursed_vnd"))


def _edit(record: Record, action: Action, values: Mapping[str, FieldValue]) -> Edit:
    return Edit(TASK_KIND, action, record.id, values, record.revision)
