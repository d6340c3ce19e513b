"""Exit codes: one table for every error raised on purpose."""

from hatangso.errors import (
    HatangsoError,
    InfeasibleError,
    InterruptedRunError,
    InvalidInputError,
    NotFoundError,
    OutOfRangeError,
    StaleResultError,
)

__all__ = ["EXIT_CODES", "exit_code"]

# 0 is success, 1 a defect of hatangso itself, 2 a command that was typed wrongly.
EXIT_CODES: dict[type[HatangsoError], int] = {
    InvalidInputError: 3,
    NotFoundError: 4,
    OutOfRangeError: 5,
    StaleResultError: 6,
    InfeasibleError: 7,
    InterruptedRunError: 8,
}


def exit_code(error: HatangsoError) -> int:
    """Return the exit code of the nearest class in the table."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
