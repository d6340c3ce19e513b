"""Computing, services and governance."""

import sqlalchemy as sa
from alembic import op

__all__ = ["upgrade"]


def upgrade() -> None:
    """Bring the tables to version 0003."""
    op.create_table(
        "community_team",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("locality", sa.Text(), nullable=True),
        sa.Column("members", sa.BigInteger(), nullable=True),
        sa.Column("trained_members", sa.BigInteger(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ux_community_team_key", "community_team", ["id"], unique=True)
    op.create_table(
        "conference_endpoint",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("lon_deg", sa.Double(), nullable=True),
        sa.Column("lat_deg", sa.Double(), nullable=True),
        sa.Column("node_id", sa.Text(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("needed_mbps", sa.Double(), nullable=True),
        sa.Column("is_encrypted", sa.Boolean(), nullable=True),
        sa.Column("meetings_a_year", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
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
    op.create_index(
        "ix_conference_endpoint_node_id",
        "conference_endpoint",
        ["node_id"],
        unique=False,
    )
    op.create_index(
        "ux_conference_endpoint_key", "conference_endpoint", ["id"], unique=True
    )
    op.create_table(
        "data_centre",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("lon_deg", sa.Double(), nullable=True),
        sa.Column("lat_deg", sa.Double(), nullable=True),
        sa.Column("racks", sa.BigInteger(), nullable=True),
        sa.Column("it_power_kw", sa.Double(), nullable=True),
        sa.Column("cooling_kw", sa.Double(), nullable=True),
        sa.Column("pue", sa.Double(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
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
    op.create_index("ux_data_centre_key", "data_centre", ["id"], unique=True)
    op.create_table(
        "data_service",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("information_system_id", sa.Text(), nullable=True),
        sa.Column("consumers", sa.Text(), nullable=True),
        sa.Column("is_used", sa.Boolean(), nullable=True),
        sa.Column("used_since", sa.Date(), nullable=True),
        sa.Column("monthly_calls", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_data_service_information_system_id",
        "data_service",
        ["information_system_id"],
        unique=False,
    )
    op.create_index("ux_data_service_key", "data_service", ["id"], unique=True)
    op.create_table(
        "document",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("title_vi", sa.Text(), nullable=True),
        sa.Column("title_en", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issued", sa.Text(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("replaces", sa.Text(), nullable=True),
        sa.Column("data_as_of", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_document_replaces", "document", ["replaces"], unique=False)
    op.create_index("ux_document_key", "document", ["id"], unique=True)
    op.create_table(
        "figure",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("name_vi", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("comparator", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("printed", sa.Text(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_figure_document", "figure", ["document"], unique=False)
    op.create_index("ux_figure_key", "figure", ["id"], unique=True)
    op.create_table(
        "host",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("data_centre_id", sa.Text(), nullable=True),
        sa.Column("rack_id", sa.Text(), nullable=True),
        sa.Column("cluster", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("cores", sa.BigInteger(), nullable=True),
        sa.Column("memory_gb", sa.Double(), nullable=True),
        sa.Column("disk_gb", sa.Double(), nullable=True),
        sa.Column("power_kw", sa.Double(), nullable=True),
        sa.Column("height_u", sa.BigInteger(), nullable=True),
        sa.Column("hypervisor", sa.Text(), nullable=True),
        sa.Column("warranty_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_host_data_centre_id", "host", ["data_centre_id"], unique=False)
    op.create_index("ix_host_rack_id", "host", ["rack_id"], unique=False)
    op.create_index("ux_host_key", "host", ["id"], unique=True)
    op.create_table(
        "information_system",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("operated_by", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("security_level", sa.Text(), nullable=True),
        sa.Column("approval_document", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("data_centre_id", sa.Text(), nullable=True),
        sa.Column("is_on_cloud", sa.Boolean(), nullable=True),
        sa.Column("backup", sa.Text(), nullable=True),
        sa.Column("backed_up_on", sa.Date(), nullable=True),
        sa.Column("restore_tested_on", sa.Date(), nullable=True),
        sa.Column("licence_ends_on", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("certificate_ends_on", sa.Date(), nullable=True),
        sa.Column("has_ipv6", sa.Boolean(), nullable=True),
        sa.Column("users", sa.BigInteger(), nullable=True),
        sa.Column("is_on_lgsp", sa.Boolean(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_information_system_data_centre_id",
        "information_system",
        ["data_centre_id"],
        unique=False,
    )
    op.create_index(
        "ux_information_system_key", "information_system", ["id"], unique=True
    )
    op.create_table(
        "rack",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("data_centre_id", sa.Text(), nullable=True),
        sa.Column("height_u", sa.BigInteger(), nullable=True),
        sa.Column("used_u", sa.Double(), nullable=True),
        sa.Column("power_kw", sa.Double(), nullable=True),
        sa.Column("load_kw", sa.Double(), nullable=True),
        sa.Column("feeds", sa.BigInteger(), nullable=True),
        sa.Column("cooling_kw", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_rack_data_centre_id", "rack", ["data_centre_id"], unique=False)
    op.create_index("ux_rack_key", "rack", ["id"], unique=True)
    op.create_table(
        "target",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("name_vi", sa.Text(), nullable=True),
        sa.Column("comparator", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("printed", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_period", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_target_document", "target", ["document"], unique=False)
    op.create_index("ux_target_key", "target", ["id"], unique=True)
    op.create_table(
        "task",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("cooperating", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("budget_vnd", sa.BigInteger(), nullable=True),
        sa.Column("disbursed_vnd", sa.BigInteger(), nullable=True),
        sa.Column("funding_source", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("done_percent", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("target_id", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("commune_code", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index("ix_task_document", "task", ["document"], unique=False)
    op.create_index("ix_task_target_id", "task", ["target_id"], unique=False)
    op.create_index("ux_task_key", "task", ["id"], unique=True)
    op.create_table(
        "virtual_machine",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Text(), nullable=True),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("cluster", sa.Text(), nullable=True),
        sa.Column("information_system_id", sa.Text(), nullable=True),
        sa.Column("vcpus", sa.BigInteger(), nullable=True),
        sa.Column("memory_gb", sa.Double(), nullable=True),
        sa.Column("disk_gb", sa.Double(), nullable=True),
        sa.Column("used_disk_gb", sa.Double(), nullable=True),
        sa.Column("average_cpu_percent", sa.Double(), nullable=True),
        sa.Column("average_memory_percent", sa.Double(), nullable=True),
        sa.Column("must_be_apart", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("operating_system", sa.Text(), nullable=True),
        sa.Column("is_backed_up", sa.Boolean(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id"),
    )
    op.create_index(
        "ix_virtual_machine_host_id", "virtual_machine", ["host_id"], unique=False
    )
    op.create_index(
        "ix_virtual_machine_information_system_id",
        "virtual_machine",
        ["information_system_id"],
        unique=False,
    )
    op.create_index("ux_virtual_machine_key", "virtual_machine", ["id"], unique=True)
