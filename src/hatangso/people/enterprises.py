"""Digital enterprises for every thousand people."""

from hatangso.errors import OutOfRangeError

__all__ = ["enterprises_per_1000_people"]

_PER_PEOPLE = 1_000


def enterprises_per_1000_people(enterprises_n: float, people_n: int) -> float:
    """Return digital enterprises for every thousand people.

    Raises:
        OutOfRangeError: There are no people, or fewer enterprises than none.

    >>> enterprises_per_1000_people(2_000, 1_900_000)
    1.0526315789473684
    """
    if people_n <= 0 or enterprises_n < 0:
        raise OutOfRangeError(
            "{enterprises:g} enterprises for {people} people cannot be",
            enterprises=enterprises_n,
            people=people_n,
        )
    return _PER_PEOPLE * enterprises_n / people_n
