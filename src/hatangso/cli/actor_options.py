"""Who acts, as options of the commands that read or write the register."""

import getpass
from typing import Annotated

import typer

from hatangso.errors import InvalidInputError
from hatangso.io.unit_files import shipped_units
from hatangso.model.record import Actor, Role
from hatangso.model.unit_history import Level

__all__ = ["ActorName", "ActorOperator", "ActorRole", "ActorUnits", "actor_of"]

_CODE_DIGITS = 5

ActorName = Annotated[
    str, typer.Option("--as", help="Tên người thực hiện (who does it).")
]
ActorRole = Annotated[
    Role,
    typer.Option(
        "--role",
        help="Vai trò (role): department (sở), commune (xã), operator (nhà mạng),"
        " reader (chỉ đọc).",
    ),
]
ActorUnits = Annotated[
    list[str] | None,
    typer.Option("--unit", help="Mã xã của cán bộ xã (communes of a commune's staff)."),
]
ActorOperator = Annotated[
    str, typer.Option("--operator", help="Tên nhà mạng (name of the operator).")
]


def actor_of(name: str, role: Role, units: list[str] | None, operator: str) -> Actor:
    """Return who acts.

    Raises:
        InvalidInputError: An official of a commune names none, an operator no name, or
            a code is no commune's.
    """
    if role is Role.COMMUNE and not units:
        raise InvalidInputError("the role commune needs --unit with the commune's code")
    if role is Role.OPERATOR and not operator:
        raise InvalidInputError("the role operator needs --operator with its name")
    codes = frozenset(map(_commune_code, units or ()))
    return Actor(name or getpass.getuser(), role, codes, operator)


def _commune_code(text: str) -> str:
    """Return the code of a commune, with the zeros that a spreadsheet took.

    Raises:
        InvalidInputError: No unit has this code.
    """
    code = text.strip().zfill(_CODE_DIGITS) if text.strip().isdigit() else text.strip()
    lives = shipped_units().lives(code)
    if lives and lives[-1].level is not Level.COMMUNE:
        raise InvalidInputError(
            "--unit {code} is {name}, no commune: give the code of the commune",
            code=code,
            name=f"{lives[-1].kind} {lives[-1].name}",
        )
    if not (code.isascii() and code.isdigit() and len(code) == _CODE_DIGITS):
        raise InvalidInputError(
            '"{code}" is no code of a commune: it has five digits, like 01969',
            code=text,
        )
    return code
