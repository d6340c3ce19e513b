"""Several measurements may have one key."""

from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0004."""
    op.drop_index("ux_measurement_key", table_name="measurement")
    op.create_index(
        "ix_measurement_key",
        "measurement",
        [
            "measured_on",
            "time",
            "operator",
            "technology",
            "cell",
            "lon_deg",
            "lat_deg",
            "commune_code",
            "method",
        ],
        unique=False,
    )
