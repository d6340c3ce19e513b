"""The layers of plans that a GIS opens: works, routes, tasks, gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import shapely

from hatangso.documents.plan_bundles import ROUTE_KINDS, Bundle, plan_bundles
from hatangso.documents.plan_left_out import LeftOutRow, left_out_places
from hatangso.documents.plan_tasks import plan_tasks
from hatangso.documents.plan_words import KIND_WORDS, service_names
from hatangso.documents.report_content import Text
from hatangso.documents.whereabouts import Whereabouts
from hatangso.io.geopackage import VectorLayer
from hatangso.language import format_date
from hatangso.model.build_plan import BuildItem, BuildPlan
from hatangso.model.province import Province
from hatangso.workflows.coverage_files import synthetic_cell

__all__ = ["plan_layers"]


@dataclass(frozen=True)
class _Built:
    """An item with the plan and the bundle that it belongs to."""

    plan_number: int
    plan: BuildPlan
    bundle: Bundle
    item: BuildItem

    @property
    def service(self) -> str:
        """Return what people call its service; empty for masts and routes."""
        name = self.item.work.service
        return service_names(self.plan).get(name, Text(name, name)).vi


def plan_layers(province: Province, plans: Sequence[BuildPlan]) -> list[VectorLayer]:
    """Return the layers of plans; plans are numbered from 1.

    The tasks are those of the first plan, the one of which the report speaks.
    """
    whereabouts = Whereabouts(province)
    built = [
        _Built(number, plan, bundle, item)
        for number, plan in enumerate(plans, start=1)
        for bundle in plan_bundles(plan, whereabouts)
        for item in bundle.items
    ]
    synthetic = synthetic_cell(province, "localities", "roads")
    return [
        _works([one for one in built if _is_point(one)], synthetic),
        _routes([one for one in built if one.item.work.line is not None], synthetic),
        _left_out(plans, whereabouts, synthetic),
        _tasks(plans, province, synthetic),
    ]


def _is_point(one: _Built) -> bool:
    return one.item.work.kind not in ROUTE_KINDS


def _shared_columns(built: Sequence[_Built]) -> dict[str, Sequence[object]]:
    return {
        "plan": [one.plan_number for one in built],
        "question": [str(one.plan.question) for one in built],
        "number": [one.bundle.number for one in built],
        "year": [one.item.year for one in built],
        "id": [one.item.work.id for one in built],
        "kind": [str(one.item.work.kind) for one in built],
        "kind_vi": [KIND_WORDS[one.item.work.kind].vi for one in built],
        "place_vi": [one.bundle.place.vi for one in built],
        "commune_vi": [one.bundle.commune.vi for one in built],
        "cost_vnd": [one.item.work.cost_vnd for one in built],
    }


def _works(built: Sequence[_Built], synthetic: str) -> VectorLayer:
    works = [one.item.work for one in built]
    return VectorLayer(
        "plan_works",
        [shapely.Point(work.lon_deg, work.lat_deg) for work in works],
        {
            **_shared_columns(built),
            "service": [work.service for work in works],
            "service_vi": [one.service for one in built],
            "site_id": [work.site_id for work in works],
            "operator": [work.operator for work in works],
            "antenna_height_m": [work.antenna_height_m for work in works],
            "gained_people": [one.item.gained_people for one in built],
            "gained": ["; ".join(one.item.gained) for one in built],
            "is_fixed": [one.item.is_fixed for one in built],
            "synthetic_layers": [synthetic] * len(built),
        },
    )


def _routes(built: Sequence[_Built], synthetic: str) -> VectorLayer:
    works = [one.item.work for one in built]
    return VectorLayer(
        "plan_routes",
        [work.line for work in works if work.line is not None],
        {
            **_shared_columns(built),
            "length_m": [work.length_m for work in works],
            "node": [work.node for work in works],
            "synthetic_layers": [synthetic] * len(built),
        },
    )


def _left_out(
    plans: Sequence[BuildPlan], whereabouts: Whereabouts, synthetic: str
) -> VectorLayer:
    rows: list[tuple[int, LeftOutRow]] = [
        (number, row)
        for number, plan in enumerate(plans, start=1)
        for row in left_out_places(plan, whereabouts)
    ]
    return VectorLayer(
        "plan_left_out",
        [shapely.Point(row.lon_deg, row.lat_deg) for _, row in rows],
        {
            "plan": [number for number, _ in rows],
            "place_id": [row.place_id for _, row in rows],
            "name": [row.name for _, row in rows],
            "commune_vi": [row.commune.vi for _, row in rows],
            "people": [row.people for _, row in rows],
            "service_vi": [row.service.vi for _, row in rows],
            "reason_vi": [row.why.vi for _, row in rows],
            "remedy_vi": [row.remedy.vi or None for _, row in rows],
            # Empty cells make a column of text: 0 stands for no remedy.
            "remedy_cost_vnd": [row.cost_vnd or 0 for _, row in rows],
            "remedy_gained_people": [row.gained_people for _, row in rows],
            "synthetic_layers": [synthetic] * len(rows),
        },
    )


def _tasks(
    plans: Sequence[BuildPlan], province: Province, synthetic: str
) -> VectorLayer:
    tasks = [
        task
        for plan in plans[:1]
        for task in plan_tasks(plan, province)
        if isfinite(task.lon_deg) and isfinite(task.lat_deg)
    ]
    return VectorLayer(
        "plan_tasks",
        [shapely.Point(task.lon_deg, task.lat_deg) for task in tasks],
        {
            "number": [task.number for task in tasks],
            "task": [task.task for task in tasks],
            "lead": [task.lead for task in tasks],
            "cooperating": [task.cooperating for task in tasks],
            "deadline": [
                format_date(task.deadline) if task.deadline else None for task in tasks
            ],
            "budget_vnd": [task.budget_vnd for task in tasks],
            "funding": [task.funding for task in tasks],
            "people": [task.people for task in tasks],
            "works": ["; ".join(task.work_ids) for task in tasks],
            "synthetic_layers": [synthetic] * len(tasks),
        },
    )
