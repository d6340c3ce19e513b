"""How an official document looks, as Annex I of Decree 30/2020/NĐ-CP says."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Decree30", "TextForm", "decree_30"]


@dataclass(frozen=True)
class TextForm:
    """How one part of a document is set.

    Attributes:
        is_upper: Whether the writer turns its words into capitals.
    """

    size_pt: float
    is_bold: bool
    is_italic: bool
    is_upper: bool


@dataclass(frozen=True)
class Decree30:
    """The form of official documents.

    Attributes:
        substitutes: Fonts of the same widths, where ``font`` is not installed.
        words: What stands in every document: Quốc hiệu, Tiêu ngữ, ``Nơi nhận:`` …
        names: How names in capitals are written within a sentence.
        lengths: Margins and distances by name; the unit ends the name.
        text: How each part is set.
    """

    width_mm: float
    height_mm: float
    font: str
    substitutes: tuple[str, ...]
    language: str
    words: Mapping[str, str]
    names: tuple[str, ...]
    lengths: Mapping[str, float]
    text: Mapping[str, TextForm]

    def text_width_mm(self, *, is_landscape: bool = False) -> float:
        """Return how wide text may be between the margins."""
        width_mm = self.height_mm if is_landscape else self.width_mm
        return (
            width_mm - self.lengths["margin_left_mm"] - self.lengths["margin_right_mm"]
        )


@cache
def decree_30() -> Decree30:
    """Return the form as the data file has it."""
    raw = tomllib.loads(
        (files("hatangso.documents.official") / "decree_30.toml").read_text("utf-8")
    )
    paper = raw["paper"]
    return Decree30(
        width_mm=paper["width_mm"],
        height_mm=paper["height_mm"],
        font=paper["font"],
        substitutes=tuple(paper["substitutes"]),
        language=paper["language"],
        words={name: word for name, word in raw["words"].items() if name != "names"},
        names=tuple(raw["words"]["names"]),
        lengths={name: entry["value"] for name, entry in raw["lengths"].items()},
        text={
            name: TextForm(
                entry["value"],
                entry["bold"],
                entry["italic"],
                entry.get("case") == "upper",
            )
            for name, entry in raw["text"].items()
        },
    )
