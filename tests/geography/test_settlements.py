import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from hatangso.geography.plane import Plane
from hatangso.geography.settlements import (
    Ground,
    NamedPlace,
    habitation_weight,
    mean_people_per_settlement,
    settle,
    settlement_counts,
    share_people,
)
from hatangso.model.admin_unit import AdminUnit
from hatangso.model.place import Locality

BORDER = shapely.Polygon([(106, 21), (106.06, 21.01), (106.05, 21.06), (106, 21.05)])
PLANE = Plane(106.03, 21.03)


def commune(people: int = 6_000, code: str = "00001") -> AdminUnit:
    return AdminUnit(
        code=code,
        name_vi="Xã Thần Sa",
        name_en="Than Sa Commune",
        kind="xã",
        area_km2=28.0,
        people=people,
        geometry=BORDER,
    )


def ground(step_m: float = 150.0) -> Ground:
    axis = np.arange(-5_000, 5_000, step_m)
    lon, lat = PLANE.lon_lat(np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2))
    return Ground(lon, lat, np.exp(-50 * np.abs(lon - 106.03)), step_m)


def xy_m(places: tuple[Locality, ...]) -> np.ndarray:
    return PLANE.xy_m([p.lon_deg for p in places], [p.lat_deg for p in places])


@given(
    people=st.integers(40, 60_000),
    count=st.integers(1, 40),
    code=st.text("0123456789", min_size=5, max_size=5),
)
@settings(max_examples=20, deadline=None)
def test_people_are_kept_exactly_and_settlements_lie_inside(
    people: int, count: int, code: str
) -> None:
    unit = commune(people, code)
    places = settle(unit, count=count, ground=ground(400))
    assert len(places) == count
    assert sum(place.people for place in places) == people
    assert all(place.people >= 1 and place.households >= 1 for place in places)
    assert len({place.id for place in places}) == count
    lon, lat = [p.lon_deg for p in places], [p.lat_deg for p in places]
    assert shapely.contains_xy(BORDER, lon, lat).all()


def test_the_same_commune_settles_alike_each_time() -> None:
    one = settle(commune(), count=12, ground=ground())
    assert one == settle(commune(), count=12, ground=ground())
    assert one != settle(commune(code="00002"), count=12, ground=ground())


def test_settlements_keep_apart_while_there_is_room() -> None:
    places = settle(commune(), count=20, ground=ground())
    nearest_m = cKDTree(xy_m(places)).query(xy_m(places), k=2)[0][:, 1]
    assert nearest_m.min() >= 390


def test_settlements_keep_apart_from_those_of_other_communes() -> None:
    first = settle(commune(), count=10, ground=ground())
    second = settle(commune(code="9"), count=10, ground=ground(), neighbours=first)
    assert cKDTree(xy_m(first)).query(xy_m(second))[0].min() >= 390


def test_more_settlements_than_room_still_get_a_place() -> None:
    places = settle(commune(people=90_000), count=150, ground=ground(900))
    assert len(places) == 150


def test_known_places_come_first_and_keep_their_names() -> None:
    known = [
        NamedPlace("Hạ Sơn", 106.02, 21.02),
        NamedPlace("Elsewhere", 107.0, 21.0),
    ]
    places = settle(commune(), count=5, ground=ground(), places=known)
    named = next(place for place in places if place.name == "Hạ Sơn")
    assert (named.lon_deg, named.lat_deg) == (106.02, 21.02)
    assert all(place.name != "Elsewhere" for place in places)


def test_the_others_are_counted_from_the_centre_outwards() -> None:
    places = settle(commune(), count=8, ground=ground(), numbered_as="Xóm")
    assert [p.name for p in places] == [f"Xóm {n} (Thần Sa)" for n in range(1, 9)]
    middle = np.average(xy_m(places), axis=0, weights=[p.people for p in places])
    away_m = np.hypot(*(xy_m(places) - middle).T)
    assert (np.diff(away_m) >= -1).all()


def test_nobody_has_said_whether_power_reaches_a_derived_settlement() -> None:
    places = settle(commune(), count=3, ground=ground())
    assert all(place.has_grid_power is None for place in places)


def test_a_commune_without_people_has_no_settlement() -> None:
    assert settle(commune(people=0), count=0, ground=ground()) == ()


@given(
    st.integers(1, 100_000),
    st.lists(st.floats(0.01, 100), min_size=1, max_size=50),
)
def test_shares_are_whole_and_add_up(people: int, sizes: list[float]) -> None:
    people = max(people, len(sizes))
    shares = share_people(people, np.array(sizes))
    assert shares.sum() == people
    assert shares.min() >= min(30, people // len(sizes))


def test_counts_come_near_a_known_total() -> None:
    people = np.array([10_000, 20_000, 3_000, 0])
    means = np.array([600.0, 500.0, 250.0, 300.0])
    assert settlement_counts(people, means).tolist() == [17, 40, 12, 0]
    assert settlement_counts(people, means, total=140).sum() == pytest.approx(
        140, abs=2
    )


def test_a_commune_with_few_people_has_one_settlement() -> None:
    assert settlement_counts(np.array([3]), np.array([600.0])).tolist() == [1]


def test_steep_and_thinly_peopled_communes_have_small_settlements() -> None:
    slopes = [
        mean_people_per_settlement(slope_deg=slope, density_per_km2=300)
        for slope in (0, 9, 30)
    ]
    assert slopes == [600, 425, 250]
    densities = [
        mean_people_per_settlement(slope_deg=None, density_per_km2=density)
        for density in (0, 245, 5_000)
    ]
    assert densities == [250, pytest.approx(425, abs=1), 600]


def test_people_settle_by_roads_on_gentle_ground_in_valleys() -> None:
    def weight(road_m: float = 0, slope: float = 0, rise_m: float = 0) -> float:
        return float(
            habitation_weight(
                np.ones(1),
                road_distance_m=np.array([road_m]),
                slope_deg=np.array([slope]),
                rise_m=np.array([rise_m]),
            )[0]
        )

    assert weight() > weight(road_m=2_000) > 0
    assert weight() > weight(slope=20) > 0
    assert weight(rise_m=-50) > weight() > weight(rise_m=50)
    assert weight(slope=np.nan, rise_m=np.nan) == weight()
