import json
import subprocess
import sys
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.io.results_directory import ResultsDirectory
from hatangso.io.write_lock import LOCK_FILE, write_lock

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


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        '{"steps": []}',
        '{"steps": {"coverage": 5}}',
        '{"steps": {"coverage": {"inputs": {}, "outputs": {"a": 1}}}}',
        '{"steps": {"coverage": {"inputs": {}}}}',
        "[" * 100_000,
    ],
)
def test_a_manifest_that_is_damaged_is_stale_and_is_written_anew(
    tmp_path: Path, sites: Path, text: str
) -> None:
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    (results.path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(StaleResultError, match="run hatangso coverage"):
        results.require_fresh("coverage", inputs=[sites])
    with pytest.raises(StaleResultError, match="run hatangso coverage"):
        results.has_step("plan")
    _publish(tmp_path, {"a.csv": "1"}, [sites])
    results.require_fresh("coverage", inputs=[sites])


def test_what_a_manifest_names_outside_the_results_is_not_removed(
    tmp_path: Path, sites: Path
) -> None:
    results = _publish(tmp_path, {"a.csv": "1"}, [sites])
    path = results.path / "manifest.json"
    text = path.read_text(encoding="utf-8").replace("results/a.csv", "sites.csv")
    path.write_text(text, encoding="utf-8")
    _publish(tmp_path, {"a.csv": "1"}, [sites])
    assert sites.is_file()


def test_an_input_edited_while_a_step_runs_makes_it_stale(
    tmp_path: Path, sites: Path
) -> None:
    results = ResultsDirectory.of(tmp_path)
    before = results.fingerprint([sites])
    sites.write_text("id\nB\n", encoding="utf-8")
    with results.staging() as folder:
        results.publish(
            folder, "coverage", inputs=before, parameters={}, about={}, finished_at=NOON
        )
    with pytest.raises(StaleResultError, match=r"sites\.csv changed"):
        results.require_fresh("coverage", inputs=[sites])


ONE_STEP = """
import sys
from pathlib import Path
from hatangso.io.results_directory import ResultsDirectory

results = ResultsDirectory.of(Path(sys.argv[1]))
with results.staging() as folder:
    (folder / sys.argv[2]).write_text("1", encoding="utf-8")
    results.publish(
        folder, sys.argv[2], inputs=[], parameters={}, about={}, finished_at=""
    )
"""


def test_steps_that_run_at_once_all_stand_in_the_manifest(tmp_path: Path) -> None:
    names = [f"step{number}" for number in range(4)]
    commands = [[sys.executable, "-c", ONE_STEP, str(tmp_path), name] for name in names]
    runs = [subprocess.Popen(command) for command in commands]  # noqa: S603 - this Python
    assert [run.wait() for run in runs] == [0] * len(names)
    manifest = ResultsDirectory.of(tmp_path).manifest()
    assert sorted(manifest["steps"]) == names  # type: ignore[call-overload]


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with (
        write_lock(tmp_path),
        pytest.raises(InvalidInputError, match="wait for it"),
        write_lock(tmp_path, patience_s=0.1),
    ):
        pytest.fail("two writers")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed(tmp_path: Path, sites: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        check=True,
        text=True,
    )
    results = ResultsDirectory.of(tmp_path)
    (results.path / ".unfinished-abc").mkdir(parents=True)
    (results.path / LOCK_FILE).write_text(gone.stdout.strip(), encoding="ascii")
    _publish(tmp_path, {"a.csv": "1"}, [sites])
    assert sorted(path.name for path in results.path.iterdir()) == [
        "a.csv",
        "manifest.json",
    ]


def test_results_stay_fresh_where_only_the_place_of_the_register_changes(
    tmp_path: Path,
) -> None:
    described = tmp_path / "province.toml"
    described.write_text('name = "Thung Lũng"\n\n[source]\nregister = "a"\n')
    results = ResultsDirectory.of(tmp_path)
    before = results.fingerprint([described])
    named = 'register = "postgresql+psycopg://host/name"\n'
    described.write_text(named + described.read_text())
    assert results.fingerprint([described]) == before
    described.write_text(described.read_text().replace('register = "a"', ""))
    assert results.fingerprint([described]) != before


def test_results_stay_fresh_when_a_table_that_no_step_reads_gets_its_origin(
    tmp_path: Path,
) -> None:
    described = tmp_path / "province.toml"
    layers = '[layers.sites]\nreality = "real"\n'
    told = '[layers.dossiers]\nreality = "real"\nsource = "[sic]"\n'
    hashes = set()
    for text in (layers, f"{layers}\n{told}", f"{told}\n{layers}", f"{layers}{told}\n"):
        described.write_text(f'name = "Thung Lũng"\n\n{text}', encoding="utf-8")
        prints = ResultsDirectory.of(tmp_path).fingerprint([described])
        hashes.add(prints["province.toml"])
    assert len(hashes) == 1
    described.write_text(f'name = "Thung Lũng"\n\n{told}', encoding="utf-8")
    assert (
        ResultsDirectory.of(tmp_path).fingerprint([described])["province.toml"]
        not in hashes
    )
