"""A programme as its page shows it: tasks with their time, money and targets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from hatangso.errors import Message
from hatangso.language import Language, fold, sort_key, translate
from hatangso.model.programme_task import Milestone, TaskState
from hatangso.programme.lateness import Delay, ProgrammeParameters, is_over
from hatangso.web.charts.timeline import (
    TimeBar,
    TimeMark,
    TimeSpan,
    time_bar,
    time_span,
)
from hatangso.web.snapshot import ProvinceSnapshot
from hatangso.web.views.target_line import TargetLine, target_line
from hatangso.workflows.own_parameters import own_parameters
from hatangso.workflows.programme import (
    DELAY_WORDS,
    ProgrammeSummary,
    ServedTarget,
    TaskStanding,
    programme_from,
)
from hatangso.workflows.targets import ProvinceTargets, TargetStanding

__all__ = [
    "SHOWN",
    "STATE_WORDS",
    "TaskFilter",
    "TaskLine",
    "filtered",
    "kept_programme",
    "leads",
    "programme_span",
    "sources",
    "task_line",
]

STATE_WORDS = {
    TaskState.NOT_STARTED: (Message("not started"), "waiting"),
    TaskState.UNDER_WAY: (Message("under way"), "running"),
    TaskState.DONE: (Message("done"), "done"),
    TaskState.STOPPED: (Message("stopped"), "former"),
    None: (Message("state not told"), "unknown"),
}
# What an address may ask for, each with its words and who is shown.
SHOWN: dict[str, tuple[Message, Callable[[TaskStanding], bool]]] = {
    "tre": (Message("Late"), lambda one: one.lateness.is_late),
    "mo": (Message("Open"), lambda one: not is_over(one.task)),
    "xong": (Message("Done"), lambda one: one.task.state is TaskState.DONE),
    "dung": (Message("Stopped"), lambda one: one.task.state is TaskState.STOPPED),
    "chua-ro": (
        Message("State, budget or share not told"),
        lambda one: (
            one.task.state is None
            or one.money.planned_vnd is None
            or one.task.done_ratio is None
        ),
    ),
    "mau-thuan": (
        Message("Contradicting themselves"),
        lambda one: bool(one.contradictions),
    ),
}


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks are shown; empty fields ask for all."""

    text: str = ""
    lead: str = ""
    source: str = ""
    shown: str = ""

    def takes(self, one: TaskStanding) -> bool:
        """Return whether a task is shown."""
        task = one.task
        if self.lead and task.lead != self.lead:
            return False
        if self.source and self.source not in _sources_of(one):
            return False
        if self.shown in SHOWN and not SHOWN[self.shown][1](one):
            return False
        told = (task.id, task.name, task.lead, *task.cooperating, task.risk)
        return fold(self.text) in fold(" ".join(told))


@dataclass(frozen=True)
class TaskLine:
    """A task in words.

    Attributes:
        delays: Why it is late, in words.
        bar: Its time; nothing is said there that is not said in words.
        milestones_done: Of its milestones.
        served: The target that it moves; None when it names none.
        target: Where that target stands; None when the province's documents have no
            such target.
    """

    standing: TaskStanding
    state: Message
    tone: str
    delays: tuple[Message, ...]
    bar: Markup
    milestones_done: int
    served: ServedTarget | None
    target: TargetLine | None


def kept_programme(snapshot: ProvinceSnapshot, today: date) -> ProgrammeSummary:
    """Return the programme on a day, computed once per state of the province."""
    return snapshot.part(
        f"programme on {today}",
        lambda: programme_from(
            snapshot.records,
            own_parameters(snapshot.directory, "programme", ProgrammeParameters),
            today=today,
        ),
    )


def filtered(found: ProgrammeSummary, wanted: TaskFilter) -> list[TaskStanding]:
    """Return the tasks that somebody asks for, the latest first."""
    return [one for one in found.tasks if wanted.takes(one)]


def leads(found: ProgrammeSummary) -> list[str]:
    """Return who leads a task, in the order of the alphabet."""
    return sorted({one.task.lead for one in found.tasks} - {""}, key=sort_key)


def sources(found: ProgrammeSummary) -> list[str]:
    """Return whose money there is, in the order of the alphabet."""
    named = {name for one in found.tasks for name in _sources_of(one)}
    return sorted(named - {""}, key=sort_key)


def _sources_of(one: TaskStanding) -> set[str]:
    return {part.source for part in one.funding} or {one.task.source}


def programme_span(shown: Sequence[TaskStanding], today: date) -> TimeSpan:
    """Return the time that the bars of some tasks share."""
    days: list[date | None] = []
    for one in shown:
        days += [one.task.starts_on, one.task.deadline]
        days += [step.due_on for step in one.milestones]
    return time_span(days, today=today)


def task_line(
    one: TaskStanding,
    span: TimeSpan,
    targets: ProvinceTargets,
    language: Language,
    *,
    today: date,
) -> TaskLine:
    """Return a task in words, with its time drawn."""
    state, tone = STATE_WORDS[one.task.state]
    found = _standing(one.target, targets)
    return TaskLine(
        one,
        state,
        tone,
        tuple(DELAY_WORDS[delay] for delay in one.lateness.delays),
        time_bar(_bar(one, language, today), span, today=today),
        sum(step.done_on is not None for step in one.milestones),
        one.target,
        target_line(found, targets, language) if found else None,
    )


def _bar(one: TaskStanding, language: Language, today: date) -> TimeBar:
    task = one.task
    tone = "missed" if one.lateness.is_late else "on-course"
    marks = list(_marks(one.milestones, language, today))
    if task.deadline is not None:
        words = translate(Message("deadline {day}", {"day": task.deadline}), language)
        ends = "missed" if Delay.DEADLINE in one.lateness.delays else "deadline"
        marks.append(TimeMark(task.deadline, ends, words))
    ratio = task.done_ratio
    if task.state is TaskState.DONE:
        tone, ratio = "met", 1.0 if ratio is None else ratio
    return TimeBar(task.starts_on, task.deadline, tone, ratio, tuple(marks))


def _marks(
    steps: Iterable[Milestone], language: Language, today: date
) -> Iterable[TimeMark]:
    for step in steps:
        if step.due_on is None:
            continue
        values = {"name": step.name, "day": step.due_on}
        words = translate(Message("{name}: {day}", values), language)
        if step.done_on is not None:
            tone = "met"
        else:
            tone = "missed" if step.due_on < today else "on-course"
        yield TimeMark(step.due_on, tone, words)


def _standing(
    served: ServedTarget | None, targets: ProvinceTargets
) -> TargetStanding | None:
    """Return where a served target stands: by its code, else indicator and period."""
    if served is None:
        return None
    if served.code in targets.every:
        return targets.every[served.code]
    return next(
        (
            one
            for one in targets.standings
            if served.indicator
            and one.target.indicator == served.indicator
            and one.target.period == served.period
        ),
        None,
    )
