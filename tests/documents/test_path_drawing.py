import re
from dataclasses import replace

import numpy as np
import pytest

from hatangso.documents.path_drawing import draw_path
from hatangso.documents.report_content import PathPicture
from hatangso.geography.sight_line import SightLine

FLAT = PathPicture(
    place="Xóm Thử",
    station="S1 (Viettel)",
    line=SightLine(
        distance_m=np.array([0.0, 2500.0, 5000.0, 7500.0, 10_000.0]),
        ground_m=np.full(5, 100.0),
        clutter_m=np.array([0.0, 15.0, 15.0, 15.0, 0.0]),
        start_m=140.0,
        end_m=101.5,
        frequency_mhz=1800.0,
        earth_radius_m=8.5e6,
    ),
)


def _changed(**changes: object) -> PathPicture:
    return replace(FLAT, line=replace(FLAT.line, **changes))  # type: ignore[arg-type]


def _heights(path: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


def test_the_earth_bulges_in_the_middle_of_flat_ground() -> None:
    outline = _heights(draw_path(FLAT).ground)[1:-1]
    # The vertical axis points down.
    assert min(outline) == outline[2]
    assert outline[0] == outline[-1] > outline[2]


def test_the_zone_closes_at_both_ends_and_is_widest_in_the_middle() -> None:
    heights = _heights(draw_path(FLAT).zone)
    above, below = heights[:5], heights[:4:-1]
    widths = [low - high for high, low in zip(above, below, strict=True)]
    assert widths[0] == widths[-1] == 0
    assert max(widths) == widths[2]


def test_a_ridge_crosses_the_line_of_sight() -> None:
    ridge = _changed(ground_m=np.array([100.0, 120.0, 400.0, 120.0, 100.0]))
    drawing = draw_path(ridge)
    x1, y1, x2, y2 = drawing.sight
    middle_y = (y1 + y2) / 2
    assert x1 < x2
    assert _heights(drawing.ground)[3] < middle_y


@pytest.mark.parametrize("height_m", [0.0, 3000.0])
def test_everything_stays_inside_the_frame(height_m: float) -> None:
    drawing = draw_path(
        _changed(
            ground_m=height_m + FLAT.line.ground_m,
            start_m=height_m + FLAT.line.start_m,
            end_m=height_m + FLAT.line.end_m,
        )
    )
    for outline in (drawing.ground, drawing.clutter, drawing.zone):
        assert all(0 <= y <= drawing.foot for y in _heights(outline))


def test_the_length_is_written_in_both_languages() -> None:
    length = draw_path(FLAT).length
    assert (length.vi, length.en) == ("10,0 km", "10.0 km")


def test_a_long_path_is_thinned_but_keeps_its_peaks() -> None:
    points = 30_000
    ground_m = np.full(points, 100.0)
    ground_m[12_345] = 900.0
    long = _changed(
        distance_m=np.linspace(0, 10_000, points),
        ground_m=ground_m,
        clutter_m=np.zeros(points),
    )
    drawing = draw_path(long)
    assert len(drawing.ground) < 10_000
    assert min(_heights(drawing.ground)) < drawing.foot / 4
