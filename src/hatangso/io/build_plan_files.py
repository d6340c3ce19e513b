"""Plans over years as JSON, written and read back, and as CSV tables."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
import shapely
from shapely import LineString

from hatangso.errors import InvalidInputError
from hatangso.io.csv_tables import write_csv
from hatangso.language import format_date
from hatangso.model.build_plan import BuildPlan, CurvePoint, LeftOut
from hatangso.model.demand import Demand
from hatangso.model.place import Locality
from hatangso.model.plan_answer import PlanAnswer
from hatangso.model.plan_task import PlanTask

__all__ = [
    "read_answer",
    "write_answer",
    "write_build_items",
    "write_curve_points",
    "write_goal_outcomes",
    "write_left_out",
    "write_plan_tasks",
]

_ITEM_HEADER = (
    "plan",
    "question",
    "order",
    "year",
    "id",
    "kind",
    "service",
    "needs",
    "node",
    "site_id",
    "operator",
    "lon_deg",
    "lat_deg",
    "commune",
    "antenna_height_m",
    "ground_m",
    "road_distance_m",
    "length_m",
    "cost_vnd",
    "gained_people",
    "gained",
    "is_fixed",
    "best_alternative",
    "best_alternative_extra_vnd",
    "synthetic_layers",
)
_GOAL_HEADER = (
    "plan",
    "document",
    "service",
    "measure",
    "facility_kinds",
    "year",
    "asked_ratio",
    "total",
    "before",
    "after",
    "needed",
    "reachable",
    "is_met",
    "is_binding",
)
_LEFT_OUT_HEADER = (
    "plan",
    "service",
    "place_id",
    "name",
    "commune",
    "people",
    "reason",
    "remedy_cost_vnd",
    "remedy_gained_people",
    "remedy_vnd_per_person",
    "remedy_works",
)
_CURVE_HEADER = (
    "budget_vnd",
    "cost_vnd",
    "people",
    "places",
    "gap_ratio",
    "synthetic_layers",
)
# The annex is read and pasted by people, hence its words.
_TASK_HEADER = (
    "TT",
    "Nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn hoàn thành",
    "Kinh phí dự kiến (đồng)",
    "Nguồn kinh phí",
    "Số lượt người được phục vụ thêm",
    "Dữ liệu mô phỏng",
)


def write_answer(path: Path, answer: PlanAnswer) -> None:
    """Write an answer as one JSON document."""
    packed = msgspec.json.encode(answer, enc_hook=_to_json)
    path.write_bytes(msgspec.json.format(packed, indent=1) + b"\n")


def read_answer(path: Path) -> PlanAnswer:
    """Read back what ``write_answer`` wrote, to the last digit.

    Raises:
        InvalidInputError: The file holds something else; the message says where.
    """
    try:
        return msgspec.json.decode(
            path.read_bytes(), type=PlanAnswer, dec_hook=_from_json
        )
    except (msgspec.DecodeError, shapely.GEOSException, UnicodeDecodeError) as error:
        raise InvalidInputError(
            "{file} holds no plan that can be read: {error}; run hatangso plan again",
            file=path.name,
            error=error,
        ) from error


def _to_json(value: object) -> object:
    if isinstance(value, LineString):
        return shapely.get_coordinates(value).tolist()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _from_json(kind: type, value: object) -> object:
    # Lines are no type of JSON; values of a message may be anything that JSON holds.
    return LineString(value) if kind is LineString else value


def write_build_items(
    path: Path,
    plans: Sequence[BuildPlan],
    commune_of: Mapping[str, str],
    *,
    synthetic_layers: Sequence[str] = (),
) -> None:
    """Write what each plan builds, one row per work or route.

    Args:
        path: The file.
        plans: In the order in which they are written; they are numbered from 1.
        commune_of: Name of the commune in which each work stands, by its identifier.
        synthetic_layers: Synthetic layers that the plans rest on.
    """
    synthetic = "; ".join(synthetic_layers)
    rows = []
    for at, plan in enumerate(plans, start=1):
        for order, item in enumerate(plan.items, start=1):
            work = item.work
            best = item.alternatives[0] if item.alternatives else None
            rows.append(
                (
                    at,
                    plan.question,
                    order,
                    item.year,
                    work.id,
                    work.kind,
                    work.service,
                    work.needs,
                    work.node,
                    work.site_id,
                    work.operator,
                    f"{work.lon_deg:.5f}",
                    f"{work.lat_deg:.5f}",
                    commune_of.get(work.id, ""),
                    f"{work.antenna_height_m:g}",
                    f"{work.ground_m:.0f}",
                    f"{work.road_distance_m:.0f}",
                    f"{work.length_m:.0f}",
                    work.cost_vnd,
                    item.gained_people,
                    "; ".join(item.gained),
                    _yes(says=item.is_fixed),
                    "; ".join(best.work_ids) if best else "",
                    best.extra_vnd if best else "",
                    synthetic,
                )
            )
    write_csv(path, _ITEM_HEADER, rows)


def write_goal_outcomes(path: Path, plans: Sequence[BuildPlan]) -> None:
    """Write what becomes of each goal; roads in metres, all else in whole numbers."""
    rows = [
        (
            at,
            one.goal.document,
            one.goal.service,
            one.goal.measure,
            "; ".join(one.goal.kinds),
            one.goal.year,
            one.goal.ratio,
            one.total,
            one.before,
            one.after,
            one.needed,
            one.reachable,
            _yes(says=one.is_met),
            _yes(says=one.is_binding),
        )
        for at, plan in enumerate(plans, start=1)
        for one in plan.goals
    ]
    write_csv(path, _GOAL_HEADER, rows)


def write_left_out(
    path: Path,
    plans: Sequence[BuildPlan],
    localities: Iterable[Locality],
    commune_names: Mapping[str, str],
) -> None:
    """Write whom each plan leaves out, most people first, with the cheapest remedy.

    Args:
        path: The file.
        plans: In the order in which they are written.
        localities: Of the province; a place that is none has no name and no people.
        commune_names: Name of each commune by its code.
    """
    places = {place.id: place for place in localities}
    rows = [
        _left_out_row(at, one, places, commune_names)
        for at, plan in enumerate(plans, start=1)
        for one in sorted(plan.left_out, key=lambda one: _by_people(one, places))
    ]
    write_csv(path, _LEFT_OUT_HEADER, rows)


def _by_people(one: LeftOut, places: Mapping[str, Locality]) -> tuple[int, str]:
    place = places.get(Demand.parts_of(one.demand_id)[1])
    return -place.people if place else 0, one.demand_id


def _left_out_row(
    at: int,
    one: LeftOut,
    places: Mapping[str, Locality],
    commune_names: Mapping[str, str],
) -> tuple[object, ...]:
    service, place_id = Demand.parts_of(one.demand_id)
    place, remedy = places.get(place_id), one.remedy
    people = remedy.gained_people if remedy else 0
    return (
        at,
        service,
        place_id,
        place.name if place else "",
        commune_names.get(place.commune_code, "") if place else "",
        place.people if place else "",
        one.reason,
        remedy.cost_vnd if remedy else "",
        people if remedy else "",
        round(remedy.cost_vnd / people) if remedy and people else "",
        "; ".join(work.id for work in remedy.works) if remedy else "",
    )


def write_plan_tasks(
    path: Path, tasks: Sequence[PlanTask], *, synthetic_layers: Sequence[str] = ()
) -> None:
    """Write the annex: one row per task, in Vietnamese, money in whole đồng."""
    rows = [
        (
            one.number,
            one.task,
            one.lead,
            one.cooperating,
            format_date(one.deadline) if one.deadline else "",
            one.budget_vnd,
            one.funding,
            one.people,
            "; ".join(synthetic_layers),
        )
        for one in tasks
    ]
    write_csv(path, _TASK_HEADER, rows)


def write_curve_points(
    path: Path, curve: Sequence[CurvePoint], *, synthetic_layers: Sequence[str] = ()
) -> None:
    """Write the cost curve, with the synthetic layers that it rests on."""
    rows = [
        (
            point.budget_vnd,
            point.cost_vnd,
            point.people,
            point.places,
            f"{point.gap_ratio:.6f}",
            "; ".join(synthetic_layers),
        )
        for point in curve
    ]
    write_csv(path, _CURVE_HEADER, rows)


def _yes(*, says: bool) -> str:
    return "yes" if says else "no"
