"""Who did what, without secrets."""

from datetime import timedelta

import pytest

from hatangso.errors import InvalidInputError
from hatangso.operations.database import Operations
from service_samples import NOON


def test_entries_come_newest_first_and_page_by_page(operations: Operations) -> None:
    trail = operations.audit_trail
    for minute in range(5):
        trail.note(
            NOON + timedelta(minutes=minute),
            "an" if minute % 2 else "bình",
            "sign-in" if minute < 3 else "sign-out",
            "10.0.0.1",
            token_id=minute,
        )
    first = trail.entries(limit=2)
    assert [one.details for one in first] == [{"token_id": "4"}, {"token_id": "3"}]
    assert first[0].at == NOON + timedelta(minutes=4)
    second = trail.entries(limit=10, before_id=first[-1].id)
    assert [one.details["token_id"] for one in second] == ["2", "1", "0"]
    assert [one.who for one in trail.entries(who="an")] == ["an", "an"]
    (found,) = trail.entries(who="an", action="sign-in")
    assert (found.action, found.address) == ("sign-in", "10.0.0.1")


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "Password_Hash",
        "api_token",
        "client_secret",
        "key",
        "keys",
        "session_cookie",
    ],
)
def test_no_secret_is_written_down(operations: Operations, name: str) -> None:
    with pytest.raises(InvalidInputError, match="looks like a secret"):
        operations.audit_trail.note(NOON, "an", "x", "::1", **{name: "1"})
    assert operations.audit_trail.entries() == []


def test_no_key_of_a_program_is_written_down(operations: Operations) -> None:
    with pytest.raises(InvalidInputError, match="looks like a secret"):
        operations.audit_trail.note(NOON, "", "x", "", header=f"Bearer hts_{'a' * 43}")
    operations.audit_trail.note(NOON, "", "x", "", hint="hts_ab12", label="khóa")


def test_what_strangers_send_neither_floods_nor_breaks_it(
    operations: Operations,
) -> None:
    hostile = "\x00\ud800\u202e" + "a\nb" * 10**5
    operations.audit_trail.note(
        NOON, hostile, "sign-in refused", hostile, login=hostile
    )
    (entry,) = operations.audit_trail.entries(action="sign-in refused")
    for text in (entry.who, entry.address, entry.details["login"]):
        assert text.startswith("a ba b")
        assert len(text) <= 500
    assert operations.audit_trail.entries(who=hostile) == [entry]
