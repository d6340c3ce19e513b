"""Names of villages as people write them: "Thôn 01", "thôn 1 (Đức Xuân)", "TDP 1"."""

import re
from dataclasses import dataclass

from hatangso.language.words import fold

__all__ = ["VILLAGE_WORDS", "VillageName", "village_name"]

# What names of villages begin with or leave out, without diacritics; longer ones first.
VILLAGE_WORDS = (
    *("to dan pho", "tdp", "khu dan cu", "khu pho", "khu", "thon", "ban", "xom"),
    *("ap", "to", "buon", "lang"),
)
# Written differently, meant alike.
_ALIKE = {"tdp": "to dan pho", "to": "to dan pho"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ZEROS = re.compile(r"\b0+(?=\d)")


@dataclass(frozen=True)
class VillageName:
    """A name in parts that can be compared; letters and digits only.

    Attributes:
        kind: The word for a village; empty when the name has none.
        name: What follows it, with what stands in brackets.
        plain: The same without what stands in brackets.
    """

    kind: str
    name: str
    plain: str


def village_name(text: str) -> VillageName:
    """Return the parts of a village's name.

    >>> village_name("TDP 01 (Đức Xuân)")
    VillageName(kind='todanpho', name='1ducxuan', plain='1')
    >>> village_name("Nà Phả")
    VillageName(kind='', name='napha', plain='napha')
    """
    folded = _ZEROS.sub("", fold(text))
    kind, rest = "", folded
    for word in VILLAGE_WORDS:
        after = folded.removeprefix(word)
        # "Bản" alone, or "Thôn" before nothing, is all the name there is.
        if after != folded and after[:1] in " .:-" and _letters(after):
            kind, rest = _ALIKE.get(word, word), after
            break
    name = _letters(rest)
    return VillageName(_letters(kind), name, _letters(_BRACKETS.sub(" ", rest)) or name)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
