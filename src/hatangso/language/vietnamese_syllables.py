"""Whether a word can be a Vietnamese syllable: how texts in wrong letters are found."""

import re
import unicodedata

__all__ = ["is_syllable"]

_ONSETS = (
    *("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr"),
    *"bcdđghklmnprstvx",
)
# Every final part of a syllable without its tone.
_RHYMES = frozenset(
    re.findall(
        r"\w+",
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt
        âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
        i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe
        oen oeo oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt
        ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm
        uôn uông uôt up ut uơ uy uya uych uyên uyêt uynh uyt uyu uyn
        ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
        """,
    )
)
_CLOSED = ("c", "ch", "p", "t")
# Huyền, hỏi, ngã, sắc, nặng; a syllable that ends in a stop has only the last two.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_TONES_OF_CLOSED = "\u0301\u0323"
_TONE = re.compile(f"[{_TONES}]")


def is_syllable(word: str) -> bool:
    """Tell whether a word is spelled as a Vietnamese syllable.

    >>> is_syllable("Nguyên"), is_syllable("Nguyªn"), is_syllable("Thỏi")
    (True, False, True)
    """
    # The tone may stand before or after the sign of the vowel.
    parts = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(parts)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONE.sub("", parts))
    if tones and plain.endswith(_CLOSED) and tones[0] not in _TONES_OF_CLOSED:
        return False
    return plain in _RHYMES or any(
        plain.startswith(onset) and _ends(plain[len(onset) :], onset)
        for onset in _ONSETS
    )


def _ends(rhyme: str, onset: str) -> bool:
    # "gì" and "quỳnh" share a vowel of onset and rhyme.
    shared = {"gi": "i", "qu": "u"}.get(onset)
    return rhyme in _RHYMES or (shared is not None and shared + rhyme in _RHYMES)
