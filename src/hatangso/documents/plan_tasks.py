"""The annex of tasks: who builds what where, by when, with whose money."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from hatangso.documents.plan_bundles import ROUTE_KINDS, Bundle, plan_bundles
from hatangso.documents.plan_words import (
    is_calendar_year,
    service_names,
    work_phrase,
)
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import OUTSIDE, Whereabouts, within
from hatangso.model.build_plan import BuildPlan
from hatangso.model.demand import Demand
from hatangso.model.place import Locality
from hatangso.model.plan_task import PlanTask
from hatangso.model.province import Province

__all__ = [
    "UNKNOWN_OPERATOR",
    "Funding",
    "FundingRule",
    "plan_tasks",
    "shipped_funding",
]

UNKNOWN_OPERATOR = "Doanh nghiệp viễn thông (chưa xác định)"
_ANY, _UNKNOWN = "any", "unknown"
_ASSUMED = " (giả định)"
_UNDETERMINED = "Chưa xác định"


@dataclass(frozen=True)
class FundingRule:
    """Whose money a task takes.

    Attributes:
        difficulty: Classes of the places served for which it holds.
        power: ``yes``, ``no``, ``unknown`` or ``any``, for grid power there.
        is_assumption: Whether nobody has confirmed it.
    """

    difficulty: tuple[str, ...]
    power: tuple[str, ...]
    source: Text
    is_assumption: bool


@dataclass(frozen=True)
class Funding:
    """Rules of funding, first to last, and the department that helps."""

    rules: tuple[FundingRule, ...]
    department: Text


@cache
def shipped_funding() -> Funding:
    """Return the rules of ``funding.toml``."""
    path = files("hatangso.documents") / "funding.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    department = table["department"]
    return Funding(
        rules=tuple(
            FundingRule(
                difficulty=tuple(entry["difficulty"]),
                power=tuple(entry["power"]),
                source=Text(entry["vi"], entry["en"]),
                is_assumption=entry["assumption"],
            )
            for entry in table["rule"]
        ),
        department=Text(department["vi"], department["en"]),
    )


def plan_tasks(
    plan: BuildPlan, province: Province, *, funding: Funding | None = None
) -> tuple[PlanTask, ...]:
    """Return a task for every place and year of a plan, numbered as in the report.

    Args:
        plan: What to build.
        province: Where; its localities tell class of difficulty and grid power.
        funding: The rules; None takes those that are shipped.
    """
    rules = funding or shipped_funding()
    whereabouts = Whereabouts(province)
    names = service_names(plan)
    return tuple(
        _task(bundle, names, whereabouts, rules)
        for bundle in plan_bundles(plan, whereabouts)
    )


def _task(
    bundle: Bundle,
    names: Mapping[str, Text],
    whereabouts: Whereabouts,
    funding: Funding,
) -> PlanTask:
    work = bundle.main
    served = [
        place
        for one in bundle.gained
        if isinstance(
            place := whereabouts.places.get(Demand.parts_of(one)[1]), Locality
        )
    ]
    return PlanTask(
        number=bundle.number,
        task=_sentence(bundle, names),
        lead="; ".join(bundle.operators) or UNKNOWN_OPERATOR,
        cooperating=_cooperating(bundle, funding),
        deadline=date(bundle.year, 12, 31) if is_calendar_year(bundle.year) else None,
        budget_vnd=bundle.cost_vnd,
        funding=_funding(served, funding.rules),
        people=bundle.gained_people,
        lon_deg=work.lon_deg,
        lat_deg=work.lat_deg,
        work_ids=tuple(item.work.id for item in bundle.items),
    )


def _sentence(bundle: Bundle, names: Mapping[str, Text]) -> str:
    """Return the task: what, where, then what comes with it."""
    phrases = [
        work_phrase(
            item.work, names.get(item.work.service, Text(item.work.service, ""))
        ).vi
        for item in bundle.items
    ]
    commune = "" if bundle.commune == OUTSIDE else f", {within(bundle.commune.vi)}"
    first, *rest = dict.fromkeys(phrases)
    start = f"{first[:1].upper()}{first[1:]}"
    return "; ".join([f"{_placed(start, bundle)}{commune}", *rest])


def _placed(start: str, bundle: Bundle) -> str:
    """Return the first phrase with its place; a station is named in it already."""
    place, site_id = bundle.place.vi, bundle.main.site_id
    if site_id is not None:
        return start.replace(f"trạm {site_id}", place)
    if bundle.main.kind in ROUTE_KINDS:
        return f"{start} đến {place}"
    return f"{start} {place}" if place.startswith("gần ") else f"{start} tại {place}"


def _cooperating(bundle: Bundle, funding: Funding) -> str:
    helpers = [funding.department.vi]
    if bundle.commune != OUTSIDE:
        helpers.insert(0, f"UBND {within(bundle.commune.vi)}")
    return "; ".join(helpers)


def _funding(served: Sequence[Locality], rules: Iterable[FundingRule]) -> str:
    """Return whose money it is by the first rule that fits."""
    difficulty = _one({place.difficulty_class or _UNKNOWN for place in served})
    power = _one({_POWER[place.has_grid_power] for place in served})
    for rule in rules:
        fits = _fits(difficulty, rule.difficulty) and _fits(power, rule.power)
        if fits:
            return rule.source.vi + (_ASSUMED if rule.is_assumption else "")
    return _UNDETERMINED


_POWER = {True: "yes", False: "no", None: _UNKNOWN}


def _one(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else _UNKNOWN


def _fits(value: str, accepted: Sequence[str]) -> bool:
    return value in accepted or _ANY in accepted
