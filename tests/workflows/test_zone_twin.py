"""Industrial zones as they stand, and what of them is a concern."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import shapely
from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.geography.grid import WGS84, Grid
from hatangso.io.raster_files import write_geotiff
from hatangso.io.results_directory import ResultsDirectory
from hatangso.model.concern import Concern, Severity
from hatangso.model.coverage import CoverageLevel
from hatangso.model.industrial_zone import Zone
from hatangso.model.record import Record
from hatangso.model.site import Technology
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.sensing.judgement import SensorState
from hatangso.workflows.concerns.concern_facts import ConcernFacts
from hatangso.workflows.concerns.sources.twin import concerns, twin_concerns
from hatangso.workflows.register.register_tables import register_view
from hatangso.workflows.zone_coverage import ZoneCoverage, zone_coverages
from hatangso.workflows.zone_twin import TwinGround, TwinSummary, read_twins, twins_of
from small_province import build_small_province
from zone_samples import LAST, ZONE_ID, add_zone

NOW = LAST + timedelta(minutes=5)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zones") / "valley"
    path.mkdir()
    build_small_province(path)
    add_zone(path)
    return path


@pytest.fixture(scope="module")
def summary(directory: Path) -> TwinSummary:
    return read_twins(directory, now=NOW)


def test_a_zone_has_what_stands_in_it_and_near_it(summary: TwinSummary) -> None:
    far, zone = summary.zones
    assert (zone.id, len(zone.outlines), len(zone.buildings)) == (ZONE_ID, 1, 3)
    assert [(one.site.id, round(one.distance_m)) for one in zone.masts] == [("S1", 0)]
    assert {str(one.technology) for one in zone.masts[0].services} == {"2G", "4G"}
    assert (far.outlines, far.buildings, far.sensors) == ((), (), ())


def test_sensors_are_judged_and_those_not_meant_to_work_are_not(
    summary: TwinSummary,
) -> None:
    states = {
        one.id: one.judgement.state if one.judgement else None
        for one in summary.sensors
    }
    assert states == {
        "C1": SensorState.FRESH,
        "C2": SensorState.OUT_OF_LIMITS,
        "C3": SensorState.SILENT,
        "C4": SensorState.UNHEARD,
        "C5": None,
        "C6": SensorState.FRESH,
    }
    assert [one.id for one in summary.elsewhere] == ["C6"]


def test_an_incident_belongs_to_the_zone_of_its_sensor(summary: TwinSummary) -> None:
    _, zone = summary.zones
    assert [one.id for one in zone.incidents] == ["I1", "I2", "I3"]
    assert [one.id for one in zone.open_incidents] == ["I1", "I2"]
    assert [one.id for one in summary.other_incidents] == ["I4"]


def test_real_readings_grow_old(directory: Path) -> None:
    later = read_twins(directory, now=NOW + timedelta(days=1))
    assert not later.is_of_readings
    assert {one.judgement.state for one in later.sensors if one.judgement} == {
        SensorState.SILENT,
        SensorState.UNHEARD,
    }


def test_made_up_readings_are_judged_when_they_end(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    add_zone(tmp_path)
    path = tmp_path / "province.toml"
    text = path.read_text(encoding="utf-8").replace(
        '[layers.sensor_readings]\nreality = "real"',
        '[layers.sensor_readings]\nreality = "synthetic"',
    )
    path.write_text(text, encoding="utf-8")
    found = read_twins(tmp_path, now=NOW + timedelta(days=900))
    assert found.is_of_readings
    assert found.moment == LAST


def _facts(directory: Path) -> ConcernFacts:
    with register_view(directory, shipped_kinds()) as view:
        kept = {kind: view.records(kind) for kind in ("facility", "sensor", "incident")}

    def records(kind: str) -> Sequence[Record]:
        return kept[kind]

    return ConcernFacts(directory, records, NOW, NOW.date())


def _short(found: Sequence[Concern]) -> set[tuple[str, str, str]]:
    return {(one.sort, str(one.severity), one.key) for one in found}


def test_concerns_lead_to_sensors_and_incidents_and_spare_cameras(
    directory: Path,
) -> None:
    found = list(concerns(_facts(directory)))
    assert _short(found) == {
        ("sensor_out_of_limits", "warning", "C2"),
        ("sensor_silent", "warning", "C3"),
        ("incident_open_critical", "critical", "I1"),
        ("incident_open_warning", "warning", "I2"),
        ("incident_open_notice", "notice", "I4"),
    }
    assert {one.component for one in found} == {"CNS", "QT"}


@pytest.mark.parametrize(
    ("coverage", "sort", "severity"),
    [
        (
            ZoneCoverage(Technology.G5, CoverageLevel.NONE, 0.0, 1.0),
            "without",
            "warning",
        ),
        (ZoneCoverage(Technology.G5, CoverageLevel.NONE), "without", "warning"),
        (ZoneCoverage(Technology.G5, CoverageLevel.GOOD, 0.4, 1.0), "part", "notice"),
        (ZoneCoverage(Technology.G5, CoverageLevel.GOOD, None, 0.0), "known", "notice"),
        (ZoneCoverage(Technology.G5), "known", "notice"),
        (ZoneCoverage(Technology.G5, CoverageLevel.GOOD, 1.0, 0.7), "", ""),
        (ZoneCoverage(Technology.G4, CoverageLevel.NONE, 0.0, 1.0), "", ""),
    ],
)
def test_5g_of_a_zone_is_a_concern_unless_it_is_everywhere(
    directory: Path, coverage: ZoneCoverage, sort: str, severity: str
) -> None:
    facts = _facts(directory)
    ground = TwinGround(coverage={ZONE_ID: (coverage,)})
    made = twins_of(directory, facts.records, ground, now=NOW)
    found = [one for one in twin_concerns(made) if one.kind == "facility"]
    assert [one.severity for one in found] == ([Severity(severity)] if sort else [])
    assert all(sort in one.sort for one in found)


def _results(directory: Path, levels: np.ndarray) -> ResultsDirectory:
    """Write a raster of levels, 0.01 degrees a cell, from 105 E 21.1 N."""
    results = ResultsDirectory.of(directory)
    grid = Grid(WGS84, 105.0, 21.1, 0.01, 0.01, *levels.shape)
    write_geotiff(results.path / "level_5g.tif", levels.astype(np.uint8), grid)
    return results


def _zone(west: float, south: float, east: float, north: float) -> Zone:
    return Zone("K", "", "Z", shapely.box(west, south, east, north))


@pytest.mark.parametrize(
    ("levels", "ratios"),
    [
        ([[3, 2], [1, 3]], (0.75, 1.0)),
        ([[3, 4], [1, 4]], (0.5, 0.5)),
        ([[4, 4], [4, 4]], (None, 0.0)),
        ([[3, 0], [0, 0]], (1.0, 1.0)),
        ([[0, 0], [0, 0]], (None, None)),
    ],
)
def test_the_share_is_that_of_the_known_cells(
    tmp_path: Path, levels: list[list[int]], ratios: tuple[float | None, float | None]
) -> None:
    results = _results(tmp_path, np.pad(np.array(levels), 3, constant_values=1))
    zone = _zone(105.03, 21.05, 105.05, 21.07)
    (found,) = zone_coverages(results, [zone], ["Z"], [Technology.G5])["Z"]
    assert (found.reached_ratio, found.known_ratio) == ratios


@pytest.mark.parametrize(
    "zone",
    [
        _zone(106, 20, 106.1, 20.1),
        _zone(104, 21, 104.9, 21.05),
        _zone(105.001, 21.051, 105.002, 21.052),
    ],
)
def test_a_zone_beside_the_map_or_smaller_than_a_cell_has_no_share(
    tmp_path: Path, zone: Zone
) -> None:
    results = _results(tmp_path, np.full((8, 8), 3))
    (found,) = zone_coverages(results, [zone], ["Z"], [Technology.G5])["Z"]
    assert (found.reached_ratio, found.known_ratio, found.share) == (None, None, None)


def test_a_zone_across_the_edge_counts_what_lies_within(tmp_path: Path) -> None:
    results = _results(tmp_path, np.full((8, 8), 3))
    zone = _zone(104.9, 21.0, 105.02, 21.2)
    (found,) = zone_coverages(results, [zone], ["Z"], [Technology.G5])["Z"]
    assert (found.reached_ratio, found.known_ratio) == (1.0, 1.0)


def test_the_command_tells_zones_and_concerns(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hatangso.cli.zones_command.now", lambda: NOW)
    ran = CliRunner().invoke(app, ["zones", str(directory)])
    assert ran.exit_code == 0, ran.output
    assert "KCN Thung Lũng" in ran.output
    told = CliRunner().invoke(app, ["zones", str(directory), "--json"])
    content = json.loads(told.output)
    assert [one["id"] for one in content["zones"]["zones"]] == ["Z2", "Z1"]
