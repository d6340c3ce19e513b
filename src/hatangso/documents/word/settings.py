"""Settings of a document: nothing in them makes Word ask a question."""

from hatangso.documents.official.decree_30 import decree_30
from hatangso.documents.word.elements import Element, w

__all__ = ["settings"]

_WORD = "http://schemas.microsoft.com/office/word"
_WORD_2013 = 15


def settings() -> Element:
    """Return the part of settings."""
    language = decree_30().language
    return w(
        "settings",
        w("zoom", percent=100),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            w(
                "compatSetting",
                name="compatibilityMode",
                uri=_WORD,
                val=_WORD_2013,
            ),
        ),
        w("themeFontLang", val=language),
        w("decimalSymbol", val=","),
        w("listSeparator", val=";"),
    )
