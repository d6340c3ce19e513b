"""All files of a document are written, or none; what cannot be made is told."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from hatangso.documents.official.trace_reading import trace_of_file
from hatangso.errors import InvalidInputError, NotFoundError, Severity
from hatangso.workflows.documents import write_documents as writing
from hatangso.workflows.documents.document_kind import DocumentFormat, DocumentRequest
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ReadFacts
from hatangso.workflows.documents.templates import (
    keep_template,
    kept_template,
    starting_template,
)
from hatangso.workflows.documents.write_documents import (
    file_stem,
    made_document,
    write_document,
    write_documents,
)
from kind_samples import FIGURES_KIND, MISSING_KIND, use_kinds

WORD_ONLY = (DocumentFormat.WORD,)
WORD_AND_SHEETS = (DocumentFormat.WORD, DocumentFormat.WORKBOOK)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    use_kinds(monkeypatch, {"figures": FIGURES_KIND, "missing": MISSING_KIND})


@pytest.fixture
def facts(province_directory: Path) -> ReadFacts:
    return ReadFacts(province_directory)


def _request(facts: ReadFacts, **parameters: str) -> DocumentRequest:
    issuer = issuer_of(facts.directory, facts.inputs.province)
    return DocumentRequest(issuer, date(2026, 2, 3), parameters)


def test_every_format_carries_what_a_later_check_needs(
    facts: ReadFacts, tmp_path: Path
) -> None:
    request = _request(facts, period="2025 Q2")
    written = write_document(facts, "figures", request, tmp_path / "out")
    assert [path.name for path in written.files] == [
        "figures_2025-q2.docx",
        "figures_2025-q2.pdf",
        "figures_2025-q2.xlsx",
    ]
    for path in written.files:
        record = trace_of_file(path.read_bytes())
        assert record.kind == "figures"
        assert record.parameters == {"period": "2025 Q2"}
        assert record.made_on == date(2026, 2, 3)
        assert record.province == facts.inputs.province.key
        assert {one.key for one in record.numbers} == {"F1", "F2", "gap"}
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {path.name for path in written.files}


def test_the_sources_stand_in_the_last_annex(facts: ReadFacts, tmp_path: Path) -> None:
    written = write_document(facts, "figures", _request(facts), tmp_path, WORD_ONLY)
    words = [
        p.text for p in Document(BytesIO(written.files[0].read_bytes())).paragraphs
    ]
    assert any("NGUỒN SỐ LIỆU" in text for text in words)


def test_the_same_province_gives_the_same_bytes(
    facts: ReadFacts, tmp_path: Path
) -> None:
    both = [
        write_document(facts, "figures", _request(facts), tmp_path / name, WORD_ONLY)
        for name in "ab"
    ]
    assert both[0].files[0].read_bytes() == both[1].files[0].read_bytes()


def test_nothing_changes_when_one_file_cannot_be_put_in_place(
    facts: ReadFacts, tmp_path: Path
) -> None:
    (tmp_path / "figures_2025-q1.docx").write_bytes(b"old")
    (tmp_path / "figures_2025-q1.xlsx").mkdir()
    (tmp_path / "figures_2025-q1.xlsx" / "in_the_way").touch()
    real = Path.replace

    def fails(self: Path, target: Path) -> Path:
        if self.suffix == ".xlsx" and "unfinished" in self.parent.name:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(OSError, match="No space"):
            write_document(facts, "figures", _request(facts), tmp_path, WORD_AND_SHEETS)
    assert (tmp_path / "figures_2025-q1.docx").read_bytes() == b"old"
    assert (tmp_path / "figures_2025-q1.xlsx" / "in_the_way").exists()
    assert len(list(tmp_path.iterdir())) == 3  # with the province directory


def test_a_kind_that_cannot_be_made_does_not_stop_the_others(
    facts: ReadFacts, tmp_path: Path
) -> None:
    written, findings = write_documents(facts, _request(facts), tmp_path, WORD_ONLY)
    assert [one.kind for one in written] == ["figures"]
    (finding,) = findings
    assert (finding.place.file, finding.severity) == ("missing", Severity.WARNING)
    assert "x.toml" in str(finding.problem)


def test_asked_for_alone_it_says_why(facts: ReadFacts, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"x\.toml"):
        write_document(facts, "missing", _request(facts), tmp_path)


@pytest.mark.parametrize(
    ("kind", "parameters", "told"),
    [
        ("ghost", {}, "no kind of document ghost"),
        ("figures", {"period": "2099"}, "2025 Q1"),
        ("figures", {"place": "x"}, "does not ask"),
    ],
)
def test_what_cannot_be_asked_is_told(
    facts: ReadFacts, tmp_path: Path, kind: str, parameters: dict[str, str], told: str
) -> None:
    with pytest.raises(InvalidInputError, match=told):
        write_document(facts, kind, _request(facts, **parameters), tmp_path)


def test_a_parameter_that_no_kind_has_is_told(facts: ReadFacts, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no kind of document asks for"):
        write_documents(facts, _request(facts, place="x"), tmp_path)


@pytest.mark.parametrize(
    ("value", "stem"),
    [
        ("Xã Đồng Hỷ", "figures_xa-dong-hy"),
        ("../../etc/passwd\0", "figures_etc-passwd"),
        ("CON:*?<>|", "figures_con"),
        ("", "figures"),
    ],
)
def test_names_of_files_are_plain(facts: ReadFacts, value: str, stem: str) -> None:
    document = made_document(facts, FIGURES_KIND, _request(facts))
    assert file_stem(replace(document, parameters={"p": value})) == stem


def test_long_names_stay_apart(facts: ReadFacts) -> None:
    document = made_document(facts, FIGURES_KIND, _request(facts))
    names = {
        file_stem(replace(document, parameters={"p": "a" * 300 + end})) for end in "bc"
    }
    assert len(names) == 2
    assert max(map(len, names)) <= 100


def test_the_departments_template_shapes_the_word_file(
    facts: ReadFacts, tmp_path: Path
) -> None:
    sample = made_document(facts, FIGURES_KIND, _request(facts))
    shaped = Document(BytesIO(starting_template(sample)))
    shaped.add_paragraph("Phần của Sở: {{ p.gap }}")
    content = BytesIO()
    shaped.save(content)
    keep_template(facts.directory, sample, content.getvalue())
    written = write_document(
        facts, "figures", _request(facts), tmp_path, WORD_AND_SHEETS
    )
    filled = Document(BytesIO(written.files[0].read_bytes()))
    assert any(
        p.text.startswith("Phần của Sở: Còn thiếu 0,4") for p in filled.paragraphs
    )
    (finding,) = written.findings
    assert "xlsx" in str(finding.problem)


def test_a_broken_template_is_not_kept(facts: ReadFacts) -> None:
    sample = made_document(facts, FIGURES_KIND, _request(facts))
    with pytest.raises(InvalidInputError, match="1 problems must be mended") as error:
        keep_template(facts.directory, sample, b"x")
    assert error.value.findings
    assert kept_template(facts.directory, "figures") is None


def test_documents_lie_beside_the_results_of_steps_but_belong_to_none() -> None:
    assert writing.usual_folder(Path("x")) == Path("x/results/documents")
