"""Many records changed at once: what would happen to each, before it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hatangso.errors import Finding, Message
from hatangso.model.record import Action, Actor, Edit, FieldValue, Record
from hatangso.model.record_kind import RecordKind
from hatangso.registry.rights import hidden_fields, refusal_of, visible
from hatangso.web.forms.typed_values import count_of
from hatangso.web.views.record_words import RecordWords

__all__ = [
    "BULK_ACTIONS",
    "BulkChange",
    "BulkLine",
    "BulkPreview",
    "BulkPreviewer",
    "named_again",
    "names_of",
    "told_by_record",
]

# What a form says is to be done.
BULK_ACTIONS: Mapping[str, Action] = {
    "sua": Action.UPDATE,
    "xac-nhan": Action.CONFIRM,
    "xoa": Action.DELETE,
}
_MOST_SHOWN = 200
_HIDDEN = Message("a field that you may not see")
_REFERRED = Message("other records name it: change or delete those first")


@dataclass(frozen=True)
class BulkChange:
    """What is to be done to each of some records.

    Attributes:
        field: For an UPDATE: the field that changes; empty otherwise.
        value: That it gets.
    """

    action: Action
    field: str = ""
    value: FieldValue = None


@dataclass(frozen=True)
class BulkLine:
    """What would happen to one record.

    Attributes:
        refusal: Why nothing will; None when it is changed.
    """

    id: int
    name: str
    before: str
    after: str
    refusal: Message | None = None


@dataclass(frozen=True)
class BulkPreview:
    """What would happen to all of them.

    Attributes:
        edits: That make it so; the refused are left out.
        lines: The refused first, then the others, as many as a page holds.
        same: How many are so already.
    """

    change: BulkChange
    edits: tuple[Edit, ...]
    lines: tuple[BulkLine, ...]
    refused: int
    same: int

    @property
    def not_shown(self) -> int:
        """Return how many lines are left out."""
        return self.refused + len(self.edits) - len(self.lines)

    @property
    def chosen(self) -> str:
        """Return the records that change, each with its revision, for a form."""
        return names_of([(one.record_id or 0, one.revision or 0) for one in self.edits])


def names_of(chosen: Sequence[tuple[int, int]]) -> str:
    """Return records with their revisions as one text.

    >>> names_of([(3, 1), (7, 2)])
    '3:1 7:2'
    """
    return " ".join(f"{number}:{revision}" for number, revision in chosen)


def named_again(text: str) -> dict[int, int]:
    """Return the revisions by record that such a text says; nonsense is passed over.

    >>> named_again("3:1 7:2 x")
    {3: 1, 7: 2}
    """
    pairs = ([count_of(one) for one in part.split(":")] for part in text.split())
    return {
        pair[0]: pair[1]
        for pair in pairs
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None  # noqa: PLR2004 - a pair
    }


@dataclass(frozen=True)
class BulkPreviewer:
    """Tells what a change would do to records of a kind.

    Attributes:
        named: How many records name each key of the kind.
    """

    kind: RecordKind
    actor: Actor
    words: RecordWords
    named: Mapping[FieldValue, int]

    def preview(self, records: Sequence[Record], change: BulkChange) -> BulkPreview:
        """Return what a change would do to some records, given with all values."""
        edits, lines, refused = [], [], []
        same = 0
        for record in records:
            line = self._line(record, change)
            # Asked first: whether a hidden field is so already must not be told.
            if line.refusal is not None:
                refused.append(line)
            elif _is_so(record, change):
                same += 1
            else:
                lines.append(line)
                edits.append(_edit(record, change))
        shown = (*refused, *lines)[:_MOST_SHOWN]
        return BulkPreview(change, tuple(edits), shown, len(refused), same)

    def _line(self, record: Record, change: BulkChange) -> BulkLine:
        seen = visible(self.actor, self.kind, record)
        name = self.words.title(self.kind, seen)
        refusal = self._refusal(record, change)
        if not change.field:
            return BulkLine(record.id, name, "", "", refusal)
        item = self.kind.field(change.field)
        before = self.words.with_unit(item, seen.values.get(change.field))
        after = self.words.with_unit(item, change.value)
        return BulkLine(record.id, name, before, after, refusal)

    def _refusal(self, record: Record, change: BulkChange) -> Message | None:
        if change.field in hidden_fields(self.actor, self.kind, record.values):
            return _HIDDEN
        after: Mapping[str, FieldValue] | None = record.values
        if change.action is Action.DELETE:
            after = None
        elif change.field:
            after = {**record.values, change.field: change.value}
        refusal = refusal_of(self.actor, self.kind, record.values, after)
        is_named = after is None and self.named.get(record.values.get(self.kind.key[0]))
        return refusal or (_REFERRED if is_named else None)


def _edit(record: Record, change: BulkChange) -> Edit:
    values = {change.field: change.value} if change.field else {}
    return Edit(record.kind, change.action, record.id, values, record.revision)


def _is_so(record: Record, change: BulkChange) -> bool:
    return (
        change.action is Action.UPDATE
        and record.values.get(change.field) == change.value
    )


def told_by_record(
    edits: Sequence[Edit], findings: Sequence[Finding]
) -> list[tuple[int | None, Message]]:
    """Return what the register has against some edits, with the record of each."""
    return [
        (
            edits[row - 1].record_id
            if (row := finding.place.row or 0) and row <= len(edits)
            else None,
            finding.problem,
        )
        for finding in findings
    ]
