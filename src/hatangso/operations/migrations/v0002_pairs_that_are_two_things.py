"""Pairs of records that are two things, not duplicates."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0002."""
    op.create_table(
        "service_distinct_pair",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "first_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "second_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "first_id", "second_id"),
    )
