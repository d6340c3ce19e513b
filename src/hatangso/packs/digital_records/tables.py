"""All made-up tables of a province, and what is said of where they come from."""

from collections.abc import Mapping

from hatangso.documents.report_content import Text
from hatangso.model.provenance import Provenance, Reality
from hatangso.packs.digital_records.agencies import (
    agencies_table,
    bodies_of,
    certificates_table,
)
from hatangso.packs.digital_records.conferences import conference_tables
from hatangso.packs.digital_records.data_centre import centre_tables
from hatangso.packs.digital_records.dossiers import dossiers_table
from hatangso.packs.digital_records.ground import DigitalGround, Table
from hatangso.packs.digital_records.network import network_tables
from hatangso.packs.digital_records.people import people_tables
from hatangso.packs.digital_records.platforms import platform_tables
from hatangso.packs.digital_records.programme import programme_tables

__all__ = ["digital_origins", "digital_tables"]

_NOT_PRINTED = Text(
    "không có tổng số in nào cho bảng này: số lượng là giả định theo số xã và dân số",
    "no total is printed for this table: its size is assumed from communes and people",
)


def digital_tables(ground: DigitalGround) -> dict[str, Table]:
    """Return the tables of a province's digital systems, by layer."""
    bodies = bodies_of(ground)
    return {
        "agencies": agencies_table(ground, bodies),
        "signing_certificates": certificates_table(ground, bodies),
        **centre_tables(ground),
        **network_tables(ground, bodies),
        **conference_tables(ground, bodies),
        **platform_tables(ground),
        **people_tables(ground),
        **programme_tables(ground),
        "dossiers": dossiers_table(ground, bodies),
    }


def digital_origins(
    ground: DigitalGround, tables: Mapping[str, Table]
) -> dict[str, Provenance]:
    """Return where each of the tables comes from: from nobody but this program."""
    origins = {}
    for layer in tables:
        printed = ground.amounts.printed.get(layer, _NOT_PRINTED)
        origins[layer] = Provenance(
            layer=layer,
            reality=Reality.SYNTHETIC,
            source="hatangso",
            source_vi="hatangso",
            as_of=ground.day.isoformat(),
            method=f"made up to show the product: {printed.en}; no row is a fact",
            method_vi=(
                f"dựng để trình diễn: {printed.vi}; không dòng nào là số liệu thật"
            ),
            licence="Apache-2.0",
        )
    return origins
