"""Types of columns that read the same from SQLite and from PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

__all__ = ["JSON_VALUE", "ROW_NUMBER", "UtcMoment"]

# SQLite numbers rows by itself only in a column of its plain integers.
ROW_NUMBER = BigInteger().with_variant(Integer, "sqlite")
JSON_VALUE = JSON(none_as_null=True)


class UtcMoment(TypeDecorator[datetime]):
    """A moment with its time zone in, the same moment in UTC out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the moment as the database keeps it: SQLite knows no time zone."""
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC)
            if dialect.name == "sqlite"
            else value.astimezone(UTC)
        )
