"""Words of the other language on a page."""

import re
from collections.abc import Iterable, Iterator

from hatangso.language import Language
from hatangso.language.sentences import _vietnamese
from hatangso.registry.kind_catalogue import shipped_kinds

# What the reader sees or hears: texts and the attributes that are read out. Words in
# an element that says its own language are that language's.
TEXTS = """() => {
    const texts = new Set();
    const own = document.documentElement.lang;
    const isOwn = element => element.closest("[lang]").lang === own
        && !element.closest("script, style, code, noscript, template");
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (isOwn(walker.currentNode.parentElement)) texts.add(walker.currentNode.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            if (isOwn(element)) texts.add(element.getAttribute(name));
        }
    }
    return [...texts];
}"""
_GAP = re.compile(r"\{[^{}]*\}")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_FEWEST_WORDS = 2


def foreign_texts(texts: Iterable[str], language: Language) -> list[str]:
    """Return the texts that are sentences of the other language's catalogue."""
    foreign, patterns = _foreign(language)
    return sorted(
        text
        for text in {_plain(one) for one in texts}
        if text in foreign or patterns.fullmatch(text)
    )


def _foreign(language: Language) -> tuple[set[str], re.Pattern[str]]:
    """Return the sentences of the other language, and those with gaps as a pattern."""
    if language not in _KEPT:
        pairs = [pair[::-1] if language is Language.EN else pair for pair in _pairs()]
        own = {_plain(said) for _, said in pairs}
        others = {_plain(other) for other, _ in pairs} - own
        gapped = sorted(one for one in others if _GAP.search(one))
        patterns = [
            ".+?".join(map(re.escape, _GAP.split(one)))
            for one in gapped
            if len(_LETTERS.findall(_GAP.sub(" ", one))) >= _FEWEST_WORDS
        ]
        plain = {one for one in others if _LETTERS.search(one)} - set(gapped)
        _KEPT[language] = plain, re.compile("|".join(patterns))
    return _KEPT[language]


_KEPT: dict[Language, tuple[set[str], re.Pattern[str]]] = {}


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield English and Vietnamese of sentences, and of the kinds of records."""
    yield from _vietnamese().items()
    for kind in shipped_kinds().values():
        yield kind.name_en, kind.name_vi
        for item in kind.fields:
            yield item.label_en, item.label_vi
            yield from ((one.label_en, one.label_vi) for one in item.choices)


def _plain(text: str) -> str:
    """Return a text as it is compared: without the marks that pages add."""
    return " ".join(text.split()).strip(" .:…·()").casefold()
