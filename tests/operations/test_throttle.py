"""Tries are counted, for all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

from sqlalchemy import select

from hatangso.io.databases import reading
from hatangso.operations.database import Operations
from hatangso.operations.tables import THROTTLE
from service_samples import NOON

MINUTE = timedelta(minutes=1)


def test_so_many_go_through_in_a_window_and_again_in_the_next(
    operations: Operations,
) -> None:
    def allowed(seconds: int) -> bool:
        at = NOON + timedelta(seconds=seconds)
        # Whatever zone the moment is told in.
        at = at.astimezone(timezone(timedelta(hours=7 if seconds % 2 else 0)))
        return operations.throttle.allow("sign-in an", at=at, limit=3, per=MINUTE)

    assert [allowed(s) for s in (0, 1, 2, 3, 4, 59)] == [True] * 3 + [False] * 3
    assert [allowed(s) for s in (60, 61, 62, 63)] == [True] * 3 + [False]
    assert allowed(200)


def test_buckets_do_not_know_each_other(operations: Operations) -> None:
    for bucket in ("a", "A", "", "b\x00", "\ud800", "x" * 10**6):
        assert operations.throttle.allow(bucket, at=NOON, limit=1, per=MINUTE)
        assert not operations.throttle.allow(bucket, at=NOON, limit=1, per=MINUTE)
    with reading(operations._engine) as connection:
        kept = connection.execute(select(THROTTLE.c.bucket_sha256)).scalars()
        assert {len(one) for one in kept} == {64}


def test_a_bucket_can_be_emptied(operations: Operations) -> None:
    throttle = operations.throttle
    assert throttle.allow("a", at=NOON, limit=1, per=MINUTE)
    throttle.clear("a")
    assert throttle.allow("a", at=NOON, limit=1, per=MINUTE)
    assert not throttle.allow("b", at=NOON, limit=0, per=MINUTE)


def test_only_what_is_over_is_removed(operations: Operations) -> None:
    throttle = operations.throttle
    throttle.allow("short", at=NOON, limit=1, per=MINUTE)
    throttle.allow("long", at=NOON, limit=1, per=2 * MINUTE)
    throttle.purge(NOON + MINUTE)
    assert not throttle.allow("long", at=NOON + MINUTE, limit=1, per=MINUTE)
    with reading(operations._engine) as connection:
        assert len(connection.execute(select(THROTTLE)).all()) == 1


def test_those_who_try_at_once_are_counted_too(operations: Operations) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(
            lambda _: operations.throttle.allow("a", at=NOON, limit=5, per=MINUTE),
            range(24),
        )
        assert sum(answers) == 5
