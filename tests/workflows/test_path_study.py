"""The path between two places of the small province."""

from pathlib import Path

import numpy as np
import pytest

from hatangso.errors import InvalidInputError, NotFoundError, OutOfRangeError
from hatangso.radio.itu_p525 import free_space_loss_db
from hatangso.workflows.path import PathRequest, study_path


def test_the_ridge_stands_in_the_path(province_directory: Path) -> None:
    study = study_path(province_directory, PathRequest("S2", "Bản Khuất"))
    assert study.start.antenna_m == 28
    assert study.end.antenna_m == 1.5
    assert study.excess_m > 300
    # The ridge at 105.10 lies 3.1 km east of the station.
    assert study.excess_at_m == pytest.approx(3110, abs=250)
    free_db = free_space_loss_db(
        np.array([study.distance_m]), frequency_mhz=study.frequency_mhz
    )[0]
    assert study.itm.free_space_db == pytest.approx(free_db, abs=0.1)
    assert study.p1812.loss_db > free_db + 20
    assert study.itm.loss_db > free_db + 20


def test_the_plain_is_in_sight_and_both_models_say_free_space(
    province_directory: Path,
) -> None:
    study = study_path(province_directory, PathRequest("S1", "L1", end_height_m=20))
    assert study.excess_m < 0
    assert study.p1812.loss_db == pytest.approx(study.itm.free_space_db, abs=3)


def test_less_time_asks_for_less_loss(province_directory: Path) -> None:
    often, seldom = (
        study_path(province_directory, PathRequest("S1", "L4", time_percent=percent))
        for percent in (50, 1)
    )
    assert seldom.p1812.loss_db <= often.p1812.loss_db


def test_the_picture_is_an_svg_that_escapes_names(
    province_directory: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "path.svg"
    study_path(province_directory, PathRequest("S1", "105.1,21.05"), picture=picture)
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "105.1,21.05" in text


@pytest.mark.parametrize(
    ("request_", "error", "text"),
    [
        (PathRequest("S1", "Bản Không Có"), NotFoundError, "Bản Không Có"),
        (PathRequest("S1", "S1"), InvalidInputError, "two places"),
        (PathRequest("S1", "107.0,21.1"), InvalidInputError, "leaves the terrain"),
        (PathRequest("S1", "L1", frequency_mhz=9e4), OutOfRangeError, "frequency_mhz"),
        (PathRequest("S1", "L1", time_percent=70), OutOfRangeError, "time"),
        (PathRequest("S1", "L1", start_height_m=-3), OutOfRangeError, "antenna"),
        (PathRequest("S1", "L1", end_height_m=0), OutOfRangeError, "antenna"),
    ],
)
def test_a_path_without_sense_is_refused(
    province_directory: Path, request_: PathRequest, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        study_path(province_directory, request_)
