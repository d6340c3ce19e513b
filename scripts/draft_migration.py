"""Draft the migration that descriptors of kinds ask for: see CONTRIBUTING.md.

python scripts/draft_migration.py "Add power stations"
python scripts/draft_migration.py --service "Add a column to jobs"
"""

import argparse
import sys

from sqlalchemy import create_engine

from hatangso.operations import database, tables
from hatangso.registry.kind_catalogue import shipped_kinds
from hatangso.registry.opening import STEPS
from hatangso.registry.schema import build_tables


def main(message: str, *, is_of_service: bool) -> None:
    """Write the draft and say where."""
    steps, metadata = STEPS, build_tables(shipped_kinds()).metadata
    if is_of_service:
        steps, metadata = database.STEPS, tables.METADATA
    with create_engine("sqlite://").begin() as connection:
        steps.upgrade(connection)
        path = steps.draft(connection, metadata, message)
    sys.stdout.write(f"{path or 'nothing is missing'}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message", help="what changes, in a sentence")
    parser.add_argument("--service", action="store_true", help="of the service's own")
    arguments = parser.parse_args()
    main(arguments.message, is_of_service=arguments.service)
