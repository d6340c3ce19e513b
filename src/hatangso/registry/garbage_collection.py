"""Python's search for circular garbage, put off while many values are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_put_off"]


@contextmanager
def collection_put_off() -> Iterator[None]:
    """Look for no circular garbage meanwhile; a decorator of functions as well.

    The rows, findings and records of an import point at each other in one direction
    only, so they go when nobody needs them. Python searches all of them for circles
    again and again nevertheless while they are made: a third of the time of an import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Whoever switched it off before switches it on again.
        if was_on:
            gc.enable()
