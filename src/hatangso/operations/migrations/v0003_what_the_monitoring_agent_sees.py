"""What the monitoring agent sees: targets, looks, counts of hours, outages, alarms."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0003."""
    op.create_table(
        "service_probe_agent",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("targets", sa.Integer(), nullable=False),
        sa.Column("may_ping", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "service_probe_target",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("probe", sa.Text(), nullable=False),
        sa.Column("interval_s", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("is_watched", sa.Boolean(), nullable=False),
        sa.Column("last_at_s", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since_s", sa.BigInteger(), nullable=True),
        sa.Column("response_ms", sa.Double(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("health", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("rolled_until_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "service_alarm",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "target_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("raised_at_s", sa.BigInteger(), nullable=False),
        sa.Column("cleared_at_s", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at_s", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["service_probe_target.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_service_alarm_open", "service_alarm", ["cleared_at_s"], unique=False
    )
    op.create_index(
        "ix_service_alarm_target",
        "service_alarm",
        ["target_id", "rule", "id"],
        unique=False,
    )
    op.create_table(
        "service_probe_hour",
        sa.Column(
            "target_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("up_s", sa.SmallInteger(), nullable=False),
        sa.Column("slow_s", sa.SmallInteger(), nullable=False),
        sa.Column("down_s", sa.SmallInteger(), nullable=False),
        sa.Column("answers", sa.SmallInteger(), nullable=False),
        sa.Column("response_sum_us", sa.BigInteger(), nullable=False),
        sa.Column("response_most_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["target_id"], ["service_probe_target.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("target_id", "hour"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "service_probe_outage",
        sa.Column(
            "target_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("began_at_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ended_at_s", sa.BigInteger(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["service_probe_target.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("target_id", "began_at_s"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "service_probe_sample",
        sa.Column(
            "target_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at_s", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("response_us", sa.BigInteger(), nullable=True),
        sa.Column("fault", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["service_probe_target.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("target_id", "at_s"),
        sqlite_with_rowid=False,
    )
