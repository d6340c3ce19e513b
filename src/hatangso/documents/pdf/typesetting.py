"""Typst with the fonts that come along, and no others: the same on every machine."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import typst

from hatangso.errors import InvalidInputError, NotFoundError

__all__ = ["FONTS_FOLDER", "FONT_FAMILY", "pdf", "png", "query"]

FONTS_FOLDER = Path(__file__).parents[1] / "fonts"
FONT_FAMILY = "Tinos"
"""As wide as Times New Roman, letter by letter."""


def png(files: Mapping[str, bytes], dpi: float) -> bytes:
    """Return the only page of sources as a picture.

    Args:
        files: Sources and data by name, ``main.typ`` among them.
        dpi: Pixels per inch of paper.

    Raises:
        InvalidInputError: Something that a source draws in cannot be read.
        NotFoundError: The fonts are missing.
    """
    compiler = _compiler(files)
    with _refusals():
        made: Any = compiler.compile(format="png", ppi=dpi)
    return bytes(made)


def pdf(files: Mapping[str, bytes]) -> bytes:
    """Return sources as PDF/A-3a, which keeps attachments and says what is what.

    Args:
        files: Sources and data by name, ``main.typ`` among them.

    Raises:
        InvalidInputError: Something that a source draws in cannot be read.
        NotFoundError: The fonts are missing.
    """
    compiler = _compiler(files)
    with _refusals():
        made: Any = compiler.compile(format="pdf", pdf_standards=["a-3a"])
    return bytes(made)


def query(files: Mapping[str, bytes], selector: str, field: str) -> str:
    """Return a field of all elements that a selector finds, as JSON.

    Raises:
        InvalidInputError: Something that a source draws in cannot be read.
        NotFoundError: The fonts are missing.
    """
    compiler = _compiler(files)
    with _refusals():
        return compiler.query(selector, field=field)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        raise InvalidInputError(
            "the page cannot be set: {problem}", problem=error.message
        ) from error
    except BaseException as error:
        # A panic inside Typst is no Exception, and would end the whole process.
        if type(error).__name__ != "PanicException":
            raise
        raise InvalidInputError(
            "the page cannot be set: {problem}", problem=str(error)
        ) from error


def _compiler(files: Mapping[str, bytes]) -> typst.Compiler:
    """Return a compiler of its own: one that is shared refuses a second thread."""
    # The annotations of typst know of files on disk only, its documentation of both.
    sources: Any = dict(files)
    return typst.Compiler(input=sources, font_paths=_shipped_fonts())


@cache
def _shipped_fonts() -> typst.Fonts:
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FONTS_FOLDER)],
    )
    if FONT_FAMILY not in fonts.families():
        raise NotFoundError(
            "the font of printed documents is missing: install hatangso again without"
            " HATANGSO_SKIP_FRONTEND, or run python hatch_build.py"
        )
    return fonts
