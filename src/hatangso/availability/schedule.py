"""When a target is due: at fixed seconds of the clock, whatever a look takes.

A schedule that counts from the end of a look drifts by what looks take; one that counts
from a start stands still for an hour when the clock is set back by one. This one does
neither: no wait is longer than an interval and a half.
"""

from zlib import crc32

__all__ = ["phase_s", "wait_s"]


def phase_s(code: str, interval_s: int) -> int:
    """Return at which second of an interval a target is due.

    It follows from the code alone, so that targets are spread and a restart changes
    nothing.
    """
    return crc32(code.encode()) % interval_s


def wait_s(
    now_s: float, *, interval_s: int, phase_s: int, is_early_s: float = 0.0
) -> float:
    """Return how long to wait until a target is due the next time.

    Args:
        now_s: The time.
        interval_s: Seconds between two looks.
        phase_s: At which second of the interval it is due.
        is_early_s: A due moment so near is the one just served: sleeps end a little
            early.
    """
    wait = interval_s - (now_s - phase_s) % interval_s
    return wait + interval_s if wait <= is_early_s else wait
