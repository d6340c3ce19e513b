"""Who acts, as options of the commands that read or write the register."""

import getpass
from typing import Annotated

import typer

from hatangso.errors import InvalidInputError
from hatangso.model.record import Actor, Role

__all__ = ["ActorName", "ActorOperator", "ActorRole", "ActorUnits", "actor_of"]

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
        InvalidInputError: An official of a commune names none, an operator no name.
    """
    if role is Role.COMMUNE and not units:
        raise InvalidInputError("the role commune needs --unit with the commune's code")
    if role is Role.OPERATOR and not operator:
        raise InvalidInputError("the role operator needs --operator with its name")
    return Actor(name or getpass.getuser(), role, frozenset(units or ()), operator)
