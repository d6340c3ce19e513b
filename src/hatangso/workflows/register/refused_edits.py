"""Put what a register refuses back to the rows of the files that it came from."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from hatangso.errors import InvalidInputError, Place

__all__ = ["places_told"]


@contextmanager
def places_told(places: Sequence[Place]) -> Iterator[None]:
    """Let findings name rows of files, where a register counts edits.

    Args:
        places: Where each edit of the commit comes from, in their order.

    Raises:
        InvalidInputError: What the register refused.
    """
    try:
        yield
    except InvalidInputError as error:
        findings = []
        for finding in error.findings:
            number, place = finding.place.row, finding.place
            if number is not None and 1 <= number <= len(places):
                place = replace(places[number - 1], column=place.column)
            findings.append(replace(finding, place=place))
        message = error.message
        raise InvalidInputError(
            message.text, findings=findings, **message.values
        ) from error
