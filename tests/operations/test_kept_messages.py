"""Sentences survive being kept."""

import json
import math
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hatangso.errors import Message
from hatangso.language.sentences import translate
from hatangso.operations.kept_messages import message_from, message_values

texts = st.text(st.characters(codec="utf-8"))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    texts,
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)
messages = st.recursive(
    st.builds(Message, texts, st.dictionaries(texts, values)),
    lambda inner: st.builds(Message, texts, st.dictionaries(texts, values | inner)),
    max_leaves=5,
)


def kept(message: Message) -> Message:
    """Return a sentence after it lay in a database."""
    return message_from(json.loads(msgspec.json.encode(message_values(message))))


@given(messages)
def test_a_sentence_comes_back_as_it_was(message: Message) -> None:
    assert kept(message) == message


def test_a_sentence_reads_the_same_in_both_languages() -> None:
    message = Message(
        "{day} {moment:%H:%M} {km:.1f} {n:,} {layer} {nothing}",
        {
            "day": date(2026, 7, 1),
            "moment": datetime(2026, 7, 1, 12, 30, tzinfo=UTC),
            "km": np.float32(12345.5),
            "n": np.int64(2_000_000),
            "layer": Message("terrain"),
            "nothing": None,
        },
    )
    for language in ("vi", "en"):
        assert translate(kept(message), language) == translate(message, language)


def test_what_json_does_not_know_becomes_what_it_reads_as() -> None:
    class Colour(StrEnum):
        RED = "đỏ"

    found = kept(
        Message(
            "x",
            {
                "path": Path("a/b"),
                "colour": Colour.RED,
                "price": Decimal("1.50"),
                "broken": "tệp \udce1.csv",
                "list": [1, 2],
                "nan": math.nan,
                "far": -math.inf,
            },
        )
    ).values
    assert math.isnan(found["nan"])
    assert {name: value for name, value in found.items() if name != "nan"} == {
        "path": "a/b",
        "colour": "đỏ",
        "price": "1.50",
        "broken": "tệp ?.csv",
        "list": "[1, 2]",
        "far": -math.inf,
    }
