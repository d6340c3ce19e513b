"""Networks in a line of text: ``core-a a-b*50 b-c`` with the cores in capitals."""

import random

from hatangso.model.government_network import NetworkLink, NetworkNode
from hatangso.network.graph import NetworkGraph, make_graph

__all__ = ["drawn", "random_network"]


def drawn(text: str, *more: str) -> NetworkGraph:
    """Return a network; ``a-b*50`` is a link of 50 Mb/s, ``a-b?`` a backup.

    Links are called ``1`` and so on, as they come; nodes in capitals are cores.

    Args:
        text: The links.
        more: Nodes without a link.
    """
    links = []
    names = set(more)
    for at, told in enumerate(text.split(), start=1):
        ends, _, capacity = told.partition("*")
        start, end = ends.rstrip("?").split("-")
        names |= {start, end}
        links.append(
            NetworkLink(
                str(at),
                start,
                end,
                float(capacity) if capacity else None,
                is_backup=ends.endswith("?"),
            )
        )
    return make_graph([NetworkNode(one, one.isupper()) for one in names], links)


def random_network(seed: int, most_nodes: int = 7) -> tuple[NetworkGraph, list[str]]:
    """Return a network of few nodes and links, parallel ones among them, and cores."""
    chance = random.Random(seed)  # noqa: S311 - a test draws the same every time
    names = [f"n{at}" for at in range(chance.randint(2, most_nodes))]
    cores = names[: chance.choice([1, 1, 2])]
    links = [
        NetworkLink(f"l{at}", *chance.sample(names, 2))
        for at in range(chance.randint(0, 2 * len(names)))
    ]
    return make_graph([NetworkNode(x, x in cores) for x in names], links), cores
