"""What tests of the service's data have in common."""

from datetime import UTC, datetime

from argon2 import PasswordHasher

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
# Hashes that cost next to nothing.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "núi cao sông dài"  # noqa: S105 - of tests
