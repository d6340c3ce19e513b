"""What the adoption of a plan changes, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hatangso.documents.report_content import Text
from hatangso.model.record import FieldValue
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.workflows.register.plan_adoption import (
    TASK_KIND,
    AdoptionPreview,
    ChangedTask,
)

__all__ = ["AdoptionView", "FieldChange", "TaskChange", "adoption_view"]

_MOST_SHOWN = 50


@dataclass(frozen=True)
class FieldChange:
    """One field that changes."""

    label: Text
    before: FieldValue
    after: FieldValue
    is_money: bool


@dataclass(frozen=True)
class TaskChange:
    """One task that changes."""

    id: str
    name: str
    fields: tuple[FieldChange, ...]
    lead: FieldValue
    deadline: FieldValue
    budget_vnd: FieldValue
    funding: FieldValue


@dataclass(frozen=True)
class AdoptionView:
    """What the page shows: the first tasks of each sort, and how many there are.

    Attributes:
        kept: Codes of tasks that stay though the plan has them no more.
        budget_vnd: Of all new tasks.
    """

    created: tuple[TaskChange, ...]
    created_count: int
    updated: tuple[TaskChange, ...]
    updated_count: int
    removed: tuple[TaskChange, ...]
    removed_count: int
    kept: tuple[str, ...]
    unchanged: int
    budget_vnd: int
    mark: str

    @property
    def changes_nothing(self) -> bool:
        """Return whether all tasks stay as they are."""
        return not (self.created_count or self.updated_count or self.removed_count)


def adoption_view(preview: AdoptionPreview) -> AdoptionView:
    """Return what the page shows of a preview."""
    budgets = [one.after.get("budget_vnd") for one in preview.created]
    return AdoptionView(
        created=_shown(preview.created),
        created_count=len(preview.created),
        updated=_shown(preview.updated),
        updated_count=len(preview.updated),
        removed=_shown(preview.removed),
        removed_count=len(preview.removed),
        kept=preview.kept,
        unchanged=preview.unchanged,
        budget_vnd=sum(one for one in budgets if isinstance(one, int)),
        mark=preview.mark,
    )


def _shown(tasks: Sequence[ChangedTask]) -> tuple[TaskChange, ...]:
    return tuple(_change(one) for one in tasks[:_MOST_SHOWN])


def _change(task: ChangedTask) -> TaskChange:
    kind = shipped_kinds()[TASK_KIND]
    told = task.after or task.before
    is_update = bool(task.before and task.after)
    fields = tuple(
        FieldChange(
            Text(kind.field(name).label_vi, kind.field(name).label_en),
            task.before.get(name),
            after,
            is_money=name == "budget_vnd",
        )
        for name, after in (task.after.items() if is_update else ())
    )
    return TaskChange(
        id=task.id,
        name=task.name,
        fields=fields,
        lead=told.get("lead"),
        deadline=told.get("deadline"),
        budget_vnd=told.get("budget_vnd"),
        funding=told.get("funding_source"),
    )
