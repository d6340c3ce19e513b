"""The register tells what was, on any day."""

from datetime import datetime

import pytest
import shapely

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.record import Action, Edit, Record
from hatangso.registry.register import Register
from register_kinds import DEPARTMENT, after, confirm, delete, merge, new, update

SQUARE = shapely.to_wkb(shapely.box(105, 21, 106, 22))


def commit(register: Register, at: datetime, *edits: Edit, **more: str) -> int:
    return register.commit(edits, actor=DEPARTMENT, at=at, reason="why", **more).id


def everything(register: Register, at: datetime | None = None) -> list[Record]:
    kinds = ("mast", "radio", "zone")
    return [one for kind in kinds for one in register.records(kind, as_of=at)]


def test_the_register_is_seen_as_it_stood_after_each_set(register: Register) -> None:
    stood = [(after(-1), everything(register))]

    def step(*edits: Edit) -> None:
        moment = after(10 * len(stood))
        commit(register, moment, *edits)
        stood.append((moment, everything(register)))

    step(
        new("mast", code="A", height_m=30, lon_deg=105.5, lat_deg=21.5, is_shared=True),
        new("mast", code="B", built_on=after(0).date(), cost_vnd=2**62 + 1),
        new("zone", code="Z", geometry=SQUARE),
        new("radio", code="R", mast="B"),
    )
    one, two = register.records("mast")
    step(update(one, height_m=31.5), confirm(two))
    one, two = register.records("mast")
    step(merge(two, one))
    step(delete(register.records("zone")[0]))
    register.undo(3, actor=DEPARTMENT, at=after(60), reason="oops")
    stood.append((after(60), everything(register)))
    for moment, records in stood:
        assert everything(register, moment) == records
        for record in records:
            same = register.record(record.kind, record.id, as_of=moment)
            assert same == record
    with pytest.raises(NotFoundError, match="no mast 2"):
        register.record("mast", 2, as_of=after(35))


def test_a_moment_needs_its_time_zone(register: Register) -> None:
    with pytest.raises(InvalidInputError, match="no time zone"):
        register.records("mast", as_of=after(0).replace(tzinfo=None))


def test_a_change_tells_what_was_before_and_after(register: Register) -> None:
    commit(register, after(0), new("zone", code="Z", geometry=SQUARE))
    (zone,) = register.records("zone")
    set_id = commit(register, after(1), update(zone, code="Y"))
    (change,) = register.changes(set_id)
    assert (change.kind, change.record_id, change.action) == ("zone", 1, Action.UPDATE)
    assert change.before == {"code": "Z", "geometry": SQUARE}
    assert change.after == {"code": "Y", "geometry": SQUARE}
    assert [one.before for one in register.history("zone", 1)] == [None, change.before]


def test_a_set_tells_who_when_why_and_from_which_file(register: Register) -> None:
    commit(
        register,
        after(5),
        new("mast", code="A"),
        new("mast", code="B"),
        source="trạm.xlsx",
        source_sha256="ab" * 32,
        sender="VNPT",
    )
    (done,) = register.change_sets()
    assert (done.at, done.actor, done.reason) == (after(5), "Sở KH&CN", "why")
    assert (done.source, done.sender) == ("trạm.xlsx", "VNPT")
    assert done.source_sha256 == "ab" * 32
    assert done.undoes is None
    assert done.counts == {("mast", "create"): 2}


def test_names_of_files_may_hold_what_is_no_text(register: Register) -> None:
    commit(register, after(0), new("mast", code="A"), source="tr\udce1m\x00.xlsx")
    assert register.change_sets()[0].source == "tr\ufffdm\ufffd.xlsx"


def test_what_is_not_there_is_told(register: Register) -> None:
    with pytest.raises(NotFoundError, match="holds no tower"):
        register.records("tower")
    with pytest.raises(NotFoundError, match="no set of changes 9"):
        register.changes(9)
    assert register.history("mast", 9) == []
