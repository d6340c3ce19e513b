"""Where the running service keeps accounts and jobs of a province."""

from pathlib import Path

from hatangso.workflows.register.register_tables import register_location

__all__ = ["OPERATIONS_FILE", "operations_location"]

OPERATIONS_FILE = "service.sqlite"


def operations_location(directory: Path) -> Path | str:
    """Return where accounts and jobs lie: beside the register, or in its database.

    Raises:
        NotFoundError: It is not a province directory.
        InvalidInputError: ``province.toml`` cannot be read.
    """
    register = register_location(directory)
    return register if isinstance(register, str) else directory / OPERATIONS_FILE
