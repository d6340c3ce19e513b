"""The list of masts that comes along with a province is appraised as it is."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hatangso.documents.official.blocks import Figure, Table
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.traces import traced_numbers
from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.packs.catalogue import pack_directory
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.document_kinds import answered, document_kind
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ReadFacts

KIND = document_kind("mast_appraisal")


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("appraisal") / "bac_kan"
    shutil.copytree(pack_directory("bac_kan"), directory)
    return directory


def _document(directory: Path) -> OfficialDocument:
    facts = ReadFacts(directory)
    issuer = issuer_of(directory, facts.inputs.province)
    asked = DocumentRequest(issuer, date(2026, 11, 22))
    return KIND.make(facts, replace(asked, parameters=answered(KIND, facts, asked)))


def test_the_shipped_list_is_told_apart_by_what_is_wrong(province: Path) -> None:
    document = _document(province)
    values = {one.key: one.value for one in traced_numbers(document)}
    assert values["count:all"] == 15
    assert values["count:agree"] == 7
    assert values["count:share"] == 3
    assert values["count:combine"] == 4
    assert values["count:outside"] == 1
    # Coverage is not computed: nobody knows who lacks a signal there.
    assert values["people:agree"] is None
    assert any("mô phỏng" in one for one in document.marks)
    assert [type(one) for one in document.blocks].count(Figure) == 1
    (annex,) = document.annexes
    (table,) = (one for one in annex.blocks if isinstance(one, Table))
    assert len(table.rows) == 15


def test_a_province_without_lists_says_what_to_do(
    province: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bac_kan"
    shutil.copytree(province, bare)
    shutil.rmtree(bare / "submissions")
    with pytest.raises(NotFoundError, match="submissions"):
        _document(bare)


def test_a_list_without_places_names_the_file(province: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bac_kan"
    shutil.copytree(province, bare)
    (file,) = (bare / "submissions").iterdir()
    file.write_text("STT,Tên trạm,Kinh độ,Vĩ độ\n1,A,,\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=file.name):
        _document(bare)
