"""A kind of document on the figures of a province, for tests of what writes kinds."""

from collections.abc import Mapping

import pytest

from hatangso.documents.official.blocks import Column, ColumnKind, Paragraph, Row, Table
from hatangso.documents.official.numbers import traced
from hatangso.documents.official.official_document import (
    DocumentForm,
    OfficialDocument,
)
from hatangso.errors import Message, NotFoundError
from hatangso.model.provenance import Reality
from hatangso.workflows.documents import document_kinds, issuers, write_documents
from hatangso.workflows.documents.document_kind import (
    DocumentKind,
    DocumentRequest,
    Option,
    Parameter,
)
from hatangso.workflows.documents.province_facts import ProvinceFacts


def _figures_document(
    facts: ProvinceFacts, request: DocumentRequest
) -> OfficialDocument:
    """Return a report of every figure, and of what the second lacks to the first."""
    cells = []
    values = {}
    for figure in facts.inputs.province.figures:
        values[figure.id] = figure.value
        cells.append(
            traced(
                figure.value,
                unit="%",
                decimals=1,
                key=figure.id,
                label=figure.name_vi,
                period=figure.period,
                source="Biểu số liệu",
                reality=Reality.REAL,
            )
        )
    gap = traced(
        values["F1"] - values["F2"],
        unit="%",
        decimals=1,
        key="gap",
        label="Còn thiếu so với chỉ tiêu",
        period="2025",
        source="Tính từ biểu số liệu",
        reality=Reality.DERIVED,
    )
    columns = (
        Column("name", "Chỉ tiêu"),
        Column("value", "Giá trị", ColumnKind.NUMBER, "%"),
    )
    rows = tuple(Row(((cell.label,), (cell,))) for cell in cells)
    return OfficialDocument(
        kind="figures",
        form=DocumentForm.TITLED,
        letterhead=request.issuer.department_letterhead("BC", None),
        type_name="BÁO CÁO",
        subject=f"Số liệu kỳ {request.parameters['period']}",
        blocks=(
            Paragraph(("Còn thiếu ", gap, " %."), name="gap"),
            Table("figures", "Số liệu", columns, rows),
        ),
        signature=request.issuer.department_signature,
    )


def _not_computed(facts: ProvinceFacts, request: DocumentRequest) -> OfficialDocument:
    del facts, request
    raise NotFoundError("there is no scenario file {file}", file="x.toml")


FIGURES_KIND = DocumentKind(
    "figures",
    1,
    Message("Documents"),
    Message("Documents"),
    _figures_document,
    (
        Parameter(
            "period",
            Message("Documents"),
            Message("Documents"),
            lambda _: (Option("2025 Q1", "quý I/2025"), Option("2025 Q2", "quý II")),
        ),
    ),
)
MISSING_KIND = DocumentKind(
    "missing", 2, Message("Documents"), Message("Documents"), _not_computed
)


def use_kinds(
    monkeypatch: pytest.MonkeyPatch, kinds: Mapping[str, DocumentKind]
) -> None:
    """Let these be all kinds that there are."""
    for module in (document_kinds, issuers, write_documents):
        monkeypatch.setattr(module, "document_kinds", lambda: dict(kinds))
