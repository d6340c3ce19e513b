"""Records that look like one thing and are not: what somebody looked into and said."""

from datetime import datetime

from sqlalchemy import Engine, delete, select

from hatangso.io.databases import insert_for, reading, writing
from hatangso.operations.tables import DISTINCT_PAIR

__all__ = ["DistinctPairs"]


class DistinctPairs:
    """Pairs of records that are not to be proposed as duplicates again.

    Numbers of records are never used again, so that a pair stays what it was.
    """

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def note(self, kind: str, one: int, other: int, *, at: datetime, who: str) -> None:
        """Keep that two records of a kind are two things; to say it twice is no error.

        Args:
            kind: Code of their kind.
            one: Number of a record.
            other: Number of the other; the order does not matter.
            at: When it was said.
            who: Login of who said so.
        """
        first, second = sorted((one, other))
        row = {
            "kind": kind,
            "first_id": first,
            "second_id": second,
            "said_at": at,
            "said_by": who,
        }
        with writing(self._engine) as connection:
            connection.execute(
                insert_for(connection, DISTINCT_PAIR)
                .values(row)
                .on_conflict_do_nothing()
            )

    def forget(self, kind: str, one: int, other: int) -> None:
        """Let two records be proposed again; it is no error when they are already."""
        first, second = sorted((one, other))
        with writing(self._engine) as connection:
            connection.execute(
                delete(DISTINCT_PAIR).where(
                    DISTINCT_PAIR.c.kind == kind,
                    DISTINCT_PAIR.c.first_id == first,
                    DISTINCT_PAIR.c.second_id == second,
                )
            )

    def of(self, kind: str) -> frozenset[tuple[int, int]]:
        """Return the pairs of a kind, the smaller number first."""
        question = select(DISTINCT_PAIR.c.first_id, DISTINCT_PAIR.c.second_id).where(
            DISTINCT_PAIR.c.kind == kind
        )
        with reading(self._engine) as connection:
            return frozenset(
                (one, other) for one, other in connection.execute(question)
            )
