"""Hold the printed figures of a province against each other, and against the nation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hatangso.indicators.audit.figures import audit_figures
from hatangso.model.indicator import AuditRecord, Figure
from hatangso.model.province import Province
from hatangso.workflows.check import load_province
from hatangso.workflows.indicator_definitions import (
    shipped_audit_rules,
    shipped_catalogue,
    shipped_national_targets,
)

__all__ = ["ProvinceAudit", "audit_province", "figure_audit"]


@dataclass(frozen=True)
class ProvinceAudit:
    """What the audit found.

    Attributes:
        records: Contradictions before notes on what is easily misread.
        figures: The figures in question, by identifier; documents and national targets
            that a record names are not among them.
        audited: How many figures were looked at.
    """

    records: tuple[AuditRecord, ...]
    figures: Mapping[str, Figure]
    audited: int


def audit_province(directory: Path) -> ProvinceAudit:
    """Audit the figures of a province directory, without writing anything.

    Raises:
        NotFoundError: The directory or its ``province.toml`` does not exist.
        InvalidInputError: The directory has errors.
    """
    province = load_province(directory).province
    records = figure_audit(province)
    named = {name for record in records for name in record.figures}
    return ProvinceAudit(
        records,
        {figure.id: figure for figure in province.figures if figure.id in named},
        len(province.figures),
    )


def figure_audit(province: Province) -> tuple[AuditRecord, ...]:
    """Return what does not fit in the figures of a province."""
    catalogue = shipped_catalogue()
    national = shipped_national_targets(catalogue)
    return audit_figures(
        province.figures,
        catalogue,
        shipped_audit_rules(catalogue),
        national=national.targets,
        documents=(*province.documents, *national.documents),
    )
