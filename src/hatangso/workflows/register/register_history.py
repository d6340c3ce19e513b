"""Look back at what changed in the register of a province."""

from pathlib import Path

from hatangso.model.record import ChangeSet
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.register import open_register
from hatangso.workflows.register.register_tables import refuse_other, register_location

__all__ = ["read_history"]


def read_history(directory: Path) -> list[ChangeSet]:
    """Return the sets of changes, the oldest first; none when there is no register.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: The register is not the one that wrote the tables.
    """
    location = register_location(directory)
    if isinstance(location, Path) and not location.is_file():
        refuse_other(directory, None)
        return []
    with open_register(location, shipped_kinds()) as register:
        refuse_other(directory, register)
        return register.change_sets()
