"""Make a document again and tell which of its numbers have changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hatangso.documents.official.spans import TracedNumber
from hatangso.documents.official.trace_reading import trace_of_file
from hatangso.documents.official.trace_record import TraceRecord
from hatangso.documents.official.traces import traced_numbers
from hatangso.errors import InvalidInputError, Message
from hatangso.workflows.documents.document_kind import DocumentRequest
from hatangso.workflows.documents.document_kinds import document_kind
from hatangso.workflows.documents.issuers import issuer_of
from hatangso.workflows.documents.province_facts import ProvinceFacts
from hatangso.workflows.documents.write_documents import made_document

__all__ = ["ChangedNumber", "Recheck", "compared", "recheck"]

_MOST_NAMED = 10


@dataclass(frozen=True)
class ChangedNumber:
    """A number that is another now."""

    then: TracedNumber
    now: TracedNumber

    @property
    def label(self) -> str:
        """Return what the number is, in words."""
        return self.now.label or self.then.label or self.now.key


@dataclass(frozen=True)
class Recheck:
    """A document held against the province of today.

    Attributes:
        record: What the document was made of.
        changed: Numbers whose value or printed text is another now.
        unknown: Numbers that nobody knows now: mostly a result that must be computed
            again.
        gone: Numbers that the document has and would not have now.
        new: Numbers that it would have now.
        unchanged_count: Numbers that are the same.
    """

    record: TraceRecord
    changed: tuple[ChangedNumber, ...]
    unknown: tuple[ChangedNumber, ...]
    gone: tuple[TracedNumber, ...]
    new: tuple[TracedNumber, ...]
    unchanged_count: int

    @property
    def holds(self) -> bool:
        """Return whether the document would say the same now."""
        return not (self.changed or self.unknown or self.gone or self.new)

    @property
    def sentence(self) -> Message:
        """Return the outcome, naming what has changed."""
        if self.changed:
            return Message(
                "{count} numbers have changed since the document was made: {names}.",
                {"count": len(self.changed), "names": _named(self.changed)},
            )
        text = "No number has another value since the document was made."
        if self.holds:
            text = "All {count} numbers still stand as when the document was made."
        return Message(text, {"count": self.unchanged_count} if self.holds else {})

    @property
    def more(self) -> tuple[Message, ...]:
        """Return what else has become of numbers, each in a sentence."""
        told = []
        if self.unknown:
            values = {"count": len(self.unknown), "names": _named(self.unknown)}
            text = (
                "{count} numbers are not known now; compute what is out of date again,"
                " then check once more: {names}."
            )
            told.append(Message(text, values))
        if self.gone:
            text = "{count} numbers of the document are no longer there."
            told.append(Message(text, {"count": len(self.gone)}))
        if self.new:
            text = "{count} numbers would be new in the document."
            told.append(Message(text, {"count": len(self.new)}))
        return tuple(told)


def _named(numbers: Sequence[ChangedNumber]) -> str:
    """Return what numbers were and are, as many as can be read."""
    named = [
        f"{one.label} ({one.then.text} → {one.now.text})"
        for one in numbers[:_MOST_NAMED]
    ]
    return "; ".join([*named, "…"] if len(numbers) > _MOST_NAMED else named)


def recheck(facts: ProvinceFacts, content: bytes, *, today: date) -> Recheck:
    """Hold the numbers of a document against those that it would have now.

    Args:
        facts: The province as it stands now.
        content: A DOCX, PDF or XLSX that hatangso made, edited or not.
        today: Day for a document that does not tell on which it was made. One that
            tells is made again for that day, so that only data can have changed it.

    Raises:
        InvalidInputError: The file has no readable record, is of another province, of
            a kind that there is not, or of a period or place that there is no more.
        NotFoundError: Something that the kind needs is not computed yet.
    """
    record = trace_of_file(content)
    province = facts.inputs.province
    if record.province and record.province != province.key:
        raise InvalidInputError(
            "the document is of the province {other}, not of {this}:"
            " give the directory that it was made of",
            other=record.province,
            this=province.key,
        )
    request = DocumentRequest(
        issuer=issuer_of(facts.directory, province),
        today=record.made_on or today,
        parameters=record.parameters,
    )
    document = made_document(facts, document_kind(record.kind), request)
    return compared(record, traced_numbers(document))


def compared(record: TraceRecord, numbers: tuple[TracedNumber, ...]) -> Recheck:
    """Return what tells the numbers of a record from those of now."""
    then = {one.key: one for one in record.numbers}
    now = {one.key: one for one in numbers}
    both = [ChangedNumber(then[key], now[key]) for key in now if key in then]
    others = [one for one in both if not _is_same(one.then, one.now)]
    changed = tuple(one for one in others if one.now.value is not None)
    return Recheck(
        record=record,
        changed=changed,
        unknown=tuple(one for one in others if one.now.value is None),
        gone=tuple(one for key, one in then.items() if key not in now),
        new=tuple(one for key, one in now.items() if key not in then),
        unchanged_count=len(both) - len(others),
    )


def _is_same(then: TracedNumber, now: TracedNumber) -> bool:
    """Return whether a reader of the document would see the same number.

    A value behind the printed digits, or another way to print, changes nothing.
    """
    return then.text == now.text or (then.value, then.unit) == (now.value, now.unit)
