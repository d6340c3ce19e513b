"""The shipped catalogue and national targets, read once."""

import tomllib
from importlib import resources
from typing import Any

import pytest

from hatangso.indicators.catalogue import IndicatorCatalogue, indicator_catalogue
from hatangso.indicators.targets import NationalTargets, national_targets


def shipped(name: str) -> dict[str, Any]:
    text = (resources.files("hatangso.indicators") / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


@pytest.fixture(scope="session")
def catalogue() -> IndicatorCatalogue:
    return indicator_catalogue(shipped("catalogue.toml"))


@pytest.fixture(scope="session")
def national(catalogue: IndicatorCatalogue) -> NationalTargets:
    return national_targets(shipped("national_targets.toml"), catalogue)
