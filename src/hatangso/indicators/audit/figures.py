"""The audit of all printed figures of a province, rule by rule."""

from collections.abc import Collection, Iterable

from hatangso.indicators.audit.counts import (
    above_hundred,
    above_whole,
    additions,
    remainders,
    shares,
    sums,
    unequal,
)
from hatangso.indicators.audit.namesakes import alike, documents_twice, levels
from hatangso.indicators.audit.populations import populations
from hatangso.indicators.audit.promises import (
    against_each_other,
    against_the_nation,
    already_reached,
    too_early,
)
from hatangso.indicators.audit.readings import read
from hatangso.indicators.audit.rules import AuditRules
from hatangso.indicators.audit.series import breaks, loads
from hatangso.indicators.catalogue import IndicatorCatalogue
from hatangso.indicators.targets import TargetBook, target_of
from hatangso.model.indicator import (
    AuditRecord,
    Figure,
    FigureKind,
    IssuingDocument,
    Target,
)

__all__ = ["audit_figures"]


def audit_figures(
    figures: Iterable[Figure],
    catalogue: IndicatorCatalogue,
    rules: AuditRules,
    *,
    national: Collection[Target] = (),
    documents: Collection[IssuingDocument] = (),
) -> tuple[AuditRecord, ...]:
    """Look for figures that do not fit each other.

    Args:
        figures: As printed, in any order; figures of unknown indicators are left out.
        catalogue: The indicators.
        rules: Which of them belong together.
        national: The targets that bind every province.
        documents: Those of the province and of the nation; without them no target can
            be told from a national one.

    Returns:
        Doubts in the order of the rules, then of the figures' identifiers;
        contradictions before notes on what is easily misread.
    """
    readings = read(figures, catalogue)
    actuals = [item for item in readings if item.figure.kind is FigureKind.ACTUAL]
    targets = [item for item in readings if item.figure.kind is FigureKind.TARGET]
    promised = [target_of(item.figure, item.indicator) for item in targets]
    book = TargetBook([*promised, *national], documents, catalogue)
    records = [
        *above_whole(readings, rules),
        *above_hundred(readings, rules, catalogue),
        *shares(actuals, rules),
        *remainders(actuals, rules),
        *populations(actuals, rules),
        *sums(actuals, rules),
        *unequal(actuals, rules),
        *already_reached(targets, actuals, catalogue),
        *against_each_other(book),
        *against_the_nation(book),
        *too_early(book, rules),
        *breaks(actuals, rules, catalogue),
        *loads(actuals, rules),
        *documents_twice(documents),
        *additions(actuals, rules),
        *levels(actuals, rules),
        *alike(readings, rules),
    ]
    return tuple(sorted(records, key=lambda record: record.is_note))
