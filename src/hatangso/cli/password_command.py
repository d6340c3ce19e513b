"""The command that gives somebody a new password when the old one is lost."""

import secrets
from typing import Annotated

import typer

from hatangso.cli.console import Output
from hatangso.cli.options import Directory, Lang
from hatangso.errors import NotFoundError
from hatangso.operations.database import open_operations
from hatangso.workflows.service_database import operations_location

__all__ = ["password"]

_PASSWORD_BYTES = 12


def password(
    directory: Directory,
    login: Annotated[
        str, typer.Argument(help="Tên đăng nhập (whose password is lost).")
    ] = "admin",
    *,
    language: Lang,
) -> None:
    """Đặt lại mật khẩu của một tài khoản (give an account a new password)."""
    out = Output(language, is_json=False)
    with out.errors_shown(), open_operations(operations_location(directory)) as kept:
        account = kept.accounts.by_login(login)
        if account is None:
            raise NotFoundError("there is no account {account}", account=login)
        new = secrets.token_urlsafe(_PASSWORD_BYTES)
        kept.accounts.set_password(account.id, new, must_change=True)
        out.say(
            "{login} has the password {password} now (shown once; change it at the next"
            " sign-in)",
            login=login,
            password=new,
        )
