import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hatangso.cli import documents_command
from hatangso.cli.main import app
from kind_samples import FIGURES_KIND, MISSING_KIND, use_kinds
from small_province import edit_csv


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"figures": FIGURES_KIND, "missing": MISSING_KIND}
    use_kinds(monkeypatch, kinds)
    monkeypatch.setattr(documents_command, "document_kinds", lambda: kinds)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def _words(result: Result) -> str:
    return " ".join(result.output.split())


def test_documents_are_written_and_checked_again(province_directory: Path) -> None:
    result = run("documents", province_directory, "--format", "docx", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    (file,) = found["documents"][0]["files"]
    assert file.endswith("results/documents/figures_2025-q1.docx")
    assert found["findings"][0]["place"]["file"] == "missing"
    again = run("recheck", file, province_directory, "--json")
    assert json.loads(again.stdout)["holds"] is True
    assert date.fromisoformat(json.loads(again.stdout)["made_on"])
    edit_csv(province_directory / "figures.csv", 3, "value", 98.1)
    told = _words(run("recheck", file, province_directory))
    assert "2 số liệu đã thay đổi kể từ khi lập văn bản" in told
    assert "(99,6 → 98,1)" in told


def test_one_kind_with_answers_goes_where_it_is_asked(
    province_directory: Path, tmp_path: Path
) -> None:
    arguments = ("--kind", "figures", "--set", "period=2025 Q2", "--format", "xlsx")
    result = run("documents", province_directory, *arguments, "--out", tmp_path / "o")
    assert result.exit_code == 0, result.output
    assert [one.name for one in (tmp_path / "o").iterdir()] == ["figures_2025-q2.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--kind", "ghost"), "figures"),
        (("--kind", "missing"), "x.toml"),
        (("--format", "odt"), "docx, pdf, xlsx"),
        (("--format", ""), "docx, pdf, xlsx"),
        (("--set", "period"), "period=2026-Q3"),
        (("--set", "place=x"), "period"),
        (("--kind", "figures", "--set", "period=2099"), "2025 Q1"),
    ],
)
def test_what_cannot_be_written_is_said(
    province_directory: Path, arguments: tuple[str, ...], problem: str
) -> None:
    result = run("documents", province_directory, *arguments)
    assert result.exit_code in {3, 4}
    assert problem in _words(result)


def test_the_fields_of_a_kind_are_listed(province_directory: Path) -> None:
    told = _words(run("documents", province_directory, "--fields", "figures"))
    assert "{{ p.gap }} Còn thiếu 0,4 %" in told
    assert "{%tr for row in t.figures %} {{ row.name }} | {{ row.value }}" in told


def test_a_template_is_written_and_taken(
    province_directory: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mau.docx"
    written = run("document-template", province_directory, "figures", "-o", file)
    assert written.exit_code == 0, written.output
    taken = run("document-template", province_directory, "figures", "--take", file)
    assert taken.exit_code == 0, taken.output
    assert (province_directory / "document_templates" / "figures.docx").is_file()
    file.write_bytes(b"x")
    refused = run("document-template", province_directory, "figures", "--take", file)
    assert refused.exit_code == 3
    assert "không phải văn bản Word" in _words(refused)


def test_a_file_that_is_not_there_is_said(province_directory: Path) -> None:
    result = run("recheck", province_directory / "ghost.docx", province_directory)
    assert result.exit_code == 3
    assert "ghost.docx" in _words(result)
