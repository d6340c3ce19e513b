"""What people did with the service, other than to records of the register."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, insert, select

from hatangso.errors import InvalidInputError
from hatangso.io.databases import reading, writing
from hatangso.model.account import AuditEntry
from hatangso.operations.kept_text import cut_line
from hatangso.operations.tables import AUDIT

__all__ = ["AuditTrail"]

_NEWEST = 2**63 - 1
# ``token_id`` may be told, ``api_token`` may not.
_SECRET_NAME = re.compile(r"password|passphrase|secret|(^|_)(token|key|cookie)s?$")
_SECRET_VALUE = re.compile(r"hts_[\w-]{20,}")


class AuditTrail:
    """Entries that are only ever added."""

    def __init__(self, engine: Engine) -> None:
        """Take where they are kept."""
        self._engine = engine

    def note(
        self, at: datetime, who: str, action: str, address: str, **details: object
    ) -> None:
        """Write an entry.

        Args:
            at: When.
            who: Login; empty for somebody who is not signed in.
            action: What was done: ``sign-in``, ``account changed`` …
            address: Network address that it came from.
            details: What it was about; texts are cut after 500 signs.

        Raises:
            InvalidInputError: A detail's name or value looks like a secret.
        """
        for name, value in details.items():
            if _SECRET_NAME.search(name.lower()) or _SECRET_VALUE.search(str(value)):
                raise InvalidInputError(
                    "{name} looks like a secret: no secret is written down", name=name
                )
        values = {
            "at": at,
            "who": cut_line(who),
            "action": cut_line(action),
            "address": cut_line(address),
            "details": {name: cut_line(str(value)) for name, value in details.items()},
        }
        with writing(self._engine) as connection:
            connection.execute(insert(AUDIT).values(values))

    def entries(
        self,
        *,
        limit: int = 200,
        who: str = "",
        action: str = "",
        before_id: int | None = None,
    ) -> Sequence[AuditEntry]:
        """Return entries, the newest first.

        Args:
            limit: How many at most.
            who: Of this login only; empty for all.
            action: Of this action only; empty for all.
            before_id: Only those older than this entry: the last of the page before.
        """
        question = select(AUDIT).order_by(AUDIT.c.id.desc()).limit(max(limit, 0))
        if who:
            question = question.where(AUDIT.c.who == cut_line(who))
        if action:
            question = question.where(AUDIT.c.action == cut_line(action))
        if before_id is not None:
            question = question.where(AUDIT.c.id < min(before_id, _NEWEST))
        with reading(self._engine) as connection:
            return [
                AuditEntry(**row) for row in connection.execute(question).mappings()
            ]
