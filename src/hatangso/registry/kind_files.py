"""Read the descriptors of kinds: one TOML file a kind, with fields that they share."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import msgspec

from hatangso.model.record_kind import Choice, DuplicateRule, Field, RecordKind

__all__ = ["parse_descriptor", "parse_kind"]

# How the descriptors name what the nouns call otherwise.
_KIND_KEYS = {item.name for item in fields(RecordKind)} - {"code", "fields"} | {"field"}
_FIELD_KEYS = {item.name for item in fields(Field)}
_RULE_KEYS = {item.name for item in fields(DuplicateRule)}
_CHOICE_KEYS = {item.name for item in fields(Choice)}


def parse_descriptor(content: bytes) -> dict[str, Any]:
    """Return the tables of a descriptor, its texts in NFC.

    Raises:
        ValueError: The content is not TOML in UTF-8.
    """
    return tomllib.loads(unicodedata.normalize("NFC", content.decode("utf-8")))


def parse_kind(
    code: str,
    descriptor: Mapping[str, Any],
    shared: Mapping[str, Mapping[str, Any]],
    problems: list[str],
) -> RecordKind | None:
    """Return the kind that a descriptor tells.

    Args:
        code: Name of the descriptor's file.
        descriptor: Its tables.
        shared: Fields that kinds have in common, by name.
        problems: Receives what cannot be understood.

    Returns:
        The kind, or None when a value is missing or of the wrong type.
    """
    before = len(problems)
    _note_unknown(descriptor, _KIND_KEYS, code, problems)
    rows = list(_field_rows(code, descriptor.get("field", ()), shared, problems))
    rule = descriptor.get("duplicates")
    if isinstance(rule, Mapping):
        _note_unknown(rule, _RULE_KEYS, f"{code}: duplicates", problems)
    if len(problems) > before:
        return None
    table = {key: descriptor[key] for key in descriptor if key != "field"}
    try:
        return msgspec.convert({**table, "code": code, "fields": rows}, RecordKind)
    except msgspec.ValidationError as error:
        problems.append(f"{code}: {error}")
        return None


def _field_rows(
    code: str,
    rows: object,
    shared: Mapping[str, Mapping[str, Any]],
    problems: list[str],
) -> Iterator[dict[str, Any]]:
    """Yield the tables of the fields, what they share filled in."""
    if not isinstance(rows, list):
        return
    for number, row in enumerate(rows, start=1):
        own = dict(row)
        base_name = own.pop("shared", None)
        if base_name is not None and base_name not in shared:
            problems.append(f"{code}: field {number} shares an unknown {base_name!r}")
            continue
        base = {"name": base_name, **shared[base_name]} if base_name else {}
        whole = {**base, **own}
        label = f"{code}.{whole.get('name', number)}"
        _note_unknown(whole, _FIELD_KEYS, label, problems)
        for choice in whole.get("choices", ()):
            _note_unknown(choice, _CHOICE_KEYS, f"{label}: choice", problems)
        yield whole


def _note_unknown(
    table: Mapping[str, Any], known: set[str], label: str, problems: list[str]
) -> None:
    problems += [f"{label}: no key {key!r}" for key in sorted(set(table) - known)]
