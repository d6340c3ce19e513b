"""Draft the migration that descriptors of kinds ask for: see CONTRIBUTING.md.

python scripts/draft_migration.py "Add power stations"
"""

import sys

from sqlalchemy import create_engine

from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.opening import STEPS
from hatangso.registry.schema import build_tables


def main(message: str) -> None:
    """Write the draft and say where."""
    with create_engine("sqlite://").begin() as connection:
        STEPS.upgrade(connection)
        metadata = build_tables(shipped_kinds()).metadata
        path = STEPS.draft(connection, metadata, message)
    sys.stdout.write(f"{path or 'nothing is missing'}\n")


if __name__ == "__main__":
    main(sys.argv[1])
