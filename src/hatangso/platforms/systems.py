"""The catalogue of information systems, counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hatangso.language import sort_key
from hatangso.model.platform import SystemEntry
from hatangso.model.tally import Tally, grouped, tally
from hatangso.platforms.spelling import same_name

__all__ = ["SystemCatalogue", "system_catalogue"]

Groups = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class SystemCatalogue:
    """All information systems of a province.

    Attributes:
        by_kind: Numbers of records, most first; "" of which nobody has told.
        by_state: Likewise.
        by_owner: Likewise.
        on_lgsp: Whether a system exchanges data over the province's platform.
        on_cloud: Whether it runs on a cloud.
        ipv6: Whether it is reached over IPv6.
        https: Whether its address begins with ``https``; unknown where no scheme is
            told.
        users: Accounts in all, as far as told; None when nobody has.
        users_unknown: Systems of which nobody has told their users.
    """

    by_kind: Groups
    by_state: Groups
    by_owner: Groups
    on_lgsp: Tally
    on_cloud: Tally
    ipv6: Tally
    https: Tally
    users: int | None
    users_unknown: tuple[int, ...]


def system_catalogue(systems: Sequence[SystemEntry]) -> SystemCatalogue:
    """Return the catalogue, counted."""
    users = [one.users for one in systems if one.users is not None]
    return SystemCatalogue(
        by_kind=_counted(systems, lambda one: one.kind),
        by_state=_counted(systems, lambda one: one.state),
        by_owner=_counted(systems, lambda one: one.agency),
        on_lgsp=tally(systems, lambda one: one.is_on_lgsp),
        on_cloud=tally(systems, lambda one: one.is_on_cloud),
        ipv6=tally(systems, lambda one: one.has_ipv6),
        https=tally(systems, _is_https),
        users=sum(users) if users else None,
        users_unknown=tuple(one.number for one in systems if one.users is None),
    )


def _counted(
    systems: Sequence[SystemEntry], key: Callable[[SystemEntry], str]
) -> Groups:
    alike = grouped(systems, lambda one: same_name(key(one))).values()
    groups = [(key(some[0]), some) for some in alike]
    groups.sort(key=lambda one: (-len(one[1]), sort_key(one[0]), one[0]))
    return {name: tuple(one.number for one in some) for name, some in groups}


def _is_https(system: SystemEntry) -> bool | None:
    scheme, found, _ = system.address.strip().lower().partition("://")
    if not found or scheme not in {"http", "https"}:
        return None
    return scheme == "https"
