import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError
from hatangso.model.plan import BuildKind
from hatangso.model.site import Technology
from hatangso.planning.costs import candidate_cost_vnd, cost_parameters
from hatangso.planning.siting import siting_parameters

SHIPPED = Path(__file__).parents[2] / "src" / "hatangso" / "planning"
COSTS = tomllib.loads((SHIPPED / "costs.toml").read_text("utf-8"))
SITING = tomllib.loads((SHIPPED / "siting.toml").read_text("utf-8"))


def cost_vnd(kind: BuildKind, technology: Technology, **lengths_m: float) -> int:
    costs = cost_parameters(COSTS)
    return candidate_cost_vnd(costs, kind=kind, technology=technology, **lengths_m)


@pytest.mark.parametrize("table", [COSTS, SITING])
def test_every_shipped_figure_has_unit_and_source(table: dict[str, dict]) -> None:
    for entry in table.values():
        assert entry["unit"]
        assert entry["source"]
        assert isinstance(entry["assumption"], bool)


def test_every_shipped_price_is_called_an_assumption() -> None:
    assert all(entry["assumption"] for entry in COSTS.values())


def test_shipped_prices_give_round_figures() -> None:
    assert cost_vnd(BuildKind.UPGRADE, Technology.G4) == 350_000_000
    assert cost_vnd(BuildKind.SHARE, Technology.G4) == 600_000_000
    mast = cost_vnd(BuildKind.NEW_MAST, Technology.G4, mast_height_m=42)
    assert mast == 1_490_000_000


@given(st.floats(0, 30_000), st.floats(0, 30_000))
def test_farther_never_costs_less(one_m: float, other_m: float) -> None:
    near_m, far_m = sorted((one_m, other_m))
    for name in ("road_distance_m", "grid_distance_m", "backhaul_distance_m"):
        near = cost_vnd(BuildKind.NEW_MAST, Technology.G4, **{name: near_m})
        far = cost_vnd(BuildKind.NEW_MAST, Technology.G4, **{name: far_m})
        assert near <= far


def test_far_from_the_grid_the_sun_is_cheaper() -> None:
    near = cost_vnd(BuildKind.NEW_MAST, Technology.G4)
    far = cost_vnd(BuildKind.NEW_MAST, Technology.G4, grid_distance_m=50_000)

    assert far - near == COSTS["off_grid_power_vnd"]["value"]


def test_plain_numbers_replace_tables() -> None:
    costs = cost_parameters({**COSTS, "upgrade_4g_vnd": 400_000_000})

    assert costs.upgrade_4g_vnd == 400_000_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"upgrade_6g_vnd": 1}, "upgrade_6g_vnd"),
        ({"upgrade_4g_vnd": -1}, "-1"),
        ({"upgrade_4g_vnd": "many"}, "many"),
        ({"upgrade_4g_vnd": True}, "True"),
        ({"upgrade_4g_vnd": float("nan")}, "nan"),
        ({"upgrade_4g_vnd": {"unit": "đồng"}}, "upgrade_4g_vnd"),
        ({"winding_ratio": 0.5}, "winding_ratio"),
    ],
)
def test_wrong_parameter_is_named(changes: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        cost_parameters({**COSTS, **changes})


def test_missing_parameter_is_named() -> None:
    with pytest.raises(InvalidInputError, match="mast_height_m is missing"):
        siting_parameters(
            {name: entry for name, entry in SITING.items() if name != "mast_height_m"}
        )
