"""The hidden record of a document: what made it, and every number with its source.

It travels inside the file as JSON, so that the document can be checked again later:
in Word as a part of ``customXml`` in `NAMESPACE`, in a PDF as the attachment
`ATTACHMENT`, in a workbook in column A of the hidden sheet `SHEET`.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from hatangso import __version__
from hatangso.documents.official.official_document import OfficialDocument
from hatangso.documents.official.spans import TracedNumber
from hatangso.documents.official.traces import traced_numbers
from hatangso.errors import InvalidInputError
from hatangso.model.provenance import Reality

__all__ = [
    "ATTACHMENT",
    "NAMESPACE",
    "SHEET",
    "TraceRecord",
    "cells_of",
    "read_trace_record",
    "trace_record",
]

NAMESPACE = "urn:hatangso:trace"
ATTACHMENT = "hatangso-trace.json"
SHEET = "hatangso"
_FORMAT = "hatangso-trace-1"
_MOST_SIGNS = 30_000  # a cell holds 32,767
_NUMBER_KEYS = (
    "key",
    "label",
    "text",
    "value",
    "unit",
    "decimals",
    "period",
    "source",
    "reality",
)


@dataclass(frozen=True)
class TraceRecord:
    """What a document was made of.

    Attributes:
        kind: Code of the kind of document.
        parameters: What it was asked for.
        province: Key of the province; empty when it was not noted.
        software_version: Of hatangso when it made the document.
        made_on: None when it was not noted.
        numbers: In the order in which they stand, each key once.
    """

    kind: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    province: str = ""
    software_version: str = __version__
    made_on: date | None = None
    numbers: tuple[TracedNumber, ...] = ()


def trace_record(document: OfficialDocument) -> str:
    """Return the record of a document as JSON: same document, same text."""
    content = {
        "format": _FORMAT,
        "kind": document.kind,
        "made_on": document.made_on.isoformat() if document.made_on else "",
        "numbers": [_entry(number) for number in traced_numbers(document)],
        "parameters": dict(document.parameters),
        "province": document.province,
        "software": __version__,
    }
    return json.dumps(
        content,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def cells_of(record: str) -> Iterator[str]:
    """Return a record cut into pieces that fit into cells, one below the other."""
    for start in range(0, len(record), _MOST_SIGNS):
        yield record[start : start + _MOST_SIGNS]


def read_trace_record(text: str) -> TraceRecord:
    """Return a record of its JSON.

    Raises:
        InvalidInputError: The text is no record, was cut or changed, or is of a later
            version of hatangso.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise _broken("JSON")
    if content.get("format") != _FORMAT:
        raise InvalidInputError(
            "the record inside the document is of the form {form}, not {known}:"
            " read it with the version of hatangso that made it",
            form=str(content.get("format"))[:60],
            known=_FORMAT,
        )
    parameters = content.get("parameters")
    numbers = content.get("numbers")
    if not (isinstance(parameters, dict) and _are_texts(parameters.values())):
        raise _broken("parameters")
    if not isinstance(numbers, list):
        raise _broken("numbers")
    return TraceRecord(
        kind=_text(content, "kind"),
        parameters=parameters,
        province=_text(content, "province"),
        software_version=_text(content, "software"),
        made_on=_day(_text(content, "made_on")),
        numbers=tuple(_number(entry, at) for at, entry in enumerate(numbers, 1)),
    )


def _entry(number: TracedNumber) -> dict[str, object]:
    return {name: getattr(number, name) for name in _NUMBER_KEYS}


def _number(entry: object, at: int) -> TracedNumber:
    """Return a number of its entry."""
    if not isinstance(entry, dict) or set(entry) != set(_NUMBER_KEYS):
        raise _broken(f"numbers[{at}]")
    texts = [entry[name] for name in _NUMBER_KEYS if name not in {"value", "decimals"}]
    value, decimals = entry["value"], entry["decimals"]
    if not _are_texts(texts) or not _is_value(value) or type(decimals) is not int:
        raise _broken(f"numbers[{at}]")
    if entry["reality"] not in set(Reality):
        raise _broken(f"numbers[{at}].reality")
    return TracedNumber(**{**entry, "reality": Reality(entry["reality"])})


def _is_value(value: object) -> bool:
    if value is None or type(value) is int:
        return True
    return isinstance(value, float) and math.isfinite(value)


def _are_texts(values: object) -> bool:
    return all(isinstance(one, str) for one in values)  # type: ignore[attr-defined]  # only lists and views come here


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise _broken(name)
    return value


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _broken("made_on") from None


def _broken(part: str) -> InvalidInputError:
    return InvalidInputError(
        "the record inside the document cannot be read ({part}):"
        " it was cut or changed; use the file as hatangso wrote it",
        part=part,
    )
