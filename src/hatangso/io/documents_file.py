"""Read ``documents.toml``: who issues a province's documents, in their own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from hatangso.errors import Message, Place
from hatangso.io.findings import Findings
from hatangso.io.toml_files import read_toml

__all__ = ["DOCUMENTS_FILE", "DocumentsFile", "SignatureEntry", "read_documents_file"]

DOCUMENTS_FILE = "documents.toml"
_TEXTS = ("province", "committee", "department", "department_code", "division_code",
          "place")  # fmt: skip
_CAPITALS = ("committee", "department")
_SIGNATURES = ("committee_signature", "department_signature")
_LISTS = ("bases", "recipients")
_LONGEST = 1_000


@dataclass(frozen=True)
class SignatureEntry:
    """Who signs; empty where the file says nothing."""

    lines: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class DocumentsFile:
    """What the file says; what it does not say is missing.

    Attributes:
        texts: ``province``, ``committee``, ``department``, ``department_code``,
            ``division_code``, ``place``; the bodies in capitals.
        bases: Legal bases by kind of document.
        recipients: ``Nơi nhận`` by kind of document.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    committee_signature: SignatureEntry = SignatureEntry()
    department_signature: SignatureEntry = SignatureEntry()
    bases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_documents_file(directory: Path, kinds: Sequence[str]) -> DocumentsFile:
    """Read the file of a province directory (docs/guide/documents.md shows its keys).

    Args:
        directory: Of the province; without the file everything is missing.
        kinds: Codes of the kinds of documents that there are.

    Raises:
        InvalidInputError: Something in it cannot be used; the findings name every
            problem with its key, value and fix.
    """
    path = directory / DOCUMENTS_FILE
    if not path.is_file():
        return DocumentsFile()
    table = _Table("", read_toml(path), Findings())
    table.check_keys((*_TEXTS, *_SIGNATURES, *_LISTS))
    texts = {key: table.text(key) for key in _TEXTS}
    found = DocumentsFile(
        texts={
            key: text.upper() if key in _CAPITALS else text
            for key, text in texts.items()
            if text
        },
        committee_signature=_signature(table.under("committee_signature")),
        department_signature=_signature(table.under("department_signature")),
        bases=_by_kind(table.under("bases"), kinds),
        recipients=_by_kind(table.under("recipients"), kinds),
    )
    table.findings.raise_errors()
    return found


@dataclass(frozen=True)
class _Table:
    """One table of the file; what is wrong in it goes to the findings."""

    prefix: str
    values: Mapping[str, object]
    findings: Findings

    def refuse(self, key: str, problem: Message, fix: Message) -> None:
        place = Place(DOCUMENTS_FILE, None, f"{self.prefix}{key}")
        self.findings.error(place, problem, fix, self.values.get(key))

    def check_keys(self, known: Sequence[str]) -> None:
        """Note keys that mean nothing, with the one that may be meant."""
        for key in sorted(set(self.values) - set(known)):
            meant = get_close_matches(key, known, 1) or [", ".join(known)]
            self.refuse(
                key,
                Message("the key {key} is not known", {"key": key}),
                Message("use one of {keys}", {"keys": meant[0]}),
            )

    def text(self, key: str) -> str:
        """Return a text; empty when it is missing or no text."""
        value = self.values.get(key, "")
        if not _is_text(value):
            self._refuse_value(key, Message("write a text in quotation marks"))
            return ""
        return str(value).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty when it is missing or no such list."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(_is_text(one) for one in value):
            self._refuse_value(key, Message("write a list of texts"))
            return ()
        return tuple(one.strip() for one in value if one.strip())

    def under(self, key: str) -> "_Table":
        """Return the table under a key; empty when it is missing or no table."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            fix = Message("write a table of its own: [{key}]", {"key": key})
            self._refuse_value(key, fix)
            value = {}
        return _Table(f"{self.prefix}{key}.", value, self.findings)

    def _refuse_value(self, key: str, fix: Message) -> None:
        raw = str(self.values[key])[:60]
        self.refuse(key, Message('"{raw}" cannot be used', {"raw": raw}), fix)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and "\n" not in value


def _signature(table: _Table) -> SignatureEntry:
    table.check_keys(("lines", "name"))
    lines = tuple(line.upper() for line in table.texts("lines"))
    return SignatureEntry(lines, table.text("name"))


def _by_kind(table: _Table, kinds: Sequence[str]) -> dict[str, tuple[str, ...]]:
    table.check_keys(kinds)
    return {key: table.texts(key) for key in kinds if key in table.values}
