"""Measurements may speak of an area."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0005."""
    op.add_column("measurement", sa.Column("area", sa.Text(), nullable=True))
