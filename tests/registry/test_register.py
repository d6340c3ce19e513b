"""A register keeps what is put in, in each sort of database."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from hatangso.errors import InvalidInputError, NotFoundError, StaleResultError
from hatangso.model.file_reading import SenderProfile
from hatangso.model.record import Action, ChangeSet, Edit, Record
from hatangso.registry.register import Register, open_register
from register_kinds import (
    DEPARTMENT,
    KINDS,
    NOON,
    after,
    confirm,
    delete,
    merge,
    new,
    update,
)

Commit = Callable[..., ChangeSet]


@pytest.fixture
def commit(register: Register) -> Commit:
    """Return how the department commits, a minute after the last time."""
    minutes = iter(range(1_000))

    def _commit(*edits: Edit, sender: str = "", **more: object) -> ChangeSet:
        return register.commit(
            edits,
            actor=DEPARTMENT,
            at=after(next(minutes)),
            reason="test",
            sender=sender,
            **more,
        )

    return _commit


def only(register: Register, kind: str) -> Record:
    (record,) = register.records(kind)
    return record


def by_code(register: Register, kind: str = "mast") -> dict[object, Record]:
    return {one.values["code"]: one for one in register.records(kind)}


def test_gives_back_every_sort_of_value(register: Register, commit: Commit) -> None:
    values = {
        "code": "TN-1", "name": "Trạm Chùa Hang", "lon_deg": 105.83, "lat_deg": 21.59,
        "height_m": 42.0, "floors_n": -3, "cost_vnd": 9_007_199_254_740_993,
        "built_on": date(2019, 2, 28), "reported_for": "2026-Q1", "is_shared": False,
        "state": "down", "commune": "05449", "operator": "VNPT", "subscribers_n": 0,
        "keeper": "Nguyễn Văn Ẵ",
    }  # fmt: skip
    commit(new("mast", **values))
    record = only(register, "mast")
    assert dict(record.values) == values
    assert list(record.values) == list(values)
    assert (record.id, record.revision) == (1, 1)
    assert record.confirmed_on == date(2026, 7, 1)
    assert record == register.record("mast", 1)
    assert [type(one) for one in record.values.values()] == [
        type(one) for one in values.values()
    ]


def test_what_is_not_told_is_not_known(register: Register, commit: Commit) -> None:
    commit(new("mast", code="A"))
    values = dict(only(register, "mast").values)
    assert values.pop("code") == "A"
    assert set(values.values()) == {None}


def test_an_update_changes_its_fields_alone(register: Register, commit: Commit) -> None:
    commit(new("mast", code="A", name="x", height_m=30))
    commit(update(only(register, "mast"), name=None, floors_n=2))
    record = only(register, "mast")
    assert record.revision == 2
    assert record.values["name"] is None
    assert (record.values["height_m"], record.values["floors_n"]) == (30.0, 2)


def test_a_confirmation_moves_the_day_only(register: Register) -> None:
    def put(edit: Edit, at: datetime) -> None:
        register.commit([edit], actor=DEPARTMENT, at=at, reason="")

    put(new("mast", code="A"), NOON)
    before = only(register, "mast")
    # 20:00 in London is another day in Hà Nội already.
    put(confirm(before), datetime.fromisoformat("2026-08-01T20:00:00+00:00"))
    record = only(register, "mast")
    assert record.values == before.values
    assert (record.revision, record.confirmed_on) == (2, date(2026, 8, 2))


def test_numbers_of_records_are_never_given_twice(
    register: Register, commit: Commit
) -> None:
    commit(new("mast", code="A"), new("mast", code="B"))
    commit(delete(by_code(register)["B"]))
    commit(new("mast", code="C"))
    assert {code: one.id for code, one in by_code(register).items()} == {"A": 1, "C": 3}
    with pytest.raises(NotFoundError, match="no mast 2"):
        register.record("mast", 2)


def test_all_stale_records_are_named(register: Register, commit: Commit) -> None:
    commit(*(new("mast", code=code) for code in "ABCD"))
    seen = by_code(register)
    commit(update(seen["A"], name="x"), delete(seen["B"]), confirm(seen["C"]))
    before = register.records("mast")
    with pytest.raises(StaleResultError, match="3 records") as told:
        commit(*(update(seen[code], name="y") for code in "ABCD"))
    assert told.value.message.values["records"] == "mast 1 (A), mast 2, mast 3 (C)"
    assert register.records("mast") == before
    assert len(register.change_sets()) == 2


def test_all_that_is_wrong_is_told_and_nothing_done(
    register: Register, commit: Commit
) -> None:
    with pytest.raises(InvalidInputError) as told:
        commit(
            new("mast", code="A"),
            new("tower", code="A"),
            new("mast", name="no code", colour="red"),
            new("mast", code="B", height_m=-1, is_shared="yes", built_on="2026"),
            new("mast", code="C", state="broken", floors_n=1.5, reported_for="Q1"),
            new("mast", code="D", cost_vnd=2**70, height_m=float("nan"), name="\x00"),
            new("mast", code="E", lon_deg="105", floors_n=True, operator="\ud800"),
        )
    found = [(one.place.row, one.place.column) for one in told.value.findings]
    assert found == [
        (2, None),
        (3, "code"), (3, "colour"),
        (4, "height_m"), (4, "built_on"), (4, "is_shared"),
        (5, "floors_n"), (5, "reported_for"), (5, "state"),
        (6, "name"), (6, "height_m"), (6, "cost_vnd"),
        (7, "lon_deg"), (7, "floors_n"), (7, "operator"),
    ]  # fmt: skip
    assert register.records("mast") == []
    assert register.change_sets() == []


def test_edits_that_make_no_sense_are_told(register: Register, commit: Commit) -> None:
    commit(new("mast", code="A"), new("mast", code="B"))
    one, two = register.records("mast")
    bad = [
        Edit("mast", Action.CREATE, record_id=7, values={"code": "Z"}),
        Edit("mast", Action.UPDATE, values={"name": "x"}),
        Edit("mast", Action.UPDATE, record_id=1, values={"name": "x"}),
        Edit("mast", Action.MERGE, record_id=2, revision=1),
        Edit("mast", Action.CONFIRM, 2, {"name": "x"}, 1),
        merge(one, one),
    ]
    for edit in bad:
        with pytest.raises(InvalidInputError):
            commit(edit)
    with pytest.raises(InvalidInputError, match="edit 1 changes mast 1 already"):
        commit(update(one, name="x"), delete(one))
    with pytest.raises(StaleResultError, match="mast 2"):
        commit(merge(one, two), delete(two))
    with pytest.raises(InvalidInputError, match="no time zone"):
        register.commit([], actor=DEPARTMENT, at=NOON.replace(tzinfo=None), reason="")
    assert register.records("mast") == [one, two]


def test_a_key_stands_once(register: Register, commit: Commit) -> None:
    commit(new("mast", code="A"), new("mast", code="B"))
    with pytest.raises(InvalidInputError) as told:
        commit(
            new("mast", code="A"),
            new("mast", code="N"),
            new("mast", code="N"),
            update(by_code(register)["B"], code="A"),
        )
    assert [one.place.row for one in told.value.findings] == [1, 3, 4]
    assert "mast 1" in str(told.value.findings[0].problem)
    assert set(by_code(register)) == {"A", "B"}


def test_keys_of_several_fields_and_keys_not_known(
    register: Register, commit: Commit
) -> None:
    commit(
        new("cable", owner="V", number="1"),
        new("cable", owner="V", number="2"),
        new("cable", owner="V"),
        new("cable"),
        new("cable"),
    )
    for number in ("2", None):
        with pytest.raises(
            InvalidInputError, match=r"is the key of cable [23] already"
        ):
            commit(new("cable", owner="V", number=number))
    commit(new("cable"))
    assert len(register.records("cable")) == 6


def test_records_may_exchange_their_keys(register: Register, commit: Commit) -> None:
    commit(new("mast", code="A", name="a"), new("mast", code="B", name="b"))
    seen = by_code(register)
    commit(update(seen["A"], code="B"), update(seen["B"], code="A"))
    assert {c: one.values["name"] for c, one in by_code(register).items()} == {
        "A": "b",
        "B": "a",
    }


def test_a_key_that_is_let_go_can_be_taken_at_once(
    register: Register, commit: Commit
) -> None:
    commit(new("mast", code="A"), new("mast", code="B"))
    seen = by_code(register)
    commit(
        new("mast", code="A"),
        new("mast", code="B"),
        delete(seen["A"]),
        update(seen["B"], code="C"),
    )
    assert {c: one.id for c, one in by_code(register).items()} == {
        "A": 3,
        "B": 4,
        "C": 2,
    }


def test_no_reference_leads_nowhere(register: Register, commit: Commit) -> None:
    with pytest.raises(InvalidInputError, match="refers to mast M, which is not"):
        commit(new("radio", code="R", mast="M"))
    commit(new("radio", code="R", mast="M"), new("mast", code="M"))
    mast, radio = only(register, "mast"), only(register, "radio")
    for edit in (delete(mast), update(mast, code="N")):
        with pytest.raises(InvalidInputError, match="radio 1 refers to it by M"):
            commit(edit)
    commit(update(mast, code="N"), update(radio, mast="N"))
    commit(delete(only(register, "mast")), delete(only(register, "radio")))
    assert register.records("mast") == register.records("radio") == []


def test_source_keys_are_kept_for_each_sender(
    register: Register, commit: Commit
) -> None:
    commit(new("mast", "k1", code="A"), new("mast", "k2", code="B"), sender="VNPT")
    commit(confirm(by_code(register)["A"], "1"), sender="Viettel")
    commit(update(by_code(register)["B"], "k1", name="x"), sender="VNPT")
    commit(new("mast", "lost", code="C"))
    assert register.source_keys("mast", "VNPT") == {"k1": 2, "k2": 2}
    assert register.source_keys("mast", "Viettel") == {"1": 1}
    assert register.source_keys("mast", "") == {}
    commit(delete(by_code(register)["B"]))
    assert register.source_keys("mast", "VNPT") == {}


def test_one_key_of_a_sender_means_one_record(
    register: Register, commit: Commit
) -> None:
    with pytest.raises(InvalidInputError, match="k names the record of edit 1 already"):
        commit(new("mast", "k", code="A"), new("mast", "k", code="B"), sender="VNPT")
    assert register.records("mast") == []


def test_answers_are_remembered_for_a_sender(
    register: Register, commit: Commit
) -> None:
    assert register.profile("VNPT", "mast") == SenderProfile("VNPT", "mast")
    for answers in ({"column:Mã": "code"}, {"column:Mã": "code", "crs": "EPSG:9218"}):
        profile = SenderProfile("VNPT", "mast", answers)
        commit(profiles=[profile])
        assert register.profile("VNPT", "mast") == profile


def test_what_is_written_is_there_when_opened_again(location: Path | str) -> None:
    with open_register(location, KINDS) as register:
        register.commit([new("mast", code="A")], actor=DEPARTMENT, at=NOON, reason="")
        written = register.records("mast")
    with open_register(location, KINDS) as register:
        assert register.records("mast") == written
        (one,) = register.change_sets()
    assert (one.at, one.actor) == (NOON, DEPARTMENT.name)
    assert one.counts == {("mast", "create"): 1}


def test_texts_are_kept_in_one_form(register: Register, commit: Commit) -> None:
    commit(new("mast", code="Hoa\u0300"))
    assert only(register, "mast").values["code"] == "Hoà"
