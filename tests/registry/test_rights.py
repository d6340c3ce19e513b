"""Who may change and see what, as a matrix."""

from dataclasses import replace

import pytest

from hatangso.errors import InvalidInputError
from hatangso.model.record import Actor, FieldValue, Record, Role
from hatangso.registry.register import Register
from hatangso.registry.rights import refusal_of, visible
from register_kinds import DEPARTMENT, MAST, RADIO, after, delete, merge, new, update

COMMUNE = Actor("xã", Role.COMMUNE, units=frozenset({"1", "2"}))
OPERATOR = Actor("VNPT", Role.OPERATOR, operator="VNPT")
NAMELESS = Actor("?", Role.OPERATOR)
READER = Actor("dân", Role.READER)
EVERYBODY = (DEPARTMENT, COMMUNE, OPERATOR, NAMELESS, READER)
Values = dict[str, FieldValue]


def mast(commune: str | None, operator: str | None, **more: FieldValue) -> Values:
    unknown = dict.fromkeys([field.name for field in MAST.fields])
    return {**unknown, "commune": commune, "operator": operator, **more}


# Before, after, and who may: department, commune, operator; nobody else ever may.
MATRIX = [
    (None, mast("1", "VNPT"), "DCO"),
    (None, mast("1", "Viettel"), "DC"),
    (None, mast("3", "VNPT"), "DO"),
    (None, mast("3", "Viettel"), "D"),
    (None, mast(None, None), "D"),
    (None, mast("1", "VNPT", subscribers_n=5), "DO"),
    (mast("1", "VNPT"), mast("2", "VNPT", name="x"), "DCO"),
    (mast("1", "VNPT"), mast("3", "VNPT"), "DO"),
    (mast("3", "VNPT"), mast("1", "VNPT"), "DO"),
    (mast("1", "VNPT"), mast("1", "Viettel"), "DC"),
    (mast("1", "Viettel"), mast("1", "VNPT"), "DC"),
    (mast("1", "VNPT", subscribers_n=5), mast("1", "VNPT", subscribers_n=6), "DO"),
    (mast("1", "VNPT", subscribers_n=5), mast("1", "VNPT", subscribers_n=None), "DO"),
    (mast("1", "VNPT", subscribers_n=5), mast("1", "VNPT", subscribers_n=5), "DCO"),
    (mast("1", "VNPT", keeper="Ẩn"), mast("1", "VNPT", keeper="Ý"), "DCO"),
    (mast("1", "VNPT", subscribers_n=5), None, "DCO"),
    (mast("3", "VNPT"), None, "DO"),
    (mast("3", "Viettel"), None, "D"),
]


@pytest.mark.parametrize(("before", "after", "may"), MATRIX)
def test_who_may_change_what(
    before: Values | None, after: Values | None, may: str
) -> None:
    allowed = [
        actor for actor in EVERYBODY if refusal_of(actor, MAST, before, after) is None
    ]
    letters = {"D": DEPARTMENT, "C": COMMUNE, "O": OPERATOR}
    assert allowed == [letters[letter] for letter in may]


def test_a_refusal_names_fields_as_people_know_them() -> None:
    label = MAST.field("commune").label_vi
    assert str(refusal_of(COMMUNE, MAST, None, mast("3", "VNPT"))) == (
        f'xã may change what is its own; here "{label}" is 3'
    )
    told = str(refusal_of(COMMUNE, MAST, None, mast(None, "VNPT")))
    assert told.endswith(f'here "{label}" is not known')


def test_kinds_without_an_owner_are_the_departments() -> None:
    radio: Values = {"code": "R", "mast": "A", "band": None}
    allowed = [one for one in EVERYBODY if refusal_of(one, RADIO, None, radio) is None]
    assert allowed == [DEPARTMENT]


@pytest.mark.parametrize(
    ("actor", "own", "others"),
    [
        (DEPARTMENT, {"subscribers_n", "keeper"}, {"subscribers_n", "keeper"}),
        (COMMUNE, {"keeper"}, {"keeper"}),
        (OPERATOR, {"subscribers_n", "keeper"}, {"keeper"}),
        (NAMELESS, {"keeper"}, {"keeper"}),
        (READER, set(), set()),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_who_sees_what(actor: Actor, own: set[str], others: set[str]) -> None:
    for operator, expected in (("VNPT", own), ("Viettel", others)):
        values = mast("1", operator, subscribers_n=5, keeper="Ẩn", name="Cột")
        record = Record("mast", 1, 3, values, after(0).date())
        seen = visible(actor, MAST, record)
        hidden = {"subscribers_n", "keeper"} - expected
        assert seen == replace(record, values={**values, **dict.fromkeys(hidden)})
        assert list(seen.values) == list(values)


def test_a_commit_tells_all_that_is_refused_and_does_nothing(
    register: Register,
) -> None:
    def commit(actor: Actor, *edits: object) -> None:
        register.commit(edits, actor=actor, at=after(0), reason="")

    commit(
        DEPARTMENT,
        *(new("mast", code=f"{i}", commune=f"{i}", operator="VNPT") for i in range(4)),
    )
    masts = register.records("mast")
    with pytest.raises(InvalidInputError, match="2 problems") as told:
        commit(COMMUNE, *(update(one, name="x") for one in masts))
    assert [one.place.row for one in told.value.findings] == [1, 4]
    assert "mast 1 (0)" in str(told.value.findings[0].fix)
    with pytest.raises(InvalidInputError, match="1 problems"):
        commit(COMMUNE, merge(masts[0], masts[1]))
    with pytest.raises(InvalidInputError, match="1 problems"):
        commit(COMMUNE, merge(masts[1], masts[0]))
    assert register.records("mast") == masts
    commit(COMMUNE, merge(masts[1], masts[2]))
    commit(OPERATOR, delete(masts[0]))
    assert len(register.records("mast")) == 2
