"""Records are found by place, the same in each sort of database."""

import struct

import numpy as np
import pytest
import shapely
from sqlalchemy import text

from hatangso.errors import InvalidInputError
from hatangso.model.record import Edit
from hatangso.registry.register import Register, open_register
from register_kinds import DEPARTMENT, KINDS, after, delete, new, update


def commit(register: Register, *edits: Edit) -> None:
    register.commit(edits, actor=DEPARTMENT, at=after(0), reason="")


def found(register: Register, kind: str, *box: float) -> list[int]:
    return [one.id for one in register.within(kind, *box)]


def test_points_are_found_as_by_looking_at_each(register: Register) -> None:
    generator = np.random.default_rng(4)
    # Many on lines of the grid that boxes end at, some without a place.
    places = np.round(generator.uniform([105, 21], [106, 22], (300, 2)), 2)
    commit(
        register,
        *(
            new("mast", code=f"{i}", lon_deg=float(lon), lat_deg=float(lat))
            for i, (lon, lat) in enumerate(places)
        ),
        new("mast", code="nowhere"),
        new("mast", code="half", lon_deg=105.5),
    )
    for _ in range(20):
        west, east = np.sort(np.round(generator.uniform(105, 106, 2), 2))
        south, north = np.sort(np.round(generator.uniform(21, 22, 2), 2))
        inside = ((places >= (west, south)) & (places <= (east, north))).all(axis=1)
        expected = (np.flatnonzero(inside) + 1).tolist()
        box = map(float, (west, south, east, north))
        assert found(register, "mast", *box) == expected


def test_a_point_is_a_box_too(register: Register) -> None:
    commit(register, new("mast", code="A", lon_deg=105.123456789, lat_deg=21.1))
    assert found(register, "mast", 105.123456789, 21.1, 105.123456789, 21.1) == [1]
    # Nearer than single precision tells apart.
    assert found(register, "mast", 105.12345679, 21, 106, 22) == []


def test_a_line_is_found_where_it_runs_not_where_its_box_lies(
    register: Register,
) -> None:
    line = shapely.to_wkb(shapely.LineString([(105, 21), (106, 22)]))
    commit(register, new("cable", owner="V", number="1", geometry=line))
    assert found(register, "cable", 105.4, 21.4, 105.6, 21.6) == [1]
    assert found(register, "cable", 105.8, 21.0, 106, 21.2) == []
    assert found(register, "cable", 106, 22, 107, 23) == [1]
    assert found(register, "cable", 105.5, 21, 105.5, 22) == [1]
    assert found(register, "cable", 105.5, 21.5, 105.5, 21.5) == [1]


def test_polygons_of_several_parts_are_found(register: Register) -> None:
    parts = shapely.union_all([shapely.box(1, 1, 2, 2), shapely.box(5, 5, 6, 6)])
    commit(register, new("zone", code="Z", geometry=shapely.to_wkb(parts)))
    assert found(register, "zone", 5.2, 5.2, 5.3, 5.3) == [1]
    assert found(register, "zone", 3, 3, 4, 4) == []


def test_moved_and_deleted_records_are_found_where_they_are(
    register: Register,
) -> None:
    commit(register, *(new("mast", code=c, lon_deg=105, lat_deg=21) for c in "ABC"))
    one, two, three = register.records("mast")
    commit(
        register, update(one, lon_deg=107.0), update(two, lat_deg=None), delete(three)
    )
    assert found(register, "mast", 104, 20, 106, 22) == []
    assert found(register, "mast", 106, 20, 108, 22) == [1]


def test_shapes_are_kept_flat_and_in_one_byte_order(register: Register) -> None:
    line = shapely.LineString([(105, 21, 7), (106, 22, 8)])
    wkb = shapely.to_wkb(shapely.set_srid(line, 4326), byte_order=0, include_srid=True)
    commit(register, new("cable", owner="V", number="1", geometry=wkb))
    (cable,) = register.records("cable")
    assert cable.values["geometry"] == shapely.to_wkb(
        shapely.force_2d(line), byte_order=1
    )


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        (shapely.Point(1, 2), "it is a Point"),
        (shapely.LineString(), "no points"),
        (shapely.LineString([(600_000, 2_300_000), (1, 2)]), "leaves the globe"),
    ],
)
def test_shapes_that_are_none_are_refused(
    register: Register, shape: shapely.Geometry, why: str
) -> None:
    with pytest.raises(InvalidInputError, match=why):
        commit(register, new("cable", owner="V", geometry=shapely.to_wkb(shape)))
    with pytest.raises(InvalidInputError, match="WKB"):
        commit(register, new("cable", owner="V", geometry=b"no shape"))
    nan_line = struct.pack("<BII6d", 1, 2, 3, 105, 21, float("nan"), 21.5, 106, 22)
    with pytest.raises(InvalidInputError, match="leaves the globe"):
        commit(register, new("cable", owner="V", geometry=nan_line))


def test_boxes_go_from_west_to_east(register: Register) -> None:
    with pytest.raises(InvalidInputError, match="from west to east"):
        register.within("mast", 106, 21, 105, 22)
    assert register.within("radio", 105, 21, 106, 22) == []


def test_the_index_is_made_again_when_it_is_lost(location: object) -> None:
    with open_register(location, KINDS) as register:
        commit(register, new("mast", code="A", lon_deg=105, lat_deg=21))
        statements = {
            "sqlite": ("DROP TRIGGER mast_box_delete", "DELETE FROM mast_box"),
            "postgresql": ("DROP INDEX IF EXISTS ix_mast_box, ix_mast_shape",),
        }
        with register._engine.begin() as connection:
            for statement in statements[connection.dialect.name]:
                connection.execute(text(statement))
    with open_register(location, KINDS) as register:
        assert found(register, "mast", 104, 20, 106, 22) == [1]
