"""Find the record of the register that a row of a file speaks of."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from hatangso.errors import Message
from hatangso.language import fold
from hatangso.language.village_names import VILLAGE_WORDS
from hatangso.model.record import FieldValue, Record
from hatangso.model.record_kind import RecordKind

__all__ = ["Codes", "Found", "RecordFinder", "key_text", "unnamed_records"]

Values = Mapping[str, FieldValue]
_SHOWN = 5
_NUMBERED = re.compile(r"(.+)-(\d{1,9})")


def key_text(kind: RecordKind, values: Values) -> str:
    """Return the name of a record in files; empty when the values give none."""
    if len(kind.key) == 1:
        value = values.get(kind.key[0])
        return "" if value is None else str(value)
    parts = [values.get(name) for name in kind.key]
    if None in parts:
        needed = [name for name in kind.key if kind.field(name).is_required]
        if any(values.get(name) is None for name in needed or kind.key):
            return ""
    return "|".join("" if part is None else str(part) for part in parts)


class Found(NamedTuple):
    """What a row may speak of; a tuple, since there is one for every row.

    Attributes:
        record: The record; None when there is none yet, or there are several.
        by_name: Whether its name told, for want of a key.
        rivals: The records that could be meant, when there are several.
        kept: Fields that stay as the record has them: a name that differs by nothing
            but the word for a village.
    """

    record: Record | None
    by_name: bool = False
    rivals: tuple[Record, ...] = ()
    kept: tuple[str, ...] = ()


class RecordFinder:
    """Finds records of one kind by key, by a sender's key, and by name."""

    def __init__(
        self, kind: RecordKind, records: Sequence[Record], named: Mapping[str, int]
    ) -> None:
        """Sort the records.

        Args:
            kind: Of the records.
            records: All that the register has.
            named: Ids by the keys that the sender's earlier files had.
        """
        self._kind = kind
        self._by_key = {key_text(kind, record.values): record for record in records}
        self._by_id = {record.id: record for record in records}
        self._named = named
        self._by_name: dict[tuple[object, ...], list[Record]] = defaultdict(list)
        self._by_bare_name: dict[tuple[object, ...], list[Record]] = defaultdict(list)
        for record in records:
            name = self._name(record.values)
            if name:
                self._by_name[name].append(record)
            bare = self._name(record.values, is_bare=True)
            if bare:
                self._by_bare_name[bare].append(record)

    def find(self, values: Values) -> Found:
        """Return what a row with these values speaks of."""
        key = key_text(self._kind, values)
        if key:
            record = self._by_key.get(key)
            if record is None and key in self._named:
                record = self._by_id.get(self._named[key])
            return Found(record)
        alike = self._by_name.get(self._name(values) or (None,), [])
        rule = self._kind.duplicates
        exact = [
            one
            for one in alike
            if rule and all(one.values.get(n) == values.get(n) for n in rule.alike)
        ]
        if len(exact) == 1 or len(alike) == 1:
            return Found((exact if len(exact) == 1 else alike)[0], by_name=True)
        return Found(None, rivals=tuple(alike)) if alike else self._by_village(values)

    def _by_village(self, values: Values) -> Found:
        """Return the village that is named with its kind where the row is not.

        Two names with different kinds, "Thôn Nà Phả" and "Bản Nà Phả", are two.
        """
        name, bare = self._name(values), self._name(values, is_bare=True)
        found = [
            *(self._by_bare_name.get(name, []) if name else []),
            *(self._by_name.get(bare, []) if bare else []),
        ]
        rule = self._kind.duplicates
        if len(found) == 1 and rule is not None:
            return Found(found[0], by_name=True, kept=rule.alike[:1])
        return Found(None, rivals=tuple(found))

    def _name(
        self, values: Values, *, is_bare: bool = False
    ) -> tuple[object, ...] | None:
        """Return what names a record without its key; None when nothing does.

        Args:
            values: Of the record.
            is_bare: Without the word for a village; None where there is no such word,
                or the kind is none whose names are told apart by commune.
        """
        rule = self._kind.duplicates
        if is_bare and (rule is None or self._kind.unit_field not in rule.same):
            return None
        if rule is None or not rule.alike or self._kind.field(rule.alike[0]) is None:
            return None
        first = values.get(rule.alike[0])
        same = tuple(values.get(name) for name in rule.same)
        # What may be left empty is the same where both leave it so.
        needed = [
            values.get(n) for n in rule.same if self._kind.field(n).is_required
        ] or same
        if first is None or not same or None in needed:
            return None
        if is_bare:
            bare = _bare(str(first))
            others = [_letters(values.get(name)) for name in rule.alike[1:]]
            return (_letters(bare), *others, *same) if bare else None
        return (*(_letters(values.get(name)) for name in rule.alike), *same)


