"""Measurements may speak of a territory."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0005."""
    op.add_column("measurement", sa.Column("territory", sa.Text(), nullable=True))
