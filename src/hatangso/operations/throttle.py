"""How often something was tried, counted for all processes together."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, case, delete, or_

from hatangso.io.databases import insert_for, writing
from hatangso.operations.secret_digests import digest
from hatangso.operations.tables import THROTTLE

__all__ = ["Throttle"]


class Throttle:
    """Counts of tries in windows that begin with the first one.

    Buckets are kept as digests: they may be long, and name people or addresses.
    """

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def allow(self, bucket: str, *, at: datetime, limit: int, per: timedelta) -> bool:
        """Count a try, and return whether it is one of those allowed.

        Refused tries do not count: ``limit`` of them go through in every window,
        however many there are.

        Args:
            bucket: What is tried, and by whom: ``sign-in an.nguyen``.
            at: When.
            limit: How many are allowed in a window.
            per: Length of the window.
        """
        if limit < 1:
            return False
        is_over = THROTTLE.c.ends_at <= at
        with writing(self._engine) as connection:
            counted = insert_for(connection, THROTTLE).values(
                bucket_sha256=digest(bucket), tries=1, ends_at=at + per
            )
            counted = counted.on_conflict_do_update(
                index_elements=[THROTTLE.c.bucket_sha256],
                set_={
                    "tries": case((is_over, 1), else_=THROTTLE.c.tries + 1),
                    "ends_at": case(
                        (is_over, counted.excluded.ends_at), else_=THROTTLE.c.ends_at
                    ),
                },
                where=or_(is_over, THROTTLE.c.tries < limit),
            )
            row = connection.execute(counted.returning(THROTTLE.c.tries)).first()
        return row is not None

    def clear(self, bucket: str) -> None:
        """Forget the tries of a bucket: the password was right."""
        with writing(self._engine) as connection:
            connection.execute(
                delete(THROTTLE).where(THROTTLE.c.bucket_sha256 == digest(bucket))
            )

    def purge(self, at: datetime) -> None:
        """Remove windows that are over."""
        with writing(self._engine) as connection:
            connection.execute(delete(THROTTLE).where(THROTTLE.c.ends_at <= at))
