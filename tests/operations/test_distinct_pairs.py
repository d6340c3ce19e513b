"""Pairs that somebody called two things stay so, whoever comes first."""

from hatangso.operations.database import Operations
from service_samples import NOON


def test_a_pair_is_kept_once_whatever_its_order(operations: Operations) -> None:
    pairs = operations.distinct_pairs
    pairs.note("site", 7, 3, at=NOON, who="an")
    pairs.note("site", 3, 7, at=NOON, who="binh")
    assert pairs.of("site") == {(3, 7)}
    assert pairs.of("facility") == frozenset()


def test_a_pair_may_be_proposed_again(operations: Operations) -> None:
    pairs = operations.distinct_pairs
    pairs.note("site", 3, 7, at=NOON, who="an")
    pairs.forget("site", 7, 3)
    pairs.forget("site", 7, 3)
    assert pairs.of("site") == frozenset()