def _letters(value: FieldValue) -> str:
    return "".join(filter(str.isalnum, fold(str(value or ""))))


def _bare(name: str) -> str:
    """Return the name of a village without its kind; empty when it has none.

    >>> _bare("Thôn Bản Mới"), _bare("TDP 3"), _bare("Nà Phả")
    ('ban moi', '3', '')
    """
    plain = " ".join(fold(name).split())
    for word in VILLAGE_WORDS:
        if plain.startswith(f"{word} "):
            return plain.removeprefix(word).strip(" .:-")
    return ""


def unnamed_records(
    kind: RecordKind,
    records: Iterable[Record],
    named_ids: Collection[int],
    rows: Sequence[Values],
) -> list[Message]:
    """Return a note of the records that a file could have named and does not.

    Args:
        kind: Of the records.
        records: What the register has.
        named_ids: Of the records that the file speaks of.
        rows: What the file says: of which operators or communes it is.
    """
    if not named_ids:
        return []
    is_in_scope = _scope(kind, rows)
    missing = [
        key_text(kind, record.values)
        for record in records
        if record.id not in named_ids and is_in_scope(record)
    ]
    if not missing:
        return []
    names = ", ".join(missing[:_SHOWN]) + (", …" if len(missing) > _SHOWN else "")
    text = (
        "{count} records of the register are not in the file and stay as they are:"
        " {names}"
    )
    return [Message(text, {"count": len(missing), "names": names})]


def _scope(kind: RecordKind, rows: Sequence[Values]) -> Callable[[Record], bool]:
    """Return whether a file of these operators or communes would name a record."""
    for name in (kind.operator_field, kind.unit_field):
        owners = {values.get(name) for values in rows} - {None}
        if name and owners:
            return lambda record, name=name, owners=owners: (  # type: ignore[misc]
                record.values.get(name) in owners
            )
    return lambda _record: True


class Codes:
    """Gives new records that have no code one that nothing else has."""

    def __init__(self, kind: RecordKind, known: Iterable[Values]) -> None:
        """Look at the codes that there are."""
        self._kind = kind
        self._last: dict[str, int] = defaultdict(int)
        for values in known:
            self.note(values)

    @property
    def field(self) -> str:
        """Return the field that holds the code."""
        return self._kind.key[0]

    @property
    def are_given(self) -> bool:
        """Return whether records of this kind may come without a code."""
        return (
            len(self._kind.key) == 1
            and not self._kind.field(self._kind.key[0]).is_required
        )

    def note(self, values: Values) -> None:
        """Remember that a record has its code."""
        found = _NUMBERED.fullmatch(str(values.get(self._kind.key[0]) or ""))
        if found:
            number = int(found[2])
            self._last[found[1]] = max(self._last[found[1]], number)

    def new(self, values: Values) -> str:
        """Return the next code: the commune's or the kind's, and a number."""
        prefix = str(values.get(self._kind.unit_field) or self._kind.code)
        self._last[prefix] += 1
        return f"{prefix}-{self._last[prefix]:03d}"
