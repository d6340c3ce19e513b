"""The steps on a small province_directory, end to end."""

import csv
import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest
import rasterio

from hatangso.errors import (
    InvalidInputError,
    NotFoundError,
    StaleResultError,
)
from hatangso.io.coverage_tables import read_coverage
from hatangso.model.coverage import CoverageLevel, PointCoverage
from hatangso.model.site import Technology
from hatangso.workflows.assess import assess_province
from hatangso.workflows.coverage import compute_coverage
from hatangso.workflows.demo import run_demo
from hatangso.workflows.plan import plan_build_out
from hatangso.workflows.plan_request import PlanRequest
from hatangso.workflows.progress import Silent
from hatangso.workflows.report import write_report
from hatangso.workflows.workers import Workers
from small_province import LATER, NOW, append_row, edit_csv

QUIET = Silent()
ALL_4G = PlanRequest(technology=Technology.G4)


def _run(directory: Path, now: datetime = NOW, workers: int = 2) -> None:
    compute_coverage(directory, progress=QUIET, now=now, workers=Workers(workers))
    assess_province(directory, technology=Technology.G4, now=now)
    plan_build_out(directory, ALL_4G, progress=QUIET, now=now)
    write_report(directory, technology=Technology.G4, progress=QUIET, now=now)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _coverage(directory: Path) -> dict[tuple[str, Technology], PointCoverage]:
    found = read_coverage(directory / "results" / "locality_coverage.csv")
    return {(c.point_id, c.technology): c for c in found}


def _changed(before: Path, after: Path, file: str, key: int = 2) -> set[str]:
    """Return the first cells of the rows that differ between two runs."""
    old = (before / "results" / file).read_text(encoding="utf-8").splitlines()
    new = (after / "results" / file).read_text(encoding="utf-8").splitlines()
    return {",".join(line.split(",")[:key]) for line in set(old) ^ set(new)}


def test_the_ridge_hides_the_village_behind_it(province_directory: Path) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    found = _coverage(province_directory)
    near, hidden = found["L1", Technology.G4], found["L3", Technology.G4]
    assert near.level is CoverageLevel.GOOD
    assert near.obstacle is None
    assert hidden.level is CoverageLevel.NONE
    assert hidden.site_id == "S2"
    assert hidden.obstacle is not None
    # The ridge stands 400 m high at 105.10, some 1,250 m from the village.
    assert hidden.obstacle.lon_deg == pytest.approx(105.10, abs=0.004)
    assert hidden.obstacle.height_m == pytest.approx(420, abs=25)
    assert hidden.obstacle.distance_m == pytest.approx(1250, abs=400)
    assert hidden.obstacle.antenna_rise_m > 100


def test_the_tables_hold_both_opinions(province_directory: Path) -> None:
    summary = compute_coverage(province_directory, progress=QUIET, now=NOW)
    found = _coverage(province_directory)
    assert found["L1", Technology.G4].second_level is CoverageLevel.GOOD
    uncertain = [key for key, coverage in found.items() if coverage.is_uncertain]
    assert sum(summary.uncertain.values()) == len(uncertain)
    assess_province(province_directory, technology=Technology.G4, now=NOW)
    for row in _rows(province_directory / "results" / "uncovered.csv"):
        coverage = found[row["id"], Technology.G4]
        assert row["itm_level"] == coverage.second_level
        assert row["is_uncertain"] == ("yes" if coverage.is_uncertain else "no")


def test_rasters_and_points_say_the_same(province_directory: Path) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    found = _coverage(province_directory)
    rows = {row["id"]: row for row in _rows(province_directory / "localities.csv")}
    with rasterio.open(province_directory / "results" / "coverage_4g.tif") as dataset:
        assert dataset.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        for name, row in rows.items():
            place = [(float(row["lon_deg"]), float(row["lat_deg"]))]
            level_dbm = float(next(dataset.sample(place))[0])
            point_dbm = found[name, Technology.G4].level_dbm
            # A cell takes the nearest point of the radials, up to half a cell away.
            assert level_dbm == pytest.approx(point_dbm, abs=6)


def test_a_second_run_writes_the_same_bytes(province_directory: Path) -> None:
    twin = province_directory.parent / "twin"
    shutil.copytree(province_directory, twin)
    _run(province_directory)
    _run(twin, now=LATER, workers=1)
    names, others = (
        sorted(
            path.relative_to(place / "results").as_posix()
            for path in (place / "results").rglob("*")
            if path.is_file()
        )
        for place in (province_directory, twin)
    )
    assert names == others
    differing = [
        name
        for name in names
        if (province_directory / "results" / name).read_bytes()
        != (twin / "results" / name).read_bytes()
    ]
    assert differing == ["manifest.json"]
    manifests = [
        json.loads((path / "results" / "manifest.json").read_text(encoding="utf-8"))
        for path in (province_directory, twin)
    ]
    for manifest in manifests:
        for step in manifest["steps"].values():
            del step["finished_at"]
    assert manifests[0] == manifests[1]


