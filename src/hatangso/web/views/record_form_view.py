"""The lists that a form of a record offers."""

from collections.abc import Mapping

from hatangso.model.record import FieldValue, Role
from hatangso.model.record_kind import Field, FieldType, RecordKind
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.rights import hidden_fields
from hatangso.web.forms.record_form import FieldInput, FormRules, RecordForm
from hatangso.web.forms.typed_values import NO, YES
from hatangso.web.views.record_table_view import Option
from hatangso.web.views.record_words import RecordWords
from hatangso.web.views.register_visit import RegisterVisit

__all__ = ["form_lists", "form_rules", "operators_of", "own_values"]


def form_rules(
    visit: RegisterVisit,
    kind: RecordKind,
    values: Mapping[str, FieldValue],
    *,
    only: str = "",
) -> FormRules:
    """Return what a form must know beside its kind.

    Args:
        visit: Whose form it is.
        kind: Of the record.
        values: All values of the record; they decide what the visitor may see.
        only: The one field of the form; empty: all of them.
    """
    kinds = shipped_kinds()
    named = {item.refers_to for item in kind.fields if item.refers_to}
    keys = {code: frozenset(visit.seen(kinds[code]).by_key) for code in named}
    hidden = hidden_fields(visit.actor, kind, values)
    return FormRules(visit.words.language, hidden, keys, only)


def form_lists(
    visit: RegisterVisit, form: RecordForm
) -> Mapping[str, tuple[Option, ...]]:
    """Return what may be chosen in each field of a form that offers a list."""
    return {
        one.name: _options(visit, one)
        for one in form.inputs
        if one.control in {"choice", "unit", "yes_no"}
    }


def operators_of(visit: RegisterVisit, kind: RecordKind) -> list[str]:
    """Return how records of a kind write their operators: alike ones stay alike."""
    return visit.seen(kind).values_of(kind.operator_field)


def own_values(visit: RegisterVisit, kind: RecordKind) -> dict[str, FieldValue]:
    """Return what a record of somebody's own says: whose it is."""
    actor = visit.actor
    if actor.role is Role.COMMUNE and kind.unit_field and len(actor.units) == 1:
        return {kind.unit_field: min(actor.units)}
    if actor.role is Role.OPERATOR and kind.operator_field:
        return {kind.operator_field: actor.operator}
    return {}


def _options(visit: RegisterVisit, shown: FieldInput) -> tuple[Option, ...]:
    """Return what may be chosen in a field; the first says that nobody knows."""
    item, words = shown.item, visit.words
    pairs = _pairs(visit, item, words)
    if shown.text and shown.text not in dict(pairs):
        pairs = [(shown.text, words.value(item, shown.text)), *pairs]
    options = [Option(code, text, code == shown.text) for code, text in pairs]
    return (Option("", "", is_chosen=not shown.text), *options)


def _pairs(
    visit: RegisterVisit, item: Field, words: RecordWords
) -> list[tuple[str, str]]:
    if item.type is FieldType.CHOICE:
        return [(one.code, words.choice(item, one.code)) for one in item.choices]
    if item.type is FieldType.YES_NO:
        return [
            (YES, words.value(item, value=True)),
            (NO, words.value(item, value=False)),
        ]
    named = words.sorted(words.unit_names.items())
    own = visit.actor.units
    return sorted(named, key=lambda one: one[0] not in own)
