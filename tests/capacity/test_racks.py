"""Racks: what they carry, what the loss of a feed leaves, where a host goes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hatangso.capacity.packing import Verdict
from hatangso.capacity.racks import RackLack, RackParameters, places_for, rack_state
from hatangso.errors import OutOfRangeError
from hatangso.model.data_centre import Rack

PLAIN = RackParameters(1, 1, 2, 0.8, 1.4)
# Two feeds of 3 kW each.
RACK = Rack("r", "dc", 42, 20, 6, 3, 2, 5)
amounts = st.floats(0, 50) | st.none()
racks = st.builds(
    Rack, st.just("r"), st.just(""), amounts, amounts, amounts, amounts,
    st.integers(0, 4) | st.none(), amounts,
)  # fmt: skip


def test_two_feeds_survive_a_loss_up_to_half_of_their_power() -> None:
    assert rack_state(RACK, PLAIN).survives_feed_loss is Verdict.YES
    state = rack_state(replace(RACK, load_kw=3.01), PLAIN)
    assert state.survives_feed_loss is Verdict.NO
    # All feeds together still carry it.
    assert state.lacks == (RackLack.FEED_LOSS,)
    assert state.left_ratio == pytest.approx(3.01 / 3)
    three = rack_state(replace(RACK, feeds=3, load_kw=4), PLAIN)
    assert three.survives_feed_loss is Verdict.YES


def test_feeds_are_used_up_to_the_ratio_that_is_told() -> None:
    careful = RackParameters(0.8, 1, 2, 0.8, 1.4)
    assert rack_state(RACK, careful).lacks == (RackLack.FEED_LOSS,)
    # 7 kW at 60 % are 4.2 kW, whatever floats make of it.
    even = Rack("r", load_kw=4.2, power_kw=14, feeds=2, height_u=1, used_u=1)
    assert rack_state(even, RackParameters(0.6, 1, 2, 0.8, 1.4)).lacks == ()


def test_a_single_feed_survives_nothing_but_an_empty_rack() -> None:
    one = replace(RACK, feeds=1)
    assert rack_state(one, PLAIN).survives_feed_loss is Verdict.NO
    empty = replace(one, load_kw=0)
    assert rack_state(empty, PLAIN).survives_feed_loss is Verdict.YES


def test_each_lack_is_told() -> None:
    full = Rack("r", "", 42, 43, 6, 7, 2, 5)
    assert rack_state(full, PLAIN).lacks == tuple(RackLack)
    assert rack_state(full, PLAIN).free_u == -1


def test_what_is_not_known_is_neither_good_nor_bad() -> None:
    state = rack_state(Rack("r"), PLAIN)
    assert (state.lacks, state.survives_feed_loss) == ((), Verdict.UNKNOWN)
    assert {state.free_u, state.power_ratio, state.left_ratio} == {None}
    # Feeds of unknown number may be one.
    told = rack_state(replace(RACK, feeds=None), PLAIN)
    assert told.survives_feed_loss is Verdict.UNKNOWN


def test_a_host_goes_where_space_power_and_cooling_are() -> None:
    found = places_for(
        [
            replace(RACK, id="tight", used_u=41),
            replace(RACK, id="hot", cooling_kw=3.5),
            replace(RACK, id="good", load_kw=2),
            replace(RACK, id="blank", cooling_kw=None, load_kw=1),
            replace(RACK, id="one", feeds=1),
        ],
        PLAIN,
        height_u=2,
        power_kw=1,
    )
    assert [(one.rack, one.verdict, one.lacks) for one in found] == [
        ("good", Verdict.YES, ()),
        ("blank", Verdict.UNKNOWN, ()),
        ("hot", Verdict.NO, (RackLack.FEED_LOSS, RackLack.COOLING)),
        ("one", Verdict.NO, (RackLack.FEED_LOSS,)),
        ("tight", Verdict.NO, (RackLack.SPACE, RackLack.FEED_LOSS)),
    ]
    assert found[1].unknown == (RackLack.COOLING,)


@given(racks, st.floats(0.1, 50), st.floats(0, 50), st.floats(0, 20))
def test_a_smaller_host_fits_wherever_a_larger_one_does(
    rack: Rack, height_u: float, power_kw: float, less: float
) -> None:
    (large,) = places_for([rack], PLAIN, height_u=height_u, power_kw=power_kw)
    (small,) = places_for(
        [rack], PLAIN, height_u=height_u, power_kw=max(power_kw - less, 0)
    )
    if large.verdict is Verdict.YES:
        assert small.verdict is Verdict.YES
    assert set(small.lacks) <= set(large.lacks)


@given(racks)
def test_more_feeds_of_the_same_power_each_never_hurt(rack: Rack) -> None:
    feeds = rack.feeds or 1
    power = rack.power_kw
    more = replace(
        rack, feeds=feeds + 1, power_kw=power and power * (feeds + 1) / feeds
    )
    before = rack_state(replace(rack, feeds=feeds), PLAIN).survives_feed_loss
    if before is Verdict.YES and power is not None:
        assert rack_state(more, PLAIN).survives_feed_loss is Verdict.YES


@pytest.mark.parametrize(("height_u", "power_kw"), [(0, 1), (-1, 1), (1, -1)])
def test_a_host_of_no_size_is_refused(height_u: float, power_kw: float) -> None:
    with pytest.raises(OutOfRangeError, match="takes space and power"):
        places_for([], PLAIN, height_u=height_u, power_kw=power_kw)


@pytest.mark.parametrize("ratio", [0, 1.1, -1])
def test_a_ratio_that_no_feed_can_have_is_refused(ratio: float) -> None:
    with pytest.raises(OutOfRangeError, match="feed_load_ratio"):
        RackParameters(ratio, 1, 2, 0.8, 1.4)
