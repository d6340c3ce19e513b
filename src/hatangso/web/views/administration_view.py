"""Accounts, the audit trail and backups as administrators see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hatangso.errors import Message, NotFoundError
from hatangso.language import sort_key
from hatangso.model.account import Account, AccountRole, AuditEntry
from hatangso.web.views.account_words import ROLE_WORDS, unit_words
from hatangso.workflows.backup import BACKUP_FOLDER
from hatangso.workflows.documents.document_kinds import document_kinds

__all__ = [
    "ACTION_WORDS",
    "CHOOSABLE_ROLES",
    "AccountRow",
    "AuditRow",
    "BackupFile",
    "account_rows",
    "audit_rows",
    "backup_file",
    "backup_files",
]

CHOOSABLE_ROLES: Mapping[AccountRole, Message] = {
    role: words for role, words in ROLE_WORDS.items() if role is not AccountRole.PUBLIC
}
# What the audit trail calls things, and how people do.
ACTION_WORDS: Mapping[str, Message] = {
    "sign-in": Message("signed in"),
    "sign-in refused": Message("wrong password"),
    "sign-in paused": Message("sign-in paused after many tries"),
    "openid refused": Message("sign-in with OpenID refused"),
    "signed out everywhere": Message("signed out everywhere"),
    "password changed": Message("changed the password"),
    "password given": Message("gave a new password"),
    "account made": Message("made an account"),
    "account changed": Message("changed an account"),
    "key made": Message("made a key"),
    "key revoked": Message("revoked a key"),
    "job cancelled": Message("cancelled a job"),
    "job asked again": Message("asked for a job again"),
    "backup asked": Message("asked for a backup"),
    "document asked": Message("asked for a document"),
    "document deleted": Message("deleted a document"),
    "document downloaded": Message("downloaded a document"),
    "documents asked": Message("asked for documents of every kind"),
    "template deleted": Message("removed a template of documents"),
    "template saved": Message("changed a template of documents"),
    "backup downloaded": Message("downloaded a backup"),
    "backup deleted": Message("deleted a backup"),
    "records downloaded": Message("downloaded records of the register"),
    "scenario saved": Message("saved a scenario"),
    "scenario deleted": Message("deleted a scenario"),
    "plan adopted": Message("adopted a plan"),
    "plan taken back": Message("took back the adoption of a plan"),
    "reporter erased": Message("erased who sent a report"),
    "dossiers sent": Message("sent in a file of dossiers"),
}

_AS_IT_IS, _OTHER = Message("{value}"), Message("{name}: {value}")
_ACTIVE, _BLOCKED = Message("active"), Message("blocked")
_DETAILS = {
    "account": Message("account {value}"),
    "file": _AS_IT_IS,
    "hint": Message("key {value}…"),
    "job": Message("job {value}"),
    "kind": Message("kind of record {value}"),
    "number": Message("key {value}"),
    "reason": _AS_IT_IS,
    "records": Message("records: {value}"),
    "report": Message("report {value}"),
    "scenario": Message("scenario {value}"),
}


@dataclass(frozen=True)
class AccountRow:
    """An account in the list.

    Attributes:
        scope: Its communes or its operator; empty for those without bounds.
    """

    account: Account
    role: Message
    scope: str


@dataclass(frozen=True)
class AuditRow:
    """An entry of the audit trail, and what it says of what was done."""

    entry: AuditEntry
    action: Message
    details: tuple[Message, ...]


@dataclass(frozen=True)
class BackupFile:
    """A backup on the disk of the service."""

    name: str
    made_at: datetime
    size_mb: float


def account_rows(
    accounts: Sequence[Account], names: Mapping[str, str]
) -> tuple[AccountRow, ...]:
    """Return accounts, active ones first, by name.

    Args:
        accounts: All of them.
        names: Of the communes by code, in the order of the alphabet.
    """
    rows = [
        AccountRow(
            account,
            ROLE_WORDS[account.role],
            unit_words(account.units, names) or account.operator,
        )
        for account in accounts
    ]
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                not row.account.is_active,
                sort_key(row.account.full_name or row.account.login),
            ),
        )
    )


def audit_rows(entries: Sequence[AuditEntry]) -> tuple[AuditRow, ...]:
    """Return entries of the audit trail for people."""
    return tuple(
        AuditRow(
            entry,
            ACTION_WORDS.get(
                entry.action, Message("{action}", {"action": entry.action})
            ),
            tuple(_detail(*item) for item in entry.details.items()),
        )
        for entry in entries
    )


def _detail(name: str, value: str) -> Message:
    """Return what people call a detail; a role by its name."""
    if name == "role" and value in set(AccountRole):
        return ROLE_WORDS[AccountRole(value)]
    if name == "active":
        return _ACTIVE if value == str(True) else _BLOCKED
    if name == "document" and value in document_kinds():
        return document_kinds()[value].title
    words = _DETAILS.get(name, _OTHER)
    return Message(words.text, {"name": name, "value": value})


def backup_files(directory: Path) -> tuple[BackupFile, ...]:
    """Return the backups of a province, the newest first."""
    files = []
    for path in (directory / BACKUP_FOLDER).glob("*.zip"):
        if path.name.startswith(".") or path.is_symlink():
            continue
        found = path.stat()
        at = datetime.fromtimestamp(found.st_mtime, tz=UTC)
        files.append(BackupFile(path.name, at, found.st_size / 1_000_000))
    return tuple(sorted(files, key=lambda file: file.name, reverse=True))


def backup_file(directory: Path, name: str) -> Path:
    """Return where a backup of the list lies; no other file can be named.

    Raises:
        NotFoundError: It is not in the list.
    """
    if name not in {file.name for file in backup_files(directory)}:
        raise NotFoundError("there is no backup {name}", name=name[:200])
    return directory / BACKUP_FOLDER / name
