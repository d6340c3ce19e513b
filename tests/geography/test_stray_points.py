"""Points that cannot be where their numbers put them are named with the reason."""

import pytest
import shapely

from hatangso.geography.stray_points import Stray, stray_points, stray_problem


def test_each_stray_point_has_its_reason() -> None:
    lon = [0.0, 105.8, 21.6, 2.3, 107.5, float("nan"), 112.0]
    lat = [0.0, 21.6, 105.8, 48.9, 21.6, 21.6, 16.5]
    region = shapely.box(105.0, 21.0, 106.0, 22.0)
    assert stray_points(lon, lat, region=region) == {
        0: Stray.ZERO,
        2: Stray.EXCHANGED,
        3: Stray.ABROAD,
        4: Stray.OUTSIDE,
        6: Stray.OUTSIDE,
    }
    # Hoàng Sa is in Viet Nam.
    assert 6 not in stray_points(lon, lat)


@pytest.mark.parametrize("stray", list(Stray))
def test_every_reason_has_a_sentence(stray: Stray) -> None:
    assert all(str(sentence) for sentence in stray_problem(stray))
