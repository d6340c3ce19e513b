"""Sentences in the reader's language: English is written, Vietnamese looked up."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

from hatangso.errors import Message

__all__ = ["Language", "translate"]


class Language(StrEnum):
    """A language that hatangso speaks."""

    VI = "vi"
    EN = "en"


@cache
def _vietnamese() -> dict[str, str]:
    """Return the Vietnamese sentence of each English one."""
    catalogue = files("hatangso.language") / "vi.po"
    with catalogue.open("rb") as stream:
        entries = read_po(stream, locale="vi")
    return {
        str(entry.id): str(entry.string)
        for entry in entries
        if entry.id and entry.string
    }


def translate(sentence: Message | str, language: Language | str) -> str:
    """Return a sentence in a language; one without translation stays English.

    Values that are messages themselves are translated too.
    """
    if isinstance(sentence, str):
        sentence = Message(sentence)
    text = sentence.text
    if str(language) == Language.VI:
        text = _vietnamese().get(text, text)
    values = {
        name: translate(value, language) if isinstance(value, Message) else value
        for name, value in sentence.values.items()
    }
    return text.format(**values) if values else text
