"""Every file of the corpus is read with every value right, or told to be unsure."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from import_corpus.all_cases import CASES
from import_corpus.checking import verdict
from import_corpus.corpus_nouns import Case, Refusal
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


@pytest.mark.parametrize("name", ["tram-xlsx", "thon-csv-bom-phay", "tram-gpkg"])
def test_a_wrong_value_would_be_noticed(
    name: str, tmp_path: Path, provinces: dict[str, Path]
) -> None:
    case = next(case for case in CASES if case.name == name)
    assert not isinstance(case.expected, Refusal)
    table = case.expected[0]
    number, values = next(iter(table.rows.items()))
    rows = {**table.rows, number: {**values, "name": "Tên khác"}}
    wrong = replace(case, expected=(replace(table, rows=rows),))
    found = verdict(wrong, wrong.write(tmp_path), provinces[case.province]).failures
    assert len(found) == 1
    assert "Tên khác" in found[0]


def test_the_corpus_is_large_and_its_names_differ() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= LEAST_CASES
