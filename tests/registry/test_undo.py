"""To undo a set of changes brings back exactly what was."""

from datetime import date

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.model.record import Action, Actor, Edit, Record, Role
from hatangso.registry.register import Register
from register_kinds import (
    DEPARTMENT,
    after,
    confirm,
    delete,
    merge,
    new,
    update,
)

Snapshot = tuple[object, ...]
NEW_YEAR = date(2020, 1, 1)
LINE = shapely.to_wkb(shapely.LineString([(105, 21), (106, 22)]))


class Desk:
    """A register on which the department works, each time a day later."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.days = 0

    def commit(self, *edits: Edit, sender: str = "VNPT") -> int:
        self.days += 1
        moment = after(24 * 60 * self.days)
        return self.register.commit(
            edits, actor=DEPARTMENT, at=moment, reason="import", sender=sender
        ).id

    def undo(self, set_id: int, actor: Actor = DEPARTMENT) -> int:
        self.days += 1
        moment = after(24 * 60 * self.days)
        return self.register.undo(set_id, actor=actor, at=moment, reason="oops").id

    def masts(self) -> dict[object, Record]:
        return {one.values["code"]: one for one in self.register.records("mast")}

    def snapshot(self) -> Snapshot:
        """Return all but the revisions."""
        kinds = ("mast", "radio", "cable", "zone")
        return (
            [
                (kind, one.id, dict(one.values), one.confirmed_on)
                for kind in kinds
                for one in self.register.records(kind)
            ],
            [self.register.source_keys(kind, "VNPT") for kind in kinds],
            [
                one.id
                for one in self.register.within("mast", 105, 20, 106, 22)
                + self.register.within("cable", 105, 20, 106, 22)
            ],
        )


@pytest.fixture
def desk(register: Register) -> Desk:
    """Return a register with two masts, a radio on one of them, and a cable."""
    desk = Desk(register)
    desk.commit(
        new("mast", "k1", code="A", lon_deg=105.5, lat_deg=21, built_on=NEW_YEAR),
        new("mast", "k2", code="B", lon_deg=105.6, lat_deg=21, cost_vnd=2**60),
        new("radio", "r", code="R", mast="B"),
        new("cable", "c", owner="V", number="1", geometry=LINE),
    )
    return desk


def changes_of_all_sorts(desk: Desk) -> tuple[Edit, ...]:
    masts = desk.masts()
    (cable,) = desk.register.records("cable")
    (radio,) = desk.register.records("radio")
    return (
        new("mast", "k3", code="C", lon_deg=105.7, lat_deg=21),
        update(masts["A"], "k4", code="Z", lon_deg=105.9, built_on=None),
        merge(masts["B"], masts["A"]),
        delete(cable),
        confirm(radio, "r2"),
    )


def test_undo_restores_exactly(desk: Desk) -> None:
    before = desk.snapshot()
    set_id = desk.commit(*changes_of_all_sorts(desk))
    between = desk.snapshot()
    assert between != before
    undone = desk.undo(set_id)
    assert desk.snapshot() == before
    again = desk.undo(undone)
    assert desk.snapshot() == between
    desk.undo(again)
    assert desk.snapshot() == before


def test_a_set_names_the_one_that_it_undoes(desk: Desk) -> None:
    set_id = desk.commit(new("mast", code="C"))
    undone = desk.undo(set_id)
    last = desk.register.change_sets()[-1]
    assert (last.id, last.undoes, last.reason) == (undone, set_id, "oops")
    assert last.counts == {("mast", "delete"): 1}
    with pytest.raises(StaleResultError, match="mast 3"):
        desk.undo(set_id)


def test_revisions_only_grow(desk: Desk) -> None:
    seen = [desk.masts()["A"].revision]
    for _ in range(2):
        set_id = desk.commit(delete(desk.masts()["A"]))
        desk.undo(set_id)
        seen.append(desk.masts()["A"].revision)
        desk.undo(desk.commit(update(desk.masts()["A"], name="x")))
        seen.append(desk.masts()["A"].revision)
    assert seen == sorted(set(seen))


def test_undo_names_all_records_changed_since(desk: Desk) -> None:
    set_id = desk.commit(*(update(one, name="x") for one in desk.masts().values()))
    desk.commit(update(desk.masts()["A"], name="y"), merge_into_a(desk))
    before = desk.snapshot()
    with pytest.raises(StaleResultError, match="2 of its records") as told:
        desk.undo(set_id)
    assert told.value.message.values["records"] == "mast 1 (A), mast 2"
    assert desk.snapshot() == before


def merge_into_a(desk: Desk) -> Edit:
    return merge(desk.masts()["B"], desk.masts()["A"])


def test_later_changes_can_be_undone_first(desk: Desk) -> None:
    before = desk.snapshot()
    first = desk.commit(update(desk.masts()["A"], name="x"))
    second = desk.commit(update(desk.masts()["A"], name="y"))
    desk.undo(second)
    desk.undo(first)
    assert desk.snapshot() == before


def test_a_merge_moves_references_and_keys_and_undo_moves_them_back(
    desk: Desk,
) -> None:
    before = desk.snapshot()
    set_id = desk.commit(merge_into_a(desk))
    (radio,) = desk.register.records("radio")
    assert radio.values["mast"] == "A"
    assert desk.register.source_keys("mast", "VNPT") == {"k1": 1, "k2": 1}
    assert set(desk.masts()) == {"A"}
    desk.undo(set_id)
    assert desk.snapshot() == before


def test_undo_is_refused_where_a_key_is_taken(desk: Desk) -> None:
    set_id = desk.commit(update(desk.masts()["A"], code="Z"))
    desk.commit(new("mast", code="A"))
    with pytest.raises(InvalidInputError, match="A is the key of mast 3 already"):
        desk.undo(set_id)


def test_undo_is_refused_where_something_refers_to_it(desk: Desk) -> None:
    set_id = desk.commit(new("mast", code="C"))
    desk.commit(new("radio", code="S", mast="C"))
    with pytest.raises(InvalidInputError, match="radio 2 refers to it by C"):
        desk.undo(set_id)


def test_undo_is_refused_where_a_sender_means_another_by_now(desk: Desk) -> None:
    set_id = desk.commit(new("mast", "k9", code="C"))
    desk.commit(confirm(desk.masts()["A"], "k9"))
    with pytest.raises(StaleResultError, match="VNPT: k9"):
        desk.undo(set_id)


def test_undo_asks_for_the_same_rights(desk: Desk) -> None:
    set_id = desk.commit(new("mast", code="C", commune="05449"))
    before = desk.snapshot()
    other = Actor("xã khác", Role.COMMUNE, frozenset({"05450"}))
    said = "xã khác may change what is its own"
    with pytest.raises(InvalidInputError, match=said) as refused:
        desk.undo(set_id, other)
    # Nobody wrote rows: the record is where it happens.
    assert str(refused.value.findings[0].place) == "mast 3 (C)"
    assert desk.snapshot() == before
    desk.undo(set_id, Actor("xã này", Role.COMMUNE, frozenset({"05449"})))


def test_a_set_that_is_not_there_cannot_be_undone(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="no set of changes 77"):
        desk.undo(77)


def test_changes_may_follow_each_other_in_any_order_and_be_taken_back(
    desk: Desk,
) -> None:
    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.lists(st.integers(0, 6), min_size=1, max_size=6))
    def law(choices: list[int]) -> None:
        before = desk.snapshot()
        done = []
        for number in choices:
            edits = _edits(desk, number)
            if edits:
                done.append(desk.commit(*edits))
        for set_id in reversed(done):
            desk.undo(set_id)
        assert desk.snapshot() == before

    law()


def _edits(desk: Desk, number: int) -> tuple[Edit, ...]:
    """Return one of seven changes, or none where it cannot be."""
    masts = list(desk.masts().values())
    if not masts:
        return ()
    first, last = masts[0], masts[-1]
    radios, cables = (desk.register.records(kind) for kind in ("radio", "cable"))
    ways = [
        (new("mast", f"k{desk.days}", code=f"N{desk.days}"),),
        (update(first, "k1", name=f"{desk.days}", lat_deg=21.5),),
        tuple(delete(one) for one in cables),
        tuple(confirm(one) for one in masts),
        (*map(delete, radios), *map(delete, masts), new("mast", "k1", code="B")),
        (merge(last, first),) if first is not last else (),
        (
            update(first, code=last.values["code"]),
            update(last, code=first.values["code"]),
        )
        if first is not last and not radios
        else (),
    ]
    return ways[number]


def test_the_life_of_a_merged_record_is_read_from_the_other(desk: Desk) -> None:
    desk.commit(update(desk.masts()["B"], name="b"))
    set_id = desk.commit(merge_into_a(desk))

    def life(number: int) -> list[tuple[int, Action]]:
        found = desk.register.history("mast", number)
        return [(one.record_id, one.action) for one in found]

    both = [
        (1, Action.CREATE),
        (2, Action.CREATE),
        (2, Action.UPDATE),
        (2, Action.MERGE),
    ]
    assert life(1) == both
    undone = desk.undo(set_id)
    assert life(1) == [(1, Action.CREATE)]
    assert [action for _, action in life(2)][-1] is Action.CREATE
    desk.undo(undone)
    assert life(1)[:4] == both
    desk.commit(new("mast", code="C"))
    desk.commit(merge(desk.masts()["A"], desk.masts()["C"]))
    assert {number for number, _ in life(3)} == {1, 2, 3}
