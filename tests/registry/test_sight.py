"""Which fields are hidden from whom, and who sees the same."""

from hypothesis import given
from hypothesis import strategies as st

from hatangso.model.record import Actor, Record, Role
from hatangso.registry.freshness import completeness_ratio
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import hidden_fields, sight_of, visible

ACTORS = st.builds(
    Actor,
    st.sampled_from(["An", "Bình"]),
    st.sampled_from(Role),
    st.frozensets(st.sampled_from(["00001", "00002"])),
    st.sampled_from(["", "Viettel", "VNPT"]),
)
SERVICE = shipped_kinds()["service"]


def _service(operator: str) -> Record:
    return Record("service", 1, 1, {"operator": operator, "subscribers": 12})


@given(ACTORS, ACTORS, st.sampled_from(["Viettel", "VNPT"]))
def test_two_of_equal_sight_see_the_same(
    one: Actor, other: Actor, operator: str
) -> None:
    if sight_of(one) == sight_of(other):
        record = _service(operator)
        assert visible(one, SERVICE, record) == visible(other, SERVICE, record)


@given(ACTORS, st.sampled_from(["Viettel", "VNPT"]))
def test_what_is_hidden_is_what_is_masked(actor: Actor, operator: str) -> None:
    record = _service(operator)
    is_hidden = "subscribers" in hidden_fields(actor, SERVICE, record.values)
    seen = visible(actor, SERVICE, record)
    assert (seen.values["subscribers"] is None) == is_hidden


def test_hidden_fields_count_neither_as_known_nor_as_unknown() -> None:
    record = _service("VNPT")
    shown = {"operator"}
    hidden = {field.name for field in SERVICE.fields} - shown
    assert completeness_ratio(SERVICE, record, hidden=hidden) == 1
