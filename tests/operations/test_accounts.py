"""Accounts: who may sign in, and what nobody may do to them."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import reading
from hatangso.model.account import Account, AccountRole
from hatangso.operations.accounts import Accounts
from hatangso.operations.database import Operations
from hatangso.operations.passwords import PasswordRule
from hatangso.operations.tables import ACCOUNT
from service_samples import CHEAP, NOON, PASSWORD


def kept_hash(operations: Operations, login: str) -> str:
    with reading(operations._engine) as connection:
        question = select(ACCOUNT.c.password_hash).where(ACCOUNT.c.login == login)
        return str(connection.execute(question).scalar_one())


def test_an_account_comes_back_as_it_was_made(operations: Operations) -> None:
    made = operations.accounts.create(
        " Xa.Trung-Hoi@TN ",
        "Nguyễn Thị\tBưởi",
        AccountRole.COMMUNE,
        units=["05752", "05740", "05752"],
        subject="oidc|1",
        must_change_password=True,
        at=NOON,
    )
    assert made == Account(
        id=made.id,
        login="xa.trung-hoi@tn",
        full_name="Nguyễn Thị Bưởi",
        role=AccountRole.COMMUNE,
        created_at=NOON,
        units=frozenset({"05740", "05752"}),
        subject="oidc|1",
        must_change_password=True,
    )
    accounts = operations.accounts
    assert accounts.get(made.id) == made
    assert accounts.by_login("XA.TRUNG-HOI@tn") == made
    assert accounts.by_subject("oidc|1") == made
    assert accounts.list() == [made]


@pytest.mark.usefixtures("administrator")
def test_nobody_is_found_under_what_is_not_kept(
    operations: Operations,
) -> None:
    accounts = operations.accounts
    for login in ("", "ai", "admin\x00", "\ud800", "admin' --", "a" * 10**5):
        assert accounts.by_login(login) is None
        assert accounts.by_subject(login) is None
        assert accounts.verify(login, PASSWORD) is None
    with pytest.raises(NotFoundError, match="no account 99"):
        accounts.get(99)


@pytest.mark.parametrize(
    "login", ["", " ", "nguyễn", "a b", "a\nb", "a" * 101, "\uff41"]
)
def test_logins_are_plain(operations: Operations, login: str) -> None:
    with pytest.raises(InvalidInputError, match="letters a to z without accents"):
        operations.accounts.create(login, "A", AccountRole.READER, at=NOON)


@pytest.mark.usefixtures("administrator")
def test_a_login_and_a_subject_belong_to_one(
    operations: Operations,
) -> None:
    accounts = operations.accounts
    with pytest.raises(InvalidInputError, match="login admin is taken"):
        accounts.create("ADMIN", "B", AccountRole.READER, at=NOON)
    accounts.create("b", "B", AccountRole.READER, subject="s", at=NOON)
    with pytest.raises(InvalidInputError, match="OpenID subject s"):
        accounts.create("c", "C", AccountRole.READER, subject="s", at=NOON)


@pytest.mark.parametrize("subject", ["a\x00", " a", "a  b", "\ud800", "\n"])
def test_a_subject_that_reads_like_another_is_refused(
    operations: Operations, subject: str
) -> None:
    with pytest.raises(InvalidInputError, match="copy it from the provider"):
        operations.accounts.create(
            "a", "A", AccountRole.READER, subject=subject, at=NOON
        )


def test_units_may_come_one_by_one(operations: Operations) -> None:
    made = operations.accounts.create(
        "a", "A\x00", AccountRole.COMMUNE, units=iter(["2", "1\x00"]), at=NOON
    )
    assert (made.full_name, made.units) == ("A", {"1", "2"})
    changed = operations.accounts.change(made.id, units=iter(["3"]))
    assert changed.units == {"3"}


def test_roles_with_bounds_say_them(operations: Operations) -> None:
    for role, why in (
        (AccountRole.PUBLIC, "public needs no account"),
        (AccountRole.COMMUNE, "which communes"),
        (AccountRole.OPERATOR, "which operator"),
    ):
        with pytest.raises(InvalidInputError, match=why):
            operations.accounts.create("a", "A", role, at=NOON)
    made = operations.accounts.create("a", "A", AccountRole.READER, at=NOON)
    with pytest.raises(InvalidInputError, match="which operator"):
        operations.accounts.change(made.id, role=AccountRole.OPERATOR)
    assert operations.accounts.get(made.id) == made


def test_the_right_password_opens_and_no_other(
    operations: Operations, administrator: Account
) -> None:
    verify = operations.accounts.verify
    assert verify("Admin", PASSWORD) == administrator
    assert verify("admin", unicodedata.normalize("NFD", PASSWORD)) == administrator
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), "\x00", "\ud800", "x" * 10**6):
        assert verify("admin", wrong) is None


@pytest.mark.usefixtures("administrator")
def test_an_account_without_password_or_turned_off_does_not_open(
    operations: Operations,
) -> None:
    accounts = operations.accounts
    accounts.create("oidc", "B", AccountRole.READER, subject="s", at=NOON)
    for password in ("", "nobody's password", PASSWORD):
        assert accounts.verify("oidc", password) is None
        assert accounts.verify("nobody", password) is None
    off = accounts.create("off", "C", AccountRole.READER, password=PASSWORD, at=NOON)
    accounts.change(off.id, is_active=False)
    assert accounts.verify("off", PASSWORD) is None


class CountingHasher(PasswordHasher):
    """Counts how often a password was held against a hash."""

    times = 0

    def verify(self, *arguments: str | bytes) -> Literal[True]:
        self.times += 1
        return super().verify(*arguments)


@pytest.mark.usefixtures("administrator")
def test_an_unknown_login_costs_one_hash_like_a_known_one(
    operations: Operations,
) -> None:
    hasher = CountingHasher(1, 8, 1)
    accounts = Accounts(operations._engine, hasher=hasher)
    for login in ("admin", "nobody", "không ai", "\x00"):
        assert accounts.verify(login, "wrong password") is None
    assert hasher.times == 4


def test_the_hash_is_argon2id_and_no_two_are_alike(operations: Operations) -> None:
    for login in ("a", "b"):
        operations.accounts.create(
            login, "A", AccountRole.READER, password=PASSWORD, at=NOON
        )
    hashes = {kept_hash(operations, login) for login in ("a", "b")}
    assert len(hashes) == 2
    assert all(one.startswith("$argon2id$") for one in hashes)
    usual = Accounts(operations._engine)._passwords._hasher
    assert (usual.memory_cost, usual.time_cost) == (65_536, 3)


def test_a_right_password_is_hashed_anew_when_more_effort_is_asked(
    operations: Operations, administrator: Account
) -> None:
    before = kept_hash(operations, "admin")
    dearer = Accounts(operations._engine, hasher=PasswordHasher(2, 16, 1))
    assert dearer.verify("admin", "wrong") is None
    assert kept_hash(operations, "admin") == before
    assert dearer.verify("admin", PASSWORD) == administrator
    assert "m=16,t=2" in kept_hash(operations, "admin")
    assert dearer.verify("admin", PASSWORD) == administrator


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn quá", "at least 12"),
        ("e\u0302" * 6, "at least 12"),
        ("x" * 513, "at most 512"),
        ("Password1234", "easily guessed"),
        ("admin1234567", "easily guessed"),
        ("ADMINadminADMIN", "easily guessed"),
        ("aaaaaaaaaaaaaaa", "easily guessed"),
    ],
)
def test_weak_passwords_are_refused(
    operations: Operations, password: str, why: str
) -> None:
    with pytest.raises(InvalidInputError, match=why):
        operations.accounts.create(
            "admin", "A", AccountRole.READER, password=password, at=NOON
        )
    assert operations.accounts.list() == []


def test_the_rule_is_a_parameter(operations: Operations) -> None:
    strict = Accounts(
        operations._engine, hasher=CHEAP, rule=PasswordRule(least=20, most=100)
    )
    with pytest.raises(InvalidInputError, match="at least 20"):
        strict.create("a", "A", AccountRole.READER, password=PASSWORD, at=NOON)


def test_a_new_password_ends_the_sessions_and_the_old_one(
    operations: Operations, administrator: Account
) -> None:
    secret, _ = operations.sessions.start(
        administrator, NOON, lifetime=timedelta(hours=1)
    )
    operations.accounts.set_password(
        administrator.id, "biển rộng trời cao", must_change=True
    )
    assert operations.sessions.find(secret, NOON) is None
    assert operations.accounts.verify("admin", PASSWORD) is None
    found = operations.accounts.verify("admin", "biển rộng trời cao")
    assert found is not None
    assert found.must_change_password
    with pytest.raises(InvalidInputError, match="at least 12"):
        operations.accounts.set_password(administrator.id, "ngắn")
    with pytest.raises(NotFoundError):
        operations.accounts.set_password(99, PASSWORD)


def test_what_is_changed_and_nothing_else_changes(operations: Operations) -> None:
    made = operations.accounts.create("a", "A", AccountRole.READER, at=NOON)
    changed = operations.accounts.change(
        made.id, full_name="B", role=AccountRole.OPERATOR, operator="VNPT"
    )
    assert changed.full_name == "B"
    assert (changed.role, changed.operator) == (AccountRole.OPERATOR, "VNPT")
    assert operations.accounts.change(made.id) == changed
    back = operations.accounts.change(
        made.id, full_name="A", role=AccountRole.READER, operator=""
    )
    assert back == made


def test_the_last_active_administrator_stays(
    operations: Operations, administrator: Account
) -> None:
    accounts = operations.accounts
    other = accounts.create("b", "B", AccountRole.ADMINISTRATOR, at=NOON)
    accounts.change(other.id, is_active=False)
    for attempt in (
        lambda: accounts.delete(administrator.id),
        lambda: accounts.change(administrator.id, is_active=False),
        lambda: accounts.change(administrator.id, role=AccountRole.PLANNER),
    ):
        with pytest.raises(InvalidInputError, match="last active administrator"):
            attempt()
    assert accounts.get(administrator.id) == administrator
    accounts.change(other.id, is_active=True)
    accounts.delete(administrator.id)
    assert [one.login for one in accounts.list()] == ["b"]


def test_two_administrators_cannot_remove_each_other_at_once(
    operations: Operations,
) -> None:
    left = operations.accounts.create("a", "A", AccountRole.ADMINISTRATOR, at=NOON)
    for turn in range(5):
        other = operations.accounts.create(
            f"b{turn}", "B", AccountRole.ADMINISTRATOR, at=NOON
        )
        refused: list[Exception] = []

        def remove(account: Account, refused: list[Exception] = refused) -> None:
            try:
                operations.accounts.delete(account.id)
            except InvalidInputError as error:
                refused.append(error)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(remove, [left, other]))
        (left,) = operations.accounts.list()
        assert len(refused) == 1


def test_the_last_use_is_written_once_a_minute(
    operations: Operations, administrator: Account
) -> None:
    for seconds, noted in ((0, 0), (59, 0), (60, 60), (61, 60)):
        operations.accounts.seen(administrator.id, NOON + timedelta(seconds=seconds))
        found = operations.accounts.get(administrator.id)
        assert found.last_seen_at == NOON + timedelta(seconds=noted)


@pytest.mark.usefixtures("administrator")
def test_a_number_is_not_given_to_somebody_else(
    operations: Operations,
) -> None:
    made = operations.accounts.create("a", "A", AccountRole.READER, at=NOON)
    operations.accounts.delete(made.id)
    again = operations.accounts.create("a", "A", AccountRole.READER, at=NOON)
    assert again.id > made.id
