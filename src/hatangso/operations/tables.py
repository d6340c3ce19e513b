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
    Table,
    Text,
)

from hatangso.io.database_columns import JSON_VALUE, ROW_NUMBER, UtcMoment

__all__ = [
    "ACCOUNT",
    "AUDIT",
    "DISTINCT_PAIR",
    "JOB",
    "JOB_LINE",
    "METADATA",
    "PHOTO",
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
