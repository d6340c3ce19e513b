"""Plans as JSON, written and read back, and their items as a CSV table."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from hatangso.errors import Message
from hatangso.io.csv_tables import write_csv
from hatangso.model.plan import (
    BuildKind,
    Candidate,
    CurvePoint,
    Plan,
    PlanItem,
    PlanQuestion,
)
from hatangso.model.site import Technology

__all__ = ["read_plans", "write_curve", "write_items", "write_plans"]

_ITEM_HEADER = (
    "question",
    "order",
    "id",
    "kind",
    "site_id",
    "operator",
    "lon_deg",
    "lat_deg",
    "commune",
    "antenna_height_m",
    "ground_m",
    "road_distance_m",
    "cost_vnd",
    "gained_people",
    "gained_localities",
    "synthetic_layers",
)
# Coordinates to a metre, lengths to a metre: what the plan can vouch for.
_PLACE_DECIMALS = 5


def write_plans(
    path: Path, plans: Sequence[Plan], *, synthetic_layers: Sequence[str] = ()
) -> None:
    """Write plans as one JSON document, with the synthetic layers they rest on."""
    content = {
        "synthetic_layers": list(synthetic_layers),
        "plans": [asdict(_rounded(plan)) for plan in plans],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_plans(path: Path) -> list[Plan]:
    """Read back what ``write_plans`` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [_plan(entry) for entry in content["plans"]]


def write_items(
    path: Path,
    plans: Sequence[Plan],
    commune_of: Mapping[str, str],
    *,
    synthetic_layers: Sequence[str] = (),
) -> None:
    """Write what each plan builds, one row per item.

    Args:
        path: The file.
        plans: In the order in which they are written.
        commune_of: Name of the commune in which each candidate stands.
        synthetic_layers: Synthetic layers that the plans rest on.
    """
    rows = [
        (
            plan.question,
            order,
            item.candidate.id,
            item.candidate.kind,
            item.candidate.site_id or "",
            item.candidate.operator,
            f"{item.candidate.lon_deg:.5f}",
            f"{item.candidate.lat_deg:.5f}",
            commune_of.get(item.candidate.id, ""),
            f"{item.candidate.antenna_height_m:g}",
            f"{item.candidate.ground_m:.0f}",
            f"{item.candidate.road_distance_m:.0f}",
            item.candidate.cost_vnd,
            item.gained_people,
            "; ".join(item.gained),
            "; ".join(synthetic_layers),
        )
        for plan in plans
        for order, item in enumerate(plan.items, start=1)
    ]
    write_csv(path, _ITEM_HEADER, rows)


def write_curve(
    path: Path, curve: Sequence[CurvePoint], *, synthetic_layers: Sequence[str] = ()
) -> None:
    """Write the cost curve, with the synthetic layers that it rests on."""
    header = (
        "budget_vnd",
        "cost_vnd",
        "people",
        "localities",
        "gap_ratio",
        "synthetic_layers",
    )
    rows = [
        (
            point.budget_vnd,
            point.cost_vnd,
            point.people,
            point.localities,
            f"{point.gap_ratio:.6f}",
            "; ".join(synthetic_layers),
        )
        for point in curve
    ]
    write_csv(path, header, rows)


def _rounded(plan: Plan) -> Plan:
    items = tuple(
        replace(
            item,
            candidate=replace(
                item.candidate,
                lon_deg=round(item.candidate.lon_deg, _PLACE_DECIMALS),
                lat_deg=round(item.candidate.lat_deg, _PLACE_DECIMALS),
                ground_m=round(item.candidate.ground_m),
                road_distance_m=round(item.candidate.road_distance_m),
            ),
        )
        for item in plan.items
    )
    # Messages hold a mapping that is no plain dict; JSON wants one.
    notes = tuple(Message(note.text, dict(note.values)) for note in plan.notes)
    return replace(plan, items=items, notes=notes)


def _plan(entry: Mapping[str, Any]) -> Plan:
    fields = dict(entry)
    fields["technology"] = Technology(fields["technology"])
    fields["question"] = PlanQuestion(fields["question"])
    fields["items"] = tuple(_item(item) for item in fields["items"])
    fields["curve"] = tuple(CurvePoint(**point) for point in fields["curve"])
    fields["notes"] = tuple(Message(**note) for note in fields["notes"])
    for name in ("left_out", "unreachable"):
        fields[name] = tuple(fields[name])
    return Plan(**fields)


def _item(entry: Mapping[str, Any]) -> PlanItem:
    candidate = dict(entry["candidate"])
    candidate["kind"] = BuildKind(candidate["kind"])
    candidate["covers"] = tuple(candidate["covers"])
    return PlanItem(
        Candidate(**candidate), tuple(entry["gained"]), entry["gained_people"]
    )
