"""Scenarios as the TOML files that people read and edit."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hatangso.packs
from hatangso.io.scenario_files import read_scenario
from hatangso.io.scenario_writing import scenario_comments, scenario_text

_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
_SCENARIOS = sorted(Path(hatangso.packs.__file__).parent.glob("*/plan.toml"))


@given(_TEXTS, st.lists(_TEXTS, max_size=3), st.floats(-1e9, 1e9), st.booleans())
def test_what_is_written_is_read_back(
    title: str,
    forbidden: list[str],
    percent: float,
    sure: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    content = {
        "title_vi": title,
        "carries_over": sure,
        "forbidden": forbidden,
        "goal": [{"service": title, "percent": percent, "kinds": ["school"]}],
    }
    assert tomllib.loads(scenario_text(content)) == content


def test_unknown_keys_and_empty_values_are_left_out() -> None:
    text = scenario_text({"years": [2026], "operator": None, "spell": "x"})
    assert text == "years = [2026]\n"


@pytest.mark.parametrize("path", _SCENARIOS, ids=lambda path: path.parent.name)
def test_shipped_scenarios_survive_with_their_comments(
    path: Path, tmp_path: Path
) -> None:
    raw = path.read_text(encoding="utf-8")
    comments = scenario_comments(raw)
    assert len(comments) == sum(line.startswith("#") for line in raw.splitlines())
    again = tmp_path / path.name
    again.write_text(scenario_text(tomllib.loads(raw), comments), encoding="utf-8")
    assert read_scenario(again) == read_scenario(path)
    assert scenario_comments(again.read_text(encoding="utf-8")) == comments


def test_a_hash_within_a_text_is_no_comment() -> None:
    text = 'a = "# \\" # no" # yes\nb = \'#\\\' # ja\n#\n'
    assert scenario_comments(text) == ("yes", "ja", "")
