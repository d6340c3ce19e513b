"""The layers of a plan as a GIS reads them."""

from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest

from hatangso.io.geopackage import VectorLayer, write_geopackage
from hatangso.workflows.plan_layers import plan_layers
from small_build_plan import small_build_plan
from small_report import small_report

PROVINCE = small_report().province
PLAN = small_build_plan(PROVINCE.localities)


@pytest.fixture(scope="module")
def layers() -> dict[str, VectorLayer]:
    return {layer.name: layer for layer in plan_layers(PROVINCE, [PLAN, PLAN])}


def test_all_columns_are_as_long_as_the_layer(layers: dict[str, VectorLayer]) -> None:
    assert list(layers) == ["plan_works", "plan_routes", "plan_left_out", "plan_tasks"]
    for layer in layers.values():
        assert {len(cells) for cells in layer.columns.values()} == {
            len(layer.geometries)
        }


def test_works_are_points_and_routes_lines(layers: dict[str, VectorLayer]) -> None:
    works, routes = layers["plan_works"], layers["plan_routes"]
    assert len(works.geometries) == 2 * 10
    assert set(works.columns["plan"]) == {1, 2}
    assert {one.geom_type for one in routes.geometries} == {"LineString"}
    assert list(routes.columns["kind_vi"])[:2] == ["Tuyến cáp quang", "Chặng vi ba"]
    cost_vnd = sum(works.columns["cost_vnd"]) + sum(routes.columns["cost_vnd"])  # type: ignore[arg-type]
    # A satellite link has no course.
    assert cost_vnd == 2 * (PLAN.cost_vnd - 10_000_000)


def test_tasks_are_those_of_the_first_plan(layers: dict[str, VectorLayer]) -> None:
    tasks = layers["plan_tasks"]
    assert sum(tasks.columns["budget_vnd"]) == PLAN.cost_vnd  # type: ignore[arg-type]
    assert "31/12/2027" in tasks.columns["deadline"]


def test_numbers_stay_numbers_in_the_file(
    layers: dict[str, VectorLayer], tmp_path: Path
) -> None:
    path = tmp_path / "plan.gpkg"
    write_geopackage(path, list(layers.values()))
    for name, column in (
        ("plan_works", "cost_vnd"),
        ("plan_routes", "length_m"),
        ("plan_left_out", "remedy_cost_vnd"),
        ("plan_tasks", "budget_vnd"),
    ):
        info = pyogrio.read_info(path, layer=name)
        kinds = dict(zip(info["fields"], info["dtypes"], strict=True))
        assert kinds[column] in {"int64", "float64"}


def test_a_plan_that_builds_nothing_has_empty_layers() -> None:
    empty = replace(PLAN, items=(), left_out=())
    assert all(not layer.geometries for layer in plan_layers(PROVINCE, [empty]))
    assert all(not layer.geometries for layer in plan_layers(PROVINCE, []))
