"""The scenarios of a province: saved whole or not at all."""

from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.workflows.scenario_store import (
    delete_scenario,
    free_name,
    list_scenarios,
    save_scenario,
    scenario_file,
)

_CONTENT: dict[str, object] = {
    "title_vi": "Gói 30 tỷ",
    "years": [2026, 2027],
    "service": [{"technology": "4G"}],
}


def _names(directory: Path) -> list[str]:
    return [one.name for one in list_scenarios(directory)]


def test_scenarios_are_listed_with_the_usual_one_first(tmp_path: Path) -> None:
    for name in ("province", "parameters", "calibration"):
        (tmp_path / f"{name}.toml").write_text("years = [2026]")
    (tmp_path / "notes.toml").write_text('colour = "blue"')
    (tmp_path / "broken.toml").write_text("years = [")
    for name in ("a-plan", "plan", "b"):
        save_scenario(tmp_path, name, _CONTENT, seen="")
    assert _names(tmp_path) == ["plan", "a-plan", "b", "broken"]
    assert scenario_file(tmp_path, "broken").problem is not None


def test_what_cannot_be_used_leaves_everything_as_it_was(tmp_path: Path) -> None:
    before = save_scenario(tmp_path, "plan", _CONTENT, seen="")
    bad = {**_CONTENT, "years": ["soon"], "operator": 5}
    with pytest.raises(InvalidInputError) as refused:
        save_scenario(tmp_path, "plan", bad, seen=before.sha256)
    assert {one.place.column for one in refused.value.findings} == {"years", "operator"}
    assert scenario_file(tmp_path, "plan") == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["plan.toml"]


def test_comments_of_a_file_move_to_its_head(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(
        'years = [2026] # as decided\n# why 4G\n[[service]]\ntechnology = "4G"\n'
    )
    seen = scenario_file(tmp_path, "plan").sha256
    save_scenario(tmp_path, "plan", _CONTENT, seen=seen)
    assert path.read_text(encoding="utf-8").startswith("# as decided\n# why 4G\n")


def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    seen = save_scenario(tmp_path, "plan", _CONTENT, seen="").sha256
    save_scenario(tmp_path, "plan", {**_CONTENT, "years": [2030]}, seen=seen)
    with pytest.raises(StaleResultError, match=r"plan\.toml"):
        save_scenario(tmp_path, "plan", _CONTENT, seen=seen)
    with pytest.raises(InvalidInputError, match="already"):
        save_scenario(tmp_path, "plan", _CONTENT, seen="")


@pytest.mark.parametrize(
    "name", ["../plan", "", "Plan", "a b", "province", "parameters", "x" * 90, "a/b"]
)
def test_names_that_lead_elsewhere_are_no_scenarios(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        save_scenario(tmp_path, name, _CONTENT, seen="")
    with pytest.raises(NotFoundError):
        scenario_file(tmp_path, name)


def test_names_that_results_need_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="mended"):
        save_scenario(tmp_path, "north_tasks", _CONTENT, seen="")


def test_a_name_is_made_of_the_title(tmp_path: Path) -> None:
    assert free_name(tmp_path, "Gói 30 tỷ đồng!") == "goi-30-ty-dong"
    (tmp_path / "goi-30-ty-dong.toml").touch()
    assert free_name(tmp_path, "Gói 30 tỷ đồng!") == "goi-30-ty-dong-2"
    assert free_name(tmp_path, "Province") == "province-2"
    assert free_name(tmp_path, "???") == "plan"


def test_the_usual_scenario_cannot_be_deleted_and_others_can(tmp_path: Path) -> None:
    for name in ("plan", "other"):
        save_scenario(tmp_path, name, _CONTENT, seen="")
    with pytest.raises(InvalidInputError, match="usual"):
        delete_scenario(tmp_path, "plan")
    delete_scenario(tmp_path, "other")
    assert _names(tmp_path) == ["plan"]
    with pytest.raises(NotFoundError):
        delete_scenario(tmp_path, "other")
