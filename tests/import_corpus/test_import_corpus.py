"""Every file of the corpus is read with every value right, or told to be unsure."""

import shutil
from pathlib import Path

import pytest

from import_corpus.all_cases import CASES
from import_corpus.checking import verdict
from import_corpus.corpus_nouns import Case
from import_corpus.real_places import pack

LEAST_CASES = 60


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Province directories that know their communes and nothing else."""
    found = {}
    for province in sorted({case.province for case in CASES}):
        folder = tmp_path_factory.mktemp(province)
        for file in ("province.toml", "communes.geojson", "documents.csv"):
            shutil.copy(pack(province) / file, folder)
        found[province] = folder
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_wrong_is_accepted_silently(
    case: Case, tmp_path: Path, provinces: dict[str, Path]
) -> None:
    path = case.write(tmp_path)
    assert verdict(case, path, provinces[case.province]).failures == []


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= LEAST_CASES
