"""Whoever stands at the machine can help somebody who lost a password."""

import re
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from hatangso.cli.main import app
from hatangso.model.account import AccountRole
from hatangso.operations.database import open_operations
from hatangso.workflows.service_database import operations_location
from small_province import build_small_province

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def test_the_new_password_opens_and_must_be_changed(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    with open_operations(operations_location(tmp_path)) as kept:
        kept.accounts.create(
            "lan",
            "Bà Lan",
            AccountRole.PLANNER,
            password="mười con chim non trên cành",  # noqa: S106 - of a test
            at=NOW,
        )
    done = CliRunner().invoke(
        app, ["password", str(tmp_path), "lan", "--language", "en"]
    )
    found = re.search(r"the password (\S+) now", done.output.replace("\n", " "))
    assert found, done.output
    with open_operations(operations_location(tmp_path)) as kept:
        account = kept.accounts.verify("lan", found[1])
    assert account is not None
    assert account.must_change_password


def test_nobody_of_that_name_is_an_error(tmp_path: Path) -> None:
    build_small_province(tmp_path)
    done = CliRunner().invoke(app, ["password", str(tmp_path), "nobody"])
    assert done.exit_code not in {0, 1, 2}
