"""LibreOffice opens the documents and prints what they say."""

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pypdf
import pytest

from document_samples import letter_document, titled_document
from documents.word.word_reading import WordFile
from hatangso.documents.word.word_document import word_document

SOFFICE = shutil.which("soffice")
FONTS = Path(str(files("hatangso.documents"))) / "fonts"
FONT_SETTINGS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir></fontconfig>"""

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the text of the pages of each document."""
    directory = tmp_path_factory.mktemp("printed")
    documents = {"plan": titled_document(), "letter": letter_document()}
    for name, document in documents.items():
        (directory / f"{name}.docx").write_bytes(word_document(document))
    settings = directory / "fonts.conf"
    settings.write_text(FONT_SETTINGS.format(fonts=FONTS), encoding="utf-8")
    subprocess.run(  # noqa: S603 - the office that is installed, and our own files
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{directory}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(directory),
            *(str(directory / f"{name}.docx") for name in documents),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "FONTCONFIG_FILE": str(settings),
            "HOME": str(directory),
        },
    )
    return {
        name: [
            page.extract_text(extraction_mode="layout")
            for page in pypdf.PdfReader(directory / f"{name}.pdf").pages
        ]
        for name in documents
    }


def test_every_page_but_the_first_bears_its_number(
    printed: dict[str, list[str]],
) -> None:
    plan = printed["plan"]
    assert len(plan) == 8
    firsts = [page.split()[0] for page in plan]
    assert firsts[1:] == [str(number) for number in range(2, 9)]
    assert firsts[0] != "1"
    assert len(printed["letter"]) == 1


def test_contents_tell_the_pages_that_are_printed(
    printed: dict[str, list[str]],
) -> None:
    file = WordFile(word_document(titled_document()))
    lines = [one.text for one in file.paragraphs() if one.style.startswith("TOC")]
    annexes = dict(line.split("\t") for line in lines if line.startswith("Phụ lục"))
    for title, page in annexes.items():
        words = title.split(". ")[1]
        at = [i for i, text in enumerate(printed["plan"], 1) if _has(text, words)]
        assert int(page) in at, title


def test_headers_of_tables_stand_on_every_page(printed: dict[str, list[str]]) -> None:
    assert [_has(page, "Hạn phủ sóng") for page in printed["plan"][3:6]] == [True] * 3


def _has(page: str, words: str) -> bool:
    """Tell whether words stand on a page, letters and marks in any order of drawing."""
    plain = re.compile(r"[^A-Za-z0-9]")
    return plain.sub("", words) in plain.sub("", page) or words in page
