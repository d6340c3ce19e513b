"""The shipped definitions of indicators, national targets and rules of the audit."""

from functools import cache

from hatangso.indicators.audit.rules import AuditRules, audit_rules
from hatangso.indicators.bounds import Bound, bounds
from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.targets import NationalTargets, national_targets
from hatangso.indicators.taxonomies import Taxonomies, taxonomies
from hatangso.io.parameter_files import shipped_parameters

__all__ = [
    "shipped_audit_rules",
    "shipped_bounds",
    "shipped_catalogue",
    "shipped_national_targets",
    "shipped_taxonomies",
]


@cache
def shipped_catalogue() -> IndicatorCatalogue:
    """Return the catalogue of indicators; read once, it never changes."""
    return indicator_catalogue(shipped_parameters("indicators", "catalogue.toml"))


def shipped_national_targets(catalogue: IndicatorCatalogue) -> NationalTargets:
    """Return the national targets and their documents."""
    content = shipped_parameters("indicators", "national_targets.toml")
    return national_targets(content, catalogue)


def shipped_audit_rules(catalogue: IndicatorCatalogue) -> AuditRules:
    """Return the rules of the arithmetic audit."""
    content = shipped_parameters("indicators", "audit_rules.toml")
    return audit_rules(content, catalogue)


def shipped_bounds(catalogue: IndicatorCatalogue) -> tuple[Bound, ...]:
    """Return which indicators set limits on which others."""
    return bounds(shipped_parameters("indicators", "bounds.toml"), catalogue)


def shipped_taxonomies(catalogue: IndicatorCatalogue) -> Taxonomies:
    """Return how official documents group indicators."""
    content = shipped_parameters("indicators", "taxonomies.toml")
    return taxonomies(content, catalogue)
