"""The ledger of levels: the same as computed, and gone when anything changes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hatangso.model.place import Locality
from hatangso.model.site import Technology
from hatangso.radio.reach import Transmitter, reach
from hatangso.workflows import reach_ledger
from hatangso.workflows.check import ProvinceInputs, load_province
from hatangso.workflows.reach_ledger import ReachLedger
from small_province import build_small_province


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ProvinceInputs:
    folder = tmp_path_factory.mktemp("reach")
    build_small_province(folder)
    return load_province(folder)


def _asked(
    inputs: ProvinceInputs,
) -> tuple[list[Transmitter], tuple[Locality, ...]]:
    sites = inputs.province.sites
    found = [Transmitter(x.lon_deg, x.lat_deg, 30.0, Technology.G4) for x in sites]
    return found, inputs.province.localities


def _ledger(inputs: ProvinceInputs, folder: Path) -> ReachLedger:
    return ReachLedger(folder, inputs.terrain, refractivity_gradient_n_per_km=50.0)


def test_what_is_kept_is_what_was_computed(
    inputs: ProvinceInputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transmitters, points = _asked(inputs)
    found = reach(
        inputs.terrain,
        transmitters,
        points,
        parameters=inputs.radio,
        refractivity_gradient_n_per_km=50.0,
    )
    first = _ledger(inputs, tmp_path).levels_dbm(transmitters, points, inputs.radio)
    monkeypatch.setattr(reach_ledger, "reach", None)
    second = _ledger(inputs, tmp_path).levels_dbm(transmitters, points, inputs.radio)
    np.testing.assert_array_equal(first, found.level_dbm)
    np.testing.assert_array_equal(second, found.level_dbm)
    assert np.isfinite(second).any()


def test_a_damaged_file_is_computed_again(
    inputs: ProvinceInputs, tmp_path: Path
) -> None:
    transmitters, points = _asked(inputs)
    first = _ledger(inputs, tmp_path).levels_dbm(transmitters, points, inputs.radio)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:100])
    again = _ledger(inputs, tmp_path).levels_dbm(transmitters, points, inputs.radio)
    np.testing.assert_array_equal(first, again)


def test_another_question_gets_another_file(
    inputs: ProvinceInputs, tmp_path: Path
) -> None:
    transmitters, points = _asked(inputs)
    ledger = _ledger(inputs, tmp_path)
    ledger.levels_dbm(transmitters, points, inputs.radio)
    ledger.levels_dbm(transmitters[1:], points, inputs.radio)
    ledger.levels_dbm(transmitters, points[1:], inputs.radio)
    higher = [replace(one, antenna_height_m=31.0) for one in transmitters]
    ledger.levels_dbm(higher, points, inputs.radio)
    assert len(list(tmp_path.iterdir())) == 4
