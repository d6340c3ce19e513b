"""What to buy, against trying everything."""

from itertools import product

import pytest

from hatangso.capacity.failover import failover
from hatangso.capacity.packing import Verdict
from hatangso.capacity.pool import Pool, make_pool
from hatangso.capacity.program import Effort
from hatangso.capacity.purchase import least_purchase
from hatangso.errors import InvalidInputError
from hatangso.model.data_centre import Host, HostOffer, VirtualMachine
from small_centres import PLAIN, small_centre

OFFERS = (HostOffer("big", 12, 12, 12, 170), HostOffer("small", 7, 7, 7, 100))


def with_bought(pool: Pool, counts: tuple[int, ...]) -> Pool:
    bought = [
        Host(f"new {offer.id} {at}", offer.cores, offer.memory_gb, offer.disk_gb)
        for offer, count in zip(OFFERS, counts, strict=True)
        for at in range(count)
    ]
    return make_pool([*pool.hosts, *bought], pool.machines, PLAIN)


def cheapest_by_trying(pool: Pool) -> int:
    return min(
        sum(o.price_vnd * n for o, n in zip(OFFERS, counts, strict=True))
        for counts in product(range(4), range(6))
        if failover(with_bought(pool, counts), lost_n=1).verdict is Verdict.YES
    )


def test_the_cheapest_is_that_of_trying_everything() -> None:
    for seed in range(25):
        pool = small_centre(seed)
        found = least_purchase(pool, OFFERS, PLAIN, lost_n=1)
        assert found.verdict is Verdict.YES
        assert found.cost_vnd == found.bound_vnd == cheapest_by_trying(pool), seed
        counts = dict(found.counts)
        bought = with_bought(pool, (counts.get("big", 0), counts.get("small", 0)))
        assert failover(bought, lost_n=1).verdict is Verdict.YES


def test_nothing_is_bought_where_the_loss_is_survived() -> None:
    hosts = [Host("a", 10, 10, 10), Host("b", 10, 10, 10)]
    pool = make_pool(hosts, [VirtualMachine("m", 5, 5, 5, host_id="a")], PLAIN)
    found = least_purchase(pool, OFFERS, PLAIN, lost_n=1)
    assert (found.counts, found.cost_vnd) == ((), 0)


def test_a_machine_larger_than_every_offer_is_told() -> None:
    pool = make_pool(
        [Host("a", 50, 50, 50)], [VirtualMachine("m", 20, 5, 5, host_id="a")], PLAIN
    )
    found = least_purchase(pool, OFFERS, PLAIN, lost_n=1)
    assert (found.verdict, found.too_large) == (Verdict.NO, ("m",))


def test_a_search_that_is_given_up_still_has_a_bound() -> None:
    machines = [VirtualMachine(f"m{at}", 6, 6, 6) for at in range(6)]
    pool = make_pool([Host("a", 7, 7, 7)], machines, PLAIN)
    whole = least_purchase(pool, OFFERS, PLAIN, lost_n=1)
    found = least_purchase(pool, OFFERS, PLAIN, lost_n=1, effort=Effort(purchases=5))
    assert (found.verdict, found.cost_vnd) == (Verdict.UNKNOWN, None)
    assert whole.cost_vnd
    assert 0 < found.bound_vnd <= whole.cost_vnd


def test_offers_need_a_price() -> None:
    pool = small_centre(0)
    with pytest.raises(InvalidInputError, match="no host is on offer"):
        least_purchase(pool, [], PLAIN, lost_n=1)
    free = HostOffer("free", 1, 1, 1, 0)
    with pytest.raises(
        InvalidInputError, match="offer free must be above zero; it is 0"
    ):
        least_purchase(pool, [free], PLAIN, lost_n=1)
