import json
from pathlib import Path

import pytest

from hatangso.errors import NotFoundError, StaleResultError
from hatangso.io.results_directory import ResultsDirectory

NOON = "2026-01-01T12:00:00"


def _publish(
    directory: Path, files: dict[str, str], inputs: list[Path], step: str = "coverage"
) -> ResultsDirectory:
    results = ResultsDirectory.of(directory)
    with results.staging() as folder:
        for name, content in files.items():
            (folder / name).write_text(content, encoding="utf-8")
        results.publish(
            folder, step, inputs=inputs, parameters={}, about={}, finished_at=NOON
        )
    return results


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text("id\nA\n", encoding="utf-8")
    return path


def test_nothing_stays_of_a_step_that_fails(tmp_path: Path) -> None:
    results = ResultsDirectory.of(tmp_path)

    def fail() -> None:
        with results.staging() as folder:
            (folder / "half.csv").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(results.path.iterdir()) == []


def test_results_are_fresh_until_an_input_changes(tmp_path: Path, sites: Path) -> None:
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    results.require_fresh("coverage", inputs=[sites])
    sites.write_text("id\nB\n", encoding="utf-8")
    with pytest.raises(StaleResultError, match=r"sites\.csv changed"):
        results.require_fresh("coverage", inputs=[sites])


def test_a_new_input_makes_results_stale(tmp_path: Path, sites: Path) -> None:
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    clutter = tmp_path / "clutter.tif"
    clutter.write_bytes(b"x")
    with pytest.raises(StaleResultError, match=r"clutter\.tif changed"):
        results.require_fresh("coverage", inputs=[sites, clutter])


def test_a_result_edited_by_hand_is_noticed(tmp_path: Path, sites: Path) -> None:
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    (results.path / "a.csv").write_text("2", encoding="utf-8")
    with pytest.raises(StaleResultError, match=r"results/a\.csv"):
        results.require_fresh("coverage", inputs=[sites])


def test_a_step_that_was_not_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="run hatangso coverage"):
        ResultsDirectory.of(tmp_path).require_fresh("coverage", inputs=[])


def test_files_that_a_step_no_longer_writes_are_removed(
    tmp_path: Path, sites: Path
) -> None:
    _publish(tmp_path, {"a.csv": "1", "b.csv": "1"}, [sites])
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    assert sorted(f.name for f in results.path.iterdir()) == ["a.csv", "manifest.json"]


def test_steps_keep_each_other_in_the_manifest(tmp_path: Path, sites: Path) -> None:
    _publish(tmp_path, {"a.csv": "1"}, [sites])
    results = _publish(tmp_path, {"b.csv": "1"}, [sites], step="assess")
    manifest = json.loads((results.path / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(manifest["steps"]) == ["assess", "coverage"]
