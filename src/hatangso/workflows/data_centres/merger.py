"""Data centres of merged provinces: what they need apart, and what together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hatangso.capacity.packing import Verdict
from hatangso.capacity.program import Effort
from hatangso.workflows.capacity import (
    CapacityRequest,
    CapacitySummary,
    PoolReport,
    capacity_of,
)
from hatangso.workflows.data_centres.centre_records import Records

__all__ = ["Merger", "OneWay", "merger_from", "merger_of"]


@dataclass(frozen=True)
class OneWay:
    """What the centres need apart, or together.

    Attributes:
        pools_n: Groups of hosts among which machines move.
        hosts_n: Hosts that there are.
        fewest_n: On so few the machines fit; None when not all of them were placed.
        verdict: Whether the loss is survived everywhere.
        not_survived: Names of the pools that do not survive it for sure.
        cost_vnd: What to buy so that it is; 0 for nothing, None when it was not found.
    """

    pools_n: int
    hosts_n: int
    fewest_n: int | None
    verdict: Verdict
    not_survived: tuple[str, ...]
    cost_vnd: int | None
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Merger:
    """Both ways beside each other.

    Attributes:
        hosts_saved_n: Fewer hosts that carry the machines together; None when one of
            both is not known.
        saved_vnd: How much less there is to buy, likewise; below 0 when it is more.
    """

    apart: OneWay
    together: OneWay
    hosts_saved_n: int | None
    saved_vnd: int | None


def merger_of(
    directory: Path,
    request: CapacityRequest,
    *,
    effort: Effort | None = None,
    records: Records | None = None,
) -> Merger:
    """Return what the centres of a province need apart and together.

    Machines may then move between centres: the network between them must carry that,
    and what must stay at a place has to be kept out of it by whoever plans.

    Args:
        directory: The province directory.
        request: What is asked; whether together is asked both ways.
        effort: When proofs are given up.
        records: Returns the records of a kind; None: those of its register.

    Raises:
        NotFoundError: It is no province directory, or its register has no hosts.
        InvalidInputError: A file cannot be used.
        OutOfRangeError: More hosts are lost than there are.
    """
    ways = [
        capacity_of(
            directory,
            replace(request, is_together=one),
            effort=effort,
            records=records,
        )
        for one in (False, True)
    ]
    return merger_from(*ways)


def merger_from(apart: CapacitySummary, together: CapacitySummary) -> Merger:
    """Return both ways beside each other."""
    one, other = _way(apart.pools), _way(together.pools)
    saved_n = saved_vnd = None
    if one.fewest_n is not None and other.fewest_n is not None:
        saved_n = one.fewest_n - other.fewest_n
    if one.cost_vnd is not None and other.cost_vnd is not None:
        saved_vnd = one.cost_vnd - other.cost_vnd
    return Merger(one, other, saved_n, saved_vnd)


def _way(pools: Sequence[PoolReport]) -> OneWay:
    verdicts = {pool.failover.verdict for pool in pools}
    worst = (Verdict.NO, Verdict.UNKNOWN, Verdict.YES)
    counts: dict[str, int] = {}
    for pool in pools:
        for name, count in pool.purchase.counts if pool.purchase else ():
            counts[name] = counts.get(name, 0) + count
    fewest = [pool.fewest_hosts_n for pool in pools]
    costs = [pool.purchase.cost_vnd if pool.purchase else 0 for pool in pools]
    return OneWay(
        len(pools),
        sum(pool.hosts_n for pool in pools),
        None if None in fewest else sum(one or 0 for one in fewest),
        next(one for one in worst if one in verdicts),
        tuple(pool.name for pool in pools if pool.failover.verdict is not Verdict.YES),
        None if None in costs else sum(one or 0 for one in costs),
        tuple(sorted(counts.items())),
    )
