"""Keys by which programs act for accounts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.io.databases import reading, writing
from hatangso.model.account import Account, ApiToken
from hatangso.operations.accounts import account_of
from hatangso.operations.kept_text import kept_line
from hatangso.operations.numbered_rows import numbered_row, row_number
from hatangso.operations.secret_digests import digest, new_secret
from hatangso.operations.tables import ACCOUNT, TOKEN

__all__ = ["Tokens"]

_PREFIX = "hts_"
_HINT_LENGTH = len(_PREFIX) + 4
_LONGEST_LABEL = 100
_USED_EVERY = timedelta(minutes=1)


class Tokens:
    """Keys of programs; only their digests and first signs are kept."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def issue(
        self,
        account_id: int,
        label: str,
        *,
        is_read_only: bool,
        at: datetime,
        expires_at: datetime,
    ) -> tuple[str, ApiToken]:
        """Make a key.

        Returns:
            The key, ``hts_…``, handed out this once; and what it stands for.

        Raises:
            InvalidInputError: The label is empty or too long, or the key would have
                expired already.
            NotFoundError: There is no such account.
        """
        label = kept_line(label, what="label", most=_LONGEST_LABEL)
        if not label:
            raise InvalidInputError("give the key a name that tells what it is for")
        if expires_at <= at:
            raise InvalidInputError("the key would expire at once: choose a later day")
        secret = _PREFIX + new_secret()
        values = {
            "account_id": account_id,
            "label": label,
            "hint": secret[:_HINT_LENGTH],
            "secret_sha256": digest(secret),
            "is_read_only": is_read_only,
            "created_at": at,
            "expires_at": expires_at,
        }
        with writing(self._engine) as connection:
            if numbered_row(connection, ACCOUNT, account_id) is None:
                raise NotFoundError("there is no account {account}", account=account_id)
            row = connection.execute(
                insert(TOKEN).values(values).returning(TOKEN)
            ).one()
        return secret, _token(row)

    def find(self, secret: str, at: datetime) -> tuple[Account, ApiToken] | None:
        """Return whom a key acts for, and note that it was used.

        The use is written once a minute at most. None when there is no such key, it has
        expired or is revoked, or its account is not active.
        """
        with reading(self._engine) as connection:
            found = connection.execute(
                select(TOKEN).where(
                    TOKEN.c.secret_sha256 == digest(secret),
                    TOKEN.c.expires_at > at,
                    TOKEN.c.revoked_at.is_(None),
                )
            ).one_or_none()
            if found is None:
                return None
            owner = numbered_row(connection, ACCOUNT, found.account_id)
        if owner is None or not owner.is_active:
            return None
        token = _token(found)
        if token.last_used_at is None or token.last_used_at <= at - _USED_EVERY:
            token = replace(token, last_used_at=at)
            with writing(self._engine) as connection:
                connection.execute(
                    update(TOKEN).where(TOKEN.c.id == token.id).values(last_used_at=at)
                )
        return account_of(owner), token

    def revoke(self, token_id: int, at: datetime) -> None:
        """Make a key useless; again is no error, and keeps the first moment.

        Raises:
            NotFoundError: There is no such key.
        """
        with writing(self._engine) as connection:
            if numbered_row(connection, TOKEN, token_id) is None:
                raise NotFoundError("there is no key {token}", token=token_id)
            connection.execute(
                update(TOKEN)
                .where(TOKEN.c.id == token_id, TOKEN.c.revoked_at.is_(None))
                .values(revoked_at=at)
            )

    def list(self, account_id: int | None = None) -> Sequence[ApiToken]:
        """Return the keys of an account, or of all, the newest first."""
        question = select(TOKEN).order_by(TOKEN.c.id.desc())
        if account_id is not None:
            question = question.where(TOKEN.c.account_id == row_number(account_id))
        with reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(question)]


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.id,
        account_id=row.account_id,
        label=row.label,
        hint=row.hint,
        is_read_only=row.is_read_only,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
