"""A process that writes into a register, to be killed or to compete with another.

python register_writer.py import LOCATION FIRST LAST
python register_writer.py count LOCATION TIMES
"""

import os
import sys
from pathlib import Path

from hatangso.errors import StaleResultError
from hatangso.model.record import Edit
from hatangso.registry.register import Register, open_register
from register_kinds import DEPARTMENT, KINDS, after, delete, new, update

MASTS_N = 5


def edits_of_import(register: Register, number: int) -> list[Edit]:
    """Return what import ``number`` does: new masts, others renamed, one taken out."""
    masts = {one.values["code"]: one for one in register.records("mast")}
    codes = [f"{number}-{i}" for i in range(MASTS_N)]
    edits = [new("mast", code, code=code, lon_deg=105, lat_deg=21.5) for code in codes]
    if number > 1:
        last = [masts[f"{number - 1}-{i}"] for i in range(1, MASTS_N)]
        edits += [update(one, name=f"seen by {number}", lon_deg=106) for one in last]
        edits.append(delete(masts[f"{number - 1}-0"]))
    return edits


def names_after(imports: int) -> dict[str, str | None]:
    """Return code and name of all masts after so many imports."""
    return {
        f"{number}-{i}": f"seen by {number + 1}" if number < imports else None
        for number in range(1, imports + 1)
        for i in range(MASTS_N)
        if i > 0 or number == imports
    }


def run_imports(register: Register, first: int, last: int) -> None:
    """Import one after the other, and tell of each when it is done."""
    for number in range(first, last + 1):
        register.commit(
            edits_of_import(register, number),
            actor=DEPARTMENT,
            at=after(number),
            reason=f"import {number}",
            source=f"{number}.xlsx",
            sender="VNPT",
        )
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def count_up(register: Register, times: int) -> None:
    """Add one to the floors of the first mast, again and again."""
    done = 0
    while done < times:
        mast = register.record("mast", 1)
        floors_n = mast.values["floors_n"]
        assert isinstance(floors_n, int)
        code = f"{os.getpid()}-{done}"
        try:
            register.commit(
                [update(mast, floors_n=floors_n + 1), new("mast", code=code)],
                actor=DEPARTMENT,
                at=after(floors_n),
                reason="count",
            )
        except StaleResultError:
            continue
        done += 1


if __name__ == "__main__":
    task, place, *numbers = sys.argv[1:]
    location = place if "://" in place else Path(place)
    with open_register(location, KINDS) as opened:
        if task == "import":
            run_imports(opened, int(numbers[0]), int(numbers[1]))
        else:
            count_up(opened, int(numbers[0]))
