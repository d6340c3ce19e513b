"""The shipped catalogue and national targets, read once."""

import tomllib
from collections.abc import Callable, Iterable
from importlib import resources
from typing import Any

import pytest

from hatangso.indicators.audit.figures import audit_figures
from hatangso.indicators.audit.rules import AuditRules, audit_rules
from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.targets import NationalTargets, national_targets
from hatangso.model.indicator import AuditRecord, Figure


def shipped(name: str) -> dict[str, Any]:
    text = (resources.files("hatangso.indicators") / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@pytest.fixture(scope="session")
def catalogue() -> IndicatorCatalogue:
    return indicator_catalogue(shipped("catalogue.toml"))


@pytest.fixture(scope="session")
def national(catalogue: IndicatorCatalogue) -> NationalTargets:
    return national_targets(shipped("national_targets.toml"), catalogue)


@pytest.fixture(scope="session")
def rules(catalogue: IndicatorCatalogue) -> AuditRules:
    return audit_rules(shipped("audit_rules.toml"), catalogue)


@pytest.fixture(scope="session")
def audit(
    catalogue: IndicatorCatalogue, rules: AuditRules
) -> Callable[[Iterable[Figure]], tuple[AuditRecord, ...]]:
    """The audit of figures alone, without documents."""
    return lambda figures: audit_figures(figures, catalogue, rules)
