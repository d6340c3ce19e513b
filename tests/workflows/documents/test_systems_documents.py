"""The report on digital systems of a province directory."""

from datetime import date
from pathlib import Path

from hatangso.documents.official.traces import traced_numbers
from hatangso.model.provenance import Reality
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.kinds.systems_report import KIND
from hatangso.workflows.documents.province_facts import ReadFacts
from plan_document_samples import ISSUER
from small_province import build_small_province

TODAY = date(2026, 11, 22)
ORIGIN = """
[layers.{layer}]
reality = "{reality}"
source = "test"
"""


def test_records_are_counted_with_the_origin_of_their_table(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    tables = {
        "data_centres": ("real", "id,name\nDC1,Trung tâm tích hợp dữ liệu\n"),
        "community_teams": (
            "synthetic",
            "id,name,tier,commune_code\nT1,Tổ xã,commune,00001\n",
        ),
    }
    for layer, (reality, content) in tables.items():
        (tmp_path / f"{layer}.csv").write_text(content, encoding="utf-8")
        with (tmp_path / "province.toml").open("a", encoding="utf-8") as stream:
            stream.write(ORIGIN.format(layer=layer, reality=reality))

    document = KIND.make(ReadFacts(tmp_path), DocumentRequest(ISSUER, TODAY))

    found = {one.key: one for one in traced_numbers(document)}
    assert found["records:data_centre"].value == 1
    assert found["records:data_centre"].reality is Reality.REAL
    assert found["records:community_team"].reality is Reality.SYNTHETIC
    assert any("mô phỏng" in mark for mark in document.marks)
