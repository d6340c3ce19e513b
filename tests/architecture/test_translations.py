"""Every sentence that a user may read has its Vietnamese."""

import ast
from collections import Counter
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import hatangso
from hatangso.language.sentences import LAYER_NAMES, _vietnamese

SOURCES = sorted(Path(hatangso.__file__).parent.rglob("*.py"))
TEMPLATES = sorted((Path(hatangso.__file__).parent / "web").rglob("*.html"))
# Functions whose first string is a sentence for the user.
SPEAKERS = {"Message", "say", "say_once", "start", "translate", "InvalidInputError",
            "NotFoundError", "OutOfRangeError", "StaleResultError",
            "InfeasibleError", "InterruptedRunError"}  # fmt: skip


def _assigned_texts(tree: ast.AST) -> dict[str, list[str]]:
    """Return string constants by the name they are assigned to."""
    texts: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                texts.setdefault(node.targets[0].id, []).append(value.value)
    return texts


def _template_sentences() -> set[str]:
    found = set()
    for path in TEMPLATES:
        with path.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, ("_",), (), {}):
                texts = message if isinstance(message, tuple) else (message,)
                found.update(text for text in texts if isinstance(text, str))
    return found


def test_the_pages_speak() -> None:
    assert len(_template_sentences()) > 20


def _sentences() -> set[str]:
    found: set[str] = set(LAYER_NAMES) | _template_sentences()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = _assigned_texts(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function = node.func
            name = getattr(function, "id", getattr(function, "attr", ""))
            if name not in SPEAKERS:
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
            elif isinstance(first, ast.Name) and name != "translate":
                found.update(texts.get(first.id, ()))
    return found


def test_no_sentence_is_translated_twice() -> None:
    folder = Path(hatangso.__file__).parent / "language"
    ids: list[str] = []
    for path in (folder / "vi.po", *sorted((folder / "vi").glob("*.po"))):
        with path.open("rb") as stream:
            ids += [str(entry.id) for entry in read_po(stream) if entry.id]
    assert [text for text, times in Counter(ids).items() if times > 1] == []


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_sentence_is_translated() -> None:
    missing = sorted(_sentences() - set(_vietnamese()))
    assert missing == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(_vietnamese()) - _sentences()) == []


def test_translations_fill_the_same_gaps() -> None:
    wrong = [en for en, vi in _vietnamese().items() if _gaps(en) != _gaps(vi)]
    assert wrong == []
