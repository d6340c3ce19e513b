"""A form made from the descriptor of a kind: shown, filled in, read, sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from starlette.datastructures import FormData

from hatangso.errors import Finding, Message
from hatangso.language import Language
from hatangso.model.record import Action, Edit, FieldValue, Record
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.web.forms.typed_values import count_of, read_typed, typed_text

__all__ = ["WAS", "FieldInput", "FormRules", "RecordForm"]

# What stood in a field when the form was shown; what it says now, beside it.
WAS = "was."
_STYLE = "style."
_LONG_TEXTS = frozenset({"note", "result", "obstruction", "evidence", "risk"})
_REVISION = "revision"


@dataclass(frozen=True)
class FormRules:
    """What a form must know beside its kind.

    Attributes:
        hidden: Fields that the visitor may not see: they are not in the form.
        keys: By kind that fields refer to: the keys that records of it have.
        language: Of numbers that are shown.
        only: The one field of the form; empty: all of them.
    """

    language: Language
    hidden: frozenset[str] = frozenset()
    keys: Mapping[str, frozenset[FieldValue]] = field(default_factory=dict)
    only: str = ""


@dataclass(frozen=True)
class FieldInput:
    """A field of a form.

    Attributes:
        text: What stands in it.
        was: What stood in it when it was shown first.
        control: ``text``, ``long``, ``choice``, ``yes_no``, ``unit``, ``reference``.
        problem: What is wrong with it; None when nothing is.
        fix: How to mend it.
        styles: How its number may be meant, where the form asks back.
        theirs: What somebody else wrote into it meanwhile; None when nobody did.
    """

    item: Field
    text: str
    was: str
    control: str
    problem: Message | None = None
    fix: Message | None = None
    styles: tuple[str, ...] = ()
    theirs: str | None = None

    @property
    def name(self) -> str:
        """Return the name of the field."""
        return self.item.name

    @property
    def is_changed(self) -> bool:
        """Return whether something else was typed than stood there."""
        return self.text.strip() != self.was.strip()


@dataclass(frozen=True)
class RecordForm:
    """The fields of a record as somebody fills them in.

    Attributes:
        values: Of the fields that could be read.
        revision: Of the record that was shown; None for a new one.
        other_problems: What is wrong with no single field.
        is_overtaken: Whether somebody changed the record meanwhile.
    """

    kind: RecordKind
    inputs: tuple[FieldInput, ...]
    reason: str = ""
    revision: int | None = None
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    other_problems: tuple[Message, ...] = ()
    is_overtaken: bool = False

    @classmethod
    def of(
        cls, kind: RecordKind, rules: FormRules, values: Mapping[str, FieldValue]
    ) -> "RecordForm":
        """Return the form that shows some values; none for a new record."""
        inputs = [
            FieldInput(item, text, text, _control(item))
            for item in _shown_fields(kind, rules)
            for text in [typed_text(values.get(item.name), rules.language)]
        ]
        return cls(kind, tuple(inputs))

    @classmethod
    def prefilled(
        cls, kind: RecordKind, rules: FormRules, values: Mapping[str, FieldValue]
    ) -> "RecordForm":
        """Return the form of a new record in which something stands already."""
        form = cls.of(kind, rules, values)
        return replace(form, inputs=tuple(replace(one, was="") for one in form.inputs))

    @classmethod
    def read(cls, kind: RecordKind, rules: FormRules, sent: FormData) -> "RecordForm":
        """Return the form as it was sent, with everything that is wrong."""
        inputs, values = [], {}
        revision = str(sent.get(_REVISION, ""))
        for item in _shown_fields(kind, rules):
            one, value = _read_input(item, rules, sent)
            if revision and not one.is_changed:
                # What was wrong before is not made worse by leaving it.
                one = replace(one, problem=None, fix=None, styles=())
            elif one.problem is None:
                values[item.name] = value
            inputs.append(one)
        return cls(
            kind,
            tuple(inputs),
            reason=str(sent.get("reason", "")).strip(),
            revision=count_of(revision),
            values=values,
        )

    @property
    def problems(self) -> tuple[FieldInput, ...]:
        """Return the fields with something wrong, in their order."""
        return tuple(one for one in self.inputs if one.problem is not None)

    @property
    def is_refused(self) -> bool:
        """Return whether something must be mended first."""
        return bool(self.problems or self.other_problems)

    def changed_values(self) -> dict[str, FieldValue]:
        """Return what was typed that did not stand there already."""
        return {
            one.name: self.values[one.name]
            for one in self.inputs
            if one.is_changed and one.name in self.values
        }

    def new_record(self) -> Edit:
        """Return the edit that makes a record of the form."""
        known = {
            name: value for name, value in self.values.items() if value is not None
        }
        return Edit(self.kind.code, Action.CREATE, values=known)

    def change_of(self, record_id: int) -> Edit:
        """Return the edit that changes a record as the form says."""
        return Edit(
            self.kind.code,
            Action.UPDATE,
            record_id,
            self.changed_values(),
            self.revision,
        )

    def overtaken(self, record: Record, rules: FormRules) -> "RecordForm":
        """Return the form over the record as somebody else left it meanwhile.

        What only one of the two changed is taken from that one; where both did, both
        are shown, and what this visitor typed stands in the field.
        """
        now = RecordForm.of(self.kind, rules, record.values)
        theirs = {one.name: one.text for one in now.inputs}
        return replace(
            self,
            inputs=tuple(_over(one, theirs[one.name]) for one in self.inputs),
            revision=record.revision,
            is_overtaken=True,
        )

    def with_findings(self, findings: Sequence[Finding]) -> "RecordForm":
        """Return the form with what the register has against it, at its fields."""
        by_field: dict[str, Finding] = {}
        others = []
        names = {one.name for one in self.inputs}
        for finding in findings:
            named = (finding.place.column or "").split(", ")
            name = next((one for one in named if one in names), "")
            if name:
                by_field.setdefault(name, finding)
            else:
                others.append(finding.problem)
        inputs = tuple(
            replace(one, problem=told.problem, fix=told.fix)
            if (told := by_field.get(one.name))
            else one
            for one in self.inputs
        )
        return replace(self, inputs=inputs, other_problems=tuple(others))


def _shown_fields(kind: RecordKind, rules: FormRules) -> list[Field]:
    return [
        item
        for item in kind.fields
        if item.name not in rules.hidden and rules.only in {"", item.name}
    ]


def _read_input(
    item: Field, rules: FormRules, sent: FormData
) -> tuple[FieldInput, FieldValue]:
    text = str(sent.get(item.name, "")).replace("\r\n", "\n")
    was = str(sent.get(WAS + item.name, "")).replace("\r\n", "\n")
    shown = FieldInput(item, text, was, _control(item))
    typed = read_typed(item, text, style=str(sent.get(_STYLE + item.name, "")))
    if typed.problem is None and shown.is_changed:
        unknown = _unknown_reference(item, rules, typed.value)
        if unknown is not None:
            fix = Message("put that one in first, or mend the name")
            return replace(shown, problem=unknown, fix=fix), None
    styles = tuple(map(str, typed.styles))
    return (
        replace(shown, problem=typed.problem, fix=typed.fix, styles=styles),
        typed.value,
    )


def _unknown_reference(
    item: Field, rules: FormRules, value: FieldValue
) -> Message | None:
    if value is None or item.refers_to not in rules.keys:
        return None
    if value in rules.keys[item.refers_to]:
        return None
    return Message('the register has no "{value}"', {"value": value})


def _over(one: FieldInput, theirs: str) -> FieldInput:
    if theirs.strip() == one.was.strip():
        return one
    if not one.is_changed or one.text.strip() == theirs.strip():
        return replace(one, text=theirs, was=theirs, theirs=theirs, problem=None)
    return replace(one, was=theirs, theirs=theirs)


def _control(item: Field) -> str:
    controls = {
        FieldType.CHOICE: "choice",
        FieldType.YES_NO: "yes_no",
        FieldType.UNIT: "unit",
        FieldType.REFERENCE: "reference",
    }
    return controls.get(item.type, "long" if item.name in _LONG_TEXTS else "text")
