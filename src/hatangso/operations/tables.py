"""Tables of the service; all are named ``service_…``, beside the register's own."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

from hatangso.io.database_columns import JSON_VALUE, ROW_NUMBER, UtcMoment

__all__ = [
    "ACCOUNT",
    "ALARM",
    "AUDIT",
    "DISTINCT_PAIR",
    "JOB",
    "JOB_LINE",
    "METADATA",
    "PHOTO",
    "PROBE_AGENT",
    "PROBE_HOUR",
    "PROBE_OUTAGE",
    "PROBE_SAMPLE",
    "PROBE_TARGET",
    "REPORT",
    "SESSION",
    "THROTTLE",
    "TOKEN",
]

METADATA = MetaData()


def _of_account() -> Column[int]:
    """Return the column of whose a row is: it goes when the account goes."""
    return Column(
        "account_id",
        ForeignKey("service_account.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


ACCOUNT = Table(
    "service_account",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("login", Text(), nullable=False, unique=True),
    Column("full_name", Text(), nullable=False),
    Column("role", Text(), nullable=False),
    Column("units", JSON_VALUE, nullable=False),
    Column("operator", Text(), nullable=False),
    # None for those whom no OpenID provider knows: only named subjects are unique.
    Column("subject", Text(), unique=True),
    Column("password_hash", Text()),
    Column("is_active", Boolean(), nullable=False),
    Column("must_change_password", Boolean(), nullable=False),
    Column("created_at", UtcMoment(), nullable=False),
    Column("last_seen_at", UtcMoment()),
    # A number is not given again to somebody else.
    sqlite_autoincrement=True,
)

SESSION = Table(
    "service_session",
    METADATA,
    Column("secret_sha256", Text(), primary_key=True),
    _of_account(),
    Column("created_at", UtcMoment(), nullable=False),
    Column("expires_at", UtcMoment(), nullable=False),
)

TOKEN = Table(
    "service_token",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    _of_account(),
    Column("label", Text(), nullable=False),
    Column("hint", Text(), nullable=False),
    Column("secret_sha256", Text(), nullable=False, unique=True),
    Column("is_read_only", Boolean(), nullable=False),
    Column("created_at", UtcMoment(), nullable=False),
    Column("expires_at", UtcMoment(), nullable=False),
    Column("last_used_at", UtcMoment()),
    Column("revoked_at", UtcMoment()),
    sqlite_autoincrement=True,
)

AUDIT = Table(
    "service_audit",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("at", UtcMoment(), nullable=False),
    Column("who", Text(), nullable=False),
    Column("action", Text(), nullable=False),
    Column("address", Text(), nullable=False),
    Column("details", JSON_VALUE, nullable=False),
    Index("ix_service_audit_who", "who", "id"),
    Index("ix_service_audit_action", "action", "id"),
    sqlite_autoincrement=True,
)

THROTTLE = Table(
    "service_throttle",
    METADATA,
    Column("bucket_sha256", Text(), primary_key=True),
    Column("tries", Integer(), nullable=False),
    Column("ends_at", UtcMoment(), nullable=False),
)

JOB = Table(
    "service_job",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("kind", Text(), nullable=False),
    Column("lane", Text(), nullable=False),
    Column("parameters", JSON_VALUE, nullable=False),
    Column("state", Text(), nullable=False),
    Column("asked_by", Text(), nullable=False),
    Column("asked_at", UtcMoment(), nullable=False),
    Column("started_at", UtcMoment()),
    Column("finished_at", UtcMoment()),
    Column("worker", Text(), nullable=False),
    Column("beat_at", UtcMoment()),
    Column("attempts", Integer(), nullable=False),
    Column("is_cancel_asked", Boolean(), nullable=False),
    Column("step", JSON_VALUE),
    Column("done", BigInteger(), nullable=False),
    Column("total", BigInteger(), nullable=False),
    Column("result", JSON_VALUE, nullable=False),
    Column("problem", JSON_VALUE),
    Index("ix_service_job_queue", "state", "lane", "id"),
    Index("ix_service_job_kind", "kind", "id"),
    sqlite_autoincrement=True,
)

JOB_LINE = Table(
    "service_job_line",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column(
        "job_id",
        ForeignKey("service_job.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", UtcMoment(), nullable=False),
    Column("text", JSON_VALUE, nullable=False),
)

REPORT = Table(
    "service_report",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("reference", Text(), nullable=False, unique=True),
    Column("created_at", UtcMoment(), nullable=False),
    Column("lon_deg", Double(), nullable=False),
    Column("lat_deg", Double(), nullable=False),
    Column("commune_code", Text(), nullable=False, index=True),
    Column("operator", Text(), nullable=False),
    Column("technology", Text(), nullable=False),
    Column("text", Text(), nullable=False),
    Column("state", Text(), nullable=False, index=True),
    Column("reporter_name", Text(), nullable=False),
    Column("reporter_phone", Text(), nullable=False),
    Column("reporter_email", Text(), nullable=False),
    Column("erased_at", UtcMoment()),
    Column("hole_id", ROW_NUMBER),
    Column("answer", Text(), nullable=False),
    Column("answered_at", UtcMoment()),
    sqlite_autoincrement=True,
)

PHOTO = Table(
    "service_photo",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("name", Text(), nullable=False, unique=True),
    Column(
        "report_id",
        ForeignKey("service_report.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("data", LargeBinary(), nullable=False),
)

# Records of the register, by numbers that are never used again.
DISTINCT_PAIR = Table(
    "service_distinct_pair",
    METADATA,
    Column("kind", Text(), primary_key=True),
    Column("first_id", ROW_NUMBER, primary_key=True, autoincrement=False),
    Column("second_id", ROW_NUMBER, primary_key=True, autoincrement=False),
    Column("said_at", UtcMoment(), nullable=False),
    Column("said_by", Text(), nullable=False),
)

PROBE_TARGET = Table(
    "service_probe_target",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    Column("code", Text(), nullable=False, unique=True),
    Column("name", Text(), nullable=False),
    Column("probe", Text(), nullable=False),
    Column("interval_s", Integer(), nullable=False),
    Column("record_kind", Text(), nullable=False),
    Column("record_key", Text(), nullable=False),
    Column("is_watched", Boolean(), nullable=False),
    Column("last_at_s", BigInteger()),
    Column("state", Text(), nullable=False),
    Column("since_s", BigInteger()),
    Column("response_ms", Double()),
    Column("fault", Text(), nullable=False),
    Column("health", JSON_VALUE),
    Column("rolled_until_s", BigInteger(), nullable=False),
    sqlite_autoincrement=True,
)


def _of_target(*, is_key: bool = True) -> Column[int]:
    """Return the column of which target a row is about."""
    return Column(
        "target_id",
        ForeignKey("service_probe_target.id", ondelete="CASCADE"),
        primary_key=is_key,
        nullable=False,
        autoincrement=False,
    )


# Hundreds of targets a minute: numbers in place of words and moments, no row number.
PROBE_SAMPLE = Table(
    "service_probe_sample",
    METADATA,
    _of_target(),
    Column("at_s", BigInteger(), primary_key=True, autoincrement=False),
    Column("state", SmallInteger(), nullable=False),
    Column("response_us", BigInteger()),
    Column("fault", SmallInteger(), nullable=False),
    sqlite_with_rowid=False,
)

PROBE_HOUR = Table(
    "service_probe_hour",
    METADATA,
    _of_target(),
    Column("hour", Integer(), primary_key=True, autoincrement=False),
    Column("up_s", SmallInteger(), nullable=False),
    Column("slow_s", SmallInteger(), nullable=False),
    Column("down_s", SmallInteger(), nullable=False),
    Column("answers", SmallInteger(), nullable=False),
    Column("response_sum_us", BigInteger(), nullable=False),
    Column("response_most_us", BigInteger()),
    sqlite_with_rowid=False,
)

PROBE_OUTAGE = Table(
    "service_probe_outage",
    METADATA,
    _of_target(),
    Column("began_at_s", BigInteger(), primary_key=True, autoincrement=False),
    Column("ended_at_s", BigInteger(), nullable=False),
    Column("ending", Text(), nullable=False),
    sqlite_with_rowid=False,
)

ALARM = Table(
    "service_alarm",
    METADATA,
    Column("id", ROW_NUMBER, primary_key=True),
    _of_target(is_key=False),
    Column("rule", Text(), nullable=False),
    Column("severity", Text(), nullable=False),
    Column("raised_at_s", BigInteger(), nullable=False),
    Column("cleared_at_s", BigInteger()),
    Column("acknowledged_at_s", BigInteger()),
    Column("acknowledged_by", Text(), nullable=False),
    Column("note", Text(), nullable=False),
    Index("ix_service_alarm_target", "target_id", "rule", "id"),
    Index("ix_service_alarm_open", "cleared_at_s"),
    sqlite_autoincrement=True,
)

PROBE_AGENT = Table(
    "service_probe_agent",
    METADATA,
    Column("name", Text(), primary_key=True),
    Column("started_at", UtcMoment(), nullable=False),
    Column("beat_at", UtcMoment(), nullable=False),
    Column("targets", Integer(), nullable=False),
    Column("may_ping", Boolean(), nullable=False),
)
