"""The known inconsistencies F01 to F15 of the four provinces, and a mended copy."""

from dataclasses import replace

import pytest

from hatangso.indicators.audit.figures import audit_figures
from hatangso.indicators.audit.rules import AuditRules
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.targets import NationalTargets
from hatangso.model.indicator import (
    AuditRecord,
    Figure,
    IssuingDocument,
)
from shipped_figures import PROVINCES, figures, rows

# Flag, province, rule, the figures in question, and what the sum has to show.
KNOWN = [
    ("F01", "bac_kan", "populations_disagree", "I026", ("352321", "326007")),
    ("F02", "bac_kan", "total_does_not_fit", "I091", ("1200 to 1680", "96.15")),
    ("F03", "bac_kan", "above_whole", "I090", ("1292 / 1092 = 118.3",)),
    ("F04", "bac_kan", "names_alike", "I005", ("84.1", "89.9", "90", "100")),
    ("F04", "nam_dinh", "names_alike", "I112", ("95", "85.5", "90", "100")),
    ("F05", "nam_dinh", "levels_differ", "I099", ("100 %", "300 điểm")),
    ("F05", "bac_kan", "levels_differ", "I021", ("100 %", "97 %")),
    ("F06", "bac_kan", "targets_conflict", "I040", ("85 %", "100 %")),
    ("F06", "bac_kan", "below_national", "I040", ("85 %", "100 %")),
    ("F07", "bac_kan", "names_alike", "I014", ("70", "40", "100")),
    ("F08", "bac_kan", "target_below_actual", "I006", ("96.4 %", "90 %")),
    ("F09", "bac_kan", "fall", "I024", ("-19615", "-6.3 %")),
    ("F10", "bac_kan", "rise", "I031", ("148", "230", "+55.4 %")),
    ("F10", "bac_kan", "rise", "I033", ("27", "41", "+51.9 %")),
    ("F10", "bac_kan", "load_needs_base", "I032", ("29.6", "70.0")),
    ("F11", "bac_kan", "counts_differ", "I060", ("3 and 4",)),
    ("F12", "bac_kan", "addition_unclear", "I080", ("117", "119")),
    ("F13", "thai_nguyen", "target_already_met", "I141", ("100 %",)),
    ("F14", "thai_nguyen", "names_alike", "I146", ("40", "12")),
    ("F15", "thai_nguyen", "before_national", "I159", ("100 %", "99 %", "2030")),
]
# What else the rules find, each looked at: it is so.
ALSO_TRUE = {
    # The plan asks for what is reported: 100 % of villages with fibre.
    ("nam_dinh", "target_already_met", "I120"),
    # 90 % of adults with a smartphone; QĐ 36/QĐ-TTg asks for 100 %.
    ("nam_dinh", "below_national", "I113"),
}


class Auditor:
    """The audit with the documents of a province and of the nation."""

    def __init__(
        self,
        catalogue: IndicatorCatalogue,
        rules: AuditRules,
        national: NationalTargets,
    ) -> None:
        self._catalogue, self._rules, self._national = catalogue, rules, national

    def __call__(self, province: str, printed: list[Figure]) -> tuple[AuditRecord, ...]:
        own = [IssuingDocument(**row) for row in rows(province, "documents")]
        return audit_figures(
            printed,
            self._catalogue,
            self._rules,
            national=self._national.targets,
            documents=(*own, *self._national.documents),
        )


@pytest.fixture(scope="module")
def auditor(
    catalogue: IndicatorCatalogue, rules: AuditRules, national: NationalTargets
) -> Auditor:
    return Auditor(catalogue, rules, national)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known[0])
def test_a_known_inconsistency_is_found_with_its_sum(
    auditor: Auditor, known: tuple[str, str, str, str, tuple[str, ...]]
) -> None:
    _, province, rule, first, shown = known
    found = [
        record
        for record in auditor(province, figures(province))
        if (record.rule, record.figures[0]) == (rule, first)
    ]
    assert found
    assert all(part in str(found[0].arithmetic) for part in shown)


@pytest.mark.parametrize("province", PROVINCES)
def test_nothing_is_found_that_is_not_so(auditor: Auditor, province: str) -> None:
    known = {(where, rule, first) for _, where, rule, first, _ in KNOWN} | ALSO_TRUE
    found = {
        (province, record.rule, record.figures[0])
        for record in auditor(province, figures(province))
    }
    assert found <= known


# A copy whose flagged figures are mended as the arithmetic asks.
MENDED = {
    "I026": {"value": 109.0},
    "I091": {"value": 1292.0},
    "I006": {"value": 98.0},
    "I040": {"value": 100.0},
    "I024": {"value": 320_000.0},
    "I025": {"value": 98.2},
    "I023": {"value": 355_492.0},
    "I060": {"value": 4.0},
    "I075": {"value": 220.0},
    "I077": {"value": 40.0},
    "I032": {"value": 300.0},
    "I113": {"value": 100.0},
    "I101": {"value": 99.0},
    "I139": {"value": 99.8},
    "T005": {"value": 99.8},
    "I159": {"value": 90.0},
}


@pytest.mark.parametrize("province", PROVINCES)
def test_a_mended_copy_holds_no_contradiction(auditor: Auditor, province: str) -> None:
    clean = [
        replace(item, **MENDED.get(item.id, {}))  # type: ignore[arg-type]
        for item in figures(province)
    ]
    found = [record for record in auditor(province, clean) if not record.is_note]
    assert [
        (record.rule, record.figures, str(record.arithmetic)) for record in found
    ] == []
