"""A binary heap of numbers whose keys may fall, for kernels.

``heap`` holds the numbers, ``place`` where each stands (-1: not in the heap), ``key``
what they are ordered by. Equal keys leave in an order that depends on the input alone.
"""

from hatangso.compiling import compiled
from hatangso.units import IntArray

__all__ = ["pop", "push"]


@compiled
def push(heap: IntArray, place: IntArray, key: IntArray, size: int, number: int) -> int:
    """Put a number into the heap, or move it up after its key fell.

    Returns:
        The heap's new size.
    """
    at = place[number]
    if at < 0:
        at = size
        size += 1
    while at > 0:
        above = (at - 1) >> 1
        if key[heap[above]] <= key[number]:
            break
        heap[at] = heap[above]
        place[heap[at]] = at
        at = above
    heap[at] = number
    place[number] = at
    return size


@compiled
def pop(heap: IntArray, place: IntArray, key: IntArray, size: int) -> int:
    """Take the number with the smallest key out; the caller counts down the size."""
    top = heap[0]
    place[top] = -1
    size -= 1
    if size == 0:
        return int(top)
    moved = heap[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[moved]:
            break
        heap[at] = heap[below]
        place[heap[at]] = at
        at = below
    heap[at] = moved
    place[moved] = at
    return int(top)
