"""Networks, platforms, people and programmes."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0006."""
    op.create_table(
        "agency",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("lon_deg", sa.Double(), nullable=True),
        sa.Column("lat_deg", sa.Double(), nullable=True),
        sa.Column("staff", sa.BigInteger(), nullable=True),
        sa.Column("it_staff", sa.BigInteger(), nullable=True),
        sa.Column("trained_staff", sa.BigInteger(), nullable=True),
        sa.Column("mail_accounts", sa.BigInteger(), nullable=True),
        sa.Column("used_mail_accounts", sa.BigInteger(), nullable=True),
        sa.Column("uses_documents", sa.Boolean(), nullable=True),
        sa.Column("documents_a_year", sa.BigInteger(), nullable=True),
        sa.Column("signed_documents_a_year", sa.BigInteger(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("geometry", sa.LargeBinary(), nullable=True),
        sa.Column("west_deg", sa.Double(), nullable=True),
        sa.Column("south_deg", sa.Double(), nullable=True),
        sa.Column("east_deg", sa.Double(), nullable=True),
        sa.Column("north_deg", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ux_agency_key", "agency", ["id"], unique=True)
    op.create_table(
        "energy_reading",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("data_centre_id", sa.Text(), nullable=True),
        sa.Column("month", sa.Text(), nullable=True),
        sa.Column("total_kwh", sa.Double(), nullable=True),
        sa.Column("it_kwh", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_energy_reading_data_centre_id",
        "energy_reading",
        ["data_centre_id"],
        unique=False,
    )
    op.create_index(
        "ux_energy_reading_key",
        "energy_reading",
        ["data_centre_id", "month"],
        unique=True,
    )
    op.create_table(
        "household_address",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("house", sa.Text(), nullable=True),
        sa.Column("lon_deg", sa.Double(), nullable=True),
        sa.Column("lat_deg", sa.Double(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("geometry", sa.LargeBinary(), nullable=True),
        sa.Column("west_deg", sa.Double(), nullable=True),
        sa.Column("south_deg", sa.Double(), nullable=True),
        sa.Column("east_deg", sa.Double(), nullable=True),
        sa.Column("north_deg", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ux_household_address_key", "household_address", ["id"], unique=True
    )
    op.create_table(
        "incident",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("facility_id", sa.Text(), nullable=True),
        sa.Column("information_system_id", sa.Text(), nullable=True),
        sa.Column("node_id", sa.Text(), nullable=True),
        sa.Column("sensor_id", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_incident_facility_id", "incident", ["facility_id"], unique=False
    )
    op.create_index(
        "ix_incident_information_system_id",
        "incident",
        ["information_system_id"],
        unique=False,
    )
    op.create_index("ix_incident_node_id", "incident", ["node_id"], unique=False)
    op.create_index("ix_incident_sensor_id", "incident", ["sensor_id"], unique=False)
    op.create_index("ux_incident_key", "incident", ["id"], unique=True)
    op.create_table(
        "milestone",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_milestone_task_id", "milestone", ["task_id"], unique=False)
    op.create_index("ux_milestone_key", "milestone", ["task_id", "name"], unique=True)
    op.create_table(
        "online_meeting",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("endpoints", sa.BigInteger(), nullable=True),
        sa.Column("failed_endpoints", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("participants", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ux_online_meeting_key", "online_meeting", ["id"], unique=True)
    op.create_table(
        "outreach_event",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("participants", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_outreach_event_document", "outreach_event", ["document"], unique=False
    )
    op.create_index("ux_outreach_event_key", "outreach_event", ["id"], unique=True)
    op.create_table(
        "public_service",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("field_of_work", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("is_on_national_portal", sa.Boolean(), nullable=True),
        sa.Column("is_paid_online", sa.Boolean(), nullable=True),
        sa.Column("dossiers_a_year", sa.BigInteger(), nullable=True),
        sa.Column("online_dossiers_a_year", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ux_public_service_key", "public_service", ["id"], unique=True)
    op.create_table(
        "sensor",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("facility_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("reading_unit", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("lon_deg", sa.Double(), nullable=True),
        sa.Column("lat_deg", sa.Double(), nullable=True),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("low_limit", sa.Double(), nullable=True),
        sa.Column("high_limit", sa.Double(), nullable=True),
        sa.Column("report_every_min", sa.Double(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("geometry", sa.LargeBinary(), nullable=True),
        sa.Column("west_deg", sa.Double(), nullable=True),
        sa.Column("south_deg", sa.Double(), nullable=True),
        sa.Column("east_deg", sa.Double(), nullable=True),
        sa.Column("north_deg", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_sensor_facility_id", "sensor", ["facility_id"], unique=False)
    op.create_index("ux_sensor_key", "sensor", ["id"], unique=True)
    op.create_table(
        "signing_certificate",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ux_signing_certificate_key", "signing_certificate", ["id"], unique=True
    )
    op.create_table(
        "storage_array",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("data_centre_id", sa.Text(), nullable=True),
        sa.Column("cluster", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("usable_gb", sa.Double(), nullable=True),
        sa.Column("used_gb", sa.Double(), nullable=True),
        sa.Column("warranty_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_storage_array_data_centre_id",
        "storage_array",
        ["data_centre_id"],
        unique=False,
    )
    op.create_index("ux_storage_array_key", "storage_array", ["id"], unique=True)
    op.create_table(
        "task_funding",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("funding_source", sa.Text(), nullable=True),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("planned_vnd", sa.BigInteger(), nullable=True),
        sa.Column("disbursed_vnd", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_task_funding_task_id", "task_funding", ["task_id"], unique=False
    )
    op.create_index(
        "ux_task_funding_key",
        "task_funding",
        ["task_id", "funding_source", "year"],
        unique=True,
    )
    op.add_column(
        "data_service", sa.Column("dossiers_a_year", sa.BigInteger(), nullable=True)
    )
    op.add_column(
        "data_service", sa.Column("connection_cost_vnd", sa.BigInteger(), nullable=True)
    )
