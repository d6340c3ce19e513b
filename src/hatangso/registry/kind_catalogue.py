"""The kinds of records that a register holds, checked once and then frozen."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from hatangso.errors import InvalidInputError, NotFoundError
from hatangso.model.record_kind import RecordKind
from hatangso.registry.kind_checks import COMPONENTS, header_words, kind_problems
from hatangso.registry.kind_files import parse_descriptor, parse_kind

__all__ = ["KindCatalogue", "header_words", "read_kinds", "shipped_kinds"]

_SUFFIX = ".toml"


class KindCatalogue(Mapping[str, RecordKind]):
    """The kinds by code, those that others refer to first; it never changes."""

    def __init__(self, kinds: Iterable[RecordKind]) -> None:
        """Check the kinds and put them in order.

        Raises:
            InvalidInputError: A kind is incomplete or contradicts itself or another;
                the message names all that is wrong.
        """
        given = list(kinds)
        by_code = {kind.code: kind for kind in given}
        problems = kind_problems(by_code)
        if len(by_code) < len(given):
            problems.append("a code stands twice")
        if problems:
            raise _unusable(problems)
        self._kinds = MappingProxyType(_in_order(by_code))

    def __getitem__(self, code: str) -> RecordKind:
        """Return the kind of a code.

        Raises:
            KeyError: No kind has this code.
        """
        return self._kinds[code]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the codes, kinds that others refer to first."""
        return iter(self._kinds)

    def __len__(self) -> int:
        """Return the number of kinds."""
        return len(self._kinds)

    def named(self, code: str) -> RecordKind:
        """Return the kind that a user names.

        Raises:
            NotFoundError: No kind has this code; the message lists those there are.
        """
        if code not in self._kinds:
            text = "the register holds no {code}; it holds: {names}"
            raise NotFoundError(text, code=code, names=", ".join(self._kinds))
        return self._kinds[code]


def read_kinds(descriptors: Mapping[str, bytes], shared: bytes = b"") -> KindCatalogue:
    """Read descriptors into a catalogue.

    Args:
        descriptors: Contents of the descriptors by code of their kind.
        shared: Content of the file of fields that kinds have in common.

    Raises:
        InvalidInputError: A descriptor is not valid TOML, has an unknown key, lacks a
            value, or contradicts another; the message names all that is wrong.
    """
    problems: list[str] = []
    try:
        common = parse_descriptor(shared)
    except ValueError as error:
        raise _unusable([f"shared fields: {error}"]) from error
    kinds = []
    for code, content in descriptors.items():
        try:
            descriptor = parse_descriptor(content)
        except ValueError as error:
            problems.append(f"{code}: {error}")
            continue
        kind = parse_kind(code, descriptor, common, problems)
        if kind is not None:
            kinds.append(kind)
    if problems:
        raise _unusable(problems)
    return KindCatalogue(kinds)


@cache
def shipped_kinds() -> KindCatalogue:
    """Return the kinds that come with hatangso."""
    folder = files("hatangso") / "registry"
    found = [
        entry for entry in (folder / "kinds").iterdir() if entry.name.endswith(_SUFFIX)
    ]
    return read_kinds(
        {
            entry.name.removesuffix(_SUFFIX): entry.read_bytes()
            for entry in sorted(found, key=lambda entry: entry.name)
        },
        (folder / "shared_fields.toml").read_bytes(),
    )


def _unusable(problems: list[str]) -> InvalidInputError:
    text = "the kinds of the register cannot be used: {problems}"
    return InvalidInputError(text, problems="; ".join(problems))


def _in_order(kinds: Mapping[str, RecordKind]) -> dict[str, RecordKind]:
    """Return the kinds by component and code, each after those that it refers to.

    Raises:
        InvalidInputError: Kinds refer to each other in a circle.
    """
    waiting = sorted(
        kinds.values(), key=lambda kind: (COMPONENTS.index(kind.component), kind.code)
    )
    ordered: dict[str, RecordKind] = {}
    while waiting:
        ready = next((kind for kind in waiting if _is_ready(kind, ordered)), None)
        if ready is None:
            codes = ", ".join(kind.code for kind in waiting)
            raise _unusable([f"{codes} refer to each other in a circle"])
        waiting.remove(ready)
        ordered[ready.code] = ready
    return ordered


def _is_ready(kind: RecordKind, ordered: Mapping[str, RecordKind]) -> bool:
    return all(
        field.refers_to in ordered or field.refers_to in ("", kind.code)
        for field in kind.fields
    )