def test_moving_one_village_changes_its_rows_alone(province_directory: Path) -> None:
    twin = province_directory.parent / "twin"
    shutil.copytree(province_directory, twin)
    edit_csv(twin / "localities.csv", 5, "lon_deg", 105.17)
    for directory in (province_directory, twin):
        compute_coverage(directory, progress=QUIET, now=NOW)
    changed = _changed(province_directory, twin, "locality_coverage.csv", key=1)
    assert changed == {"L4"}
    for name in ("coverage_4g.tif", "facility_coverage.csv", "road_coverage.csv"):
        same = [
            (path / "results" / name).read_bytes()
            for path in (province_directory, twin)
        ]
        assert same[0] == same[1]


def test_raising_one_mast_changes_only_what_it_serves(province_directory: Path) -> None:
    twin = province_directory.parent / "twin"
    shutil.copytree(province_directory, twin)
    edit_csv(twin / "sites.csv", 3, "structure_height_m", 60)
    edit_csv(twin / "services.csv", 4, "antenna_height_m", 55)
    for directory in (province_directory, twin):
        compute_coverage(directory, progress=QUIET, now=NOW)
    before = _coverage(province_directory)
    changed = _changed(province_directory, twin, "locality_coverage.csv")
    # S2 carries 4G; whoever S1 or S3 serves, and every other technology, stays.
    assert changed
    for name in changed:
        point, technology = name.split(",")
        assert technology == "4G"
        assert before[point, Technology.G4].site_id == "S2"


def test_changing_one_target_changes_its_row_alone(province_directory: Path) -> None:
    twin = province_directory.parent / "twin"
    shutil.copytree(province_directory, twin)
    edit_csv(twin / "figures.csv", 2, "value", 90)
    for directory in (province_directory, twin):
        compute_coverage(directory, progress=QUIET, now=NOW)
        assess_province(directory, technology=Technology.G4, now=NOW)
    assert _changed(province_directory, twin, "targets.csv", key=1) == {"F1"}
    for name in ("indicator_values.csv", "uncovered.csv", "locality_coverage.csv"):
        same = [
            (path / "results" / name).read_bytes()
            for path in (province_directory, twin)
        ]
        assert same[0] == same[1]


def test_the_assessment_says_what_rests_on_synthetic_layers(
    province_directory: Path,
) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    summary = assess_province(province_directory, technology=Technology.G4, now=NOW)
    assert summary.synthetic_layers == ("sites", "services")
    rows = {
        (row["target_id"], row["method"]): row
        for row in _rows(province_directory / "results" / "targets.csv")
    }
    target = rows["F1", "computed"]
    assert target["status"] == "short"
    assert target["rests_on_synthetic"] == "yes"
    assert int(target["numerator"]) + int(target["shortfall_count"]) == 4


def test_uncovered_localities_come_by_people_with_their_reason(
    province_directory: Path,
) -> None:
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    assess_province(province_directory, technology=Technology.G4, now=NOW)
    rows = _rows(province_directory / "results" / "uncovered.csv")
    people = [int(row["people"]) for row in rows]
    assert people == sorted(people, reverse=True)
    assert rows[0]["name"] == "Bản Khuất"
    assert "che khuất" in rows[0]["reason_vi"]
    assert rows[0]["has_grid_power"] == "no"
    assert {row["synthetic_layers"] for row in rows} == {"sites; services"}


def test_steps_refuse_results_of_other_inputs(province_directory: Path) -> None:
    with pytest.raises(NotFoundError, match="hatangso coverage"):
        assess_province(province_directory, technology=Technology.G4, now=NOW)
    compute_coverage(province_directory, progress=QUIET, now=NOW)
    append_row(province_directory / "sites.csv", ("S9", "", 105.05, 21.1, 30, "VNPT"))
    for step in (
        lambda: assess_province(province_directory, technology=Technology.G4, now=NOW),
        lambda: plan_build_out(province_directory, ALL_4G, progress=QUIET, now=NOW),
        lambda: write_report(
            province_directory, technology=Technology.G4, progress=QUIET, now=NOW
        ),
    ):
        with pytest.raises(StaleResultError, match=r"sites\.csv changed"):
            step()


def test_the_report_speaks_of_the_province_and_its_synthetic_layers(
    province_directory: Path,
) -> None:
    _run(province_directory)
    html = (province_directory / "results" / "report.html").read_text(encoding="utf-8")
    assert "Thung Lũng" in html
    assert "Bản Khuất" in html
    assert "mô phỏng" in html
    assert "https://" not in html.replace("https://www.w3.org", "")


def test_the_demo_keeps_what_somebody_edited(
    province_directory: Path, tmp_path: Path
) -> None:
    output = tmp_path / "demo"
    options = {"technology": Technology.G4, "progress": QUIET, "now": NOW}
    first = run_demo(province_directory, output, **options)  # type: ignore[arg-type]
    again = run_demo(province_directory, output, **options)  # type: ignore[arg-type]
    assert first == again
    assert first.report.report.is_file()
    edited = output / "valley" / "sites.csv"
    edit_csv(edited, 2, "structure_height_m", 50)
    with pytest.raises(InvalidInputError, match=r"sites\.csv"):
        run_demo(province_directory, output, **options)  # type: ignore[arg-type]
    assert "50" in edited.read_text(encoding="utf-8")
