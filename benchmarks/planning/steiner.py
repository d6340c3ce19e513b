"""Fibre trees against known optima: street networks of Vienna.

    python benchmarks/planning/steiner.py FOLDER [INSTANCE ...]

FOLDER holds instances of the PACE 2018 challenge, heuristic track, as ``NAME.gr.gz``,
and ``OPTIMA.csv`` with the columns ``instance`` and ``upper``. Where networkx is
installed, its tree stands beside; it is no dependency. The first question, which
compiles the kernels, is not timed.
"""

import csv
import gzip
import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from hatangso.fibre.graph import RouteGraph
from hatangso.fibre.steiner import steiner_tree
from hatangso.fibre.verifier import verify_tree

Answer = TypeVar("Answer")

HEADER = (
    f"{'instance':>12} {'nodes':>7} {'edges':>7} {'term.':>6} {'optimum':>11} "
    f"{'cost':>11} {'excess %':>9} {'bound %':>9} {'gap %':>7} {'s':>6} "
    f"{'CPU s':>6} {'networkx %':>11} {'s':>6} {'CPU s':>6}"
)


def read_instance(path: Path) -> tuple[RouteGraph, list[int]]:
    """Return the graph and the terminals of a file in the format of the challenge."""
    nodes = 0
    edges: list[tuple[int, int, int]] = []
    terminals: list[int] = []
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            match line.split():
                case ["Nodes", count]:
                    nodes = int(count)
                case ["E", start, end, cost]:
                    edges.append((int(start) - 1, int(end) - 1, int(cost)))
                case ["T", terminal]:
                    terminals.append(int(terminal) - 1)
    start, end, cost = np.array(edges).T
    return RouteGraph.from_edges(nodes, start, end, cost), terminals


def networkx_cost(graph: RouteGraph, terminals: list[int]) -> int:
    """Return the cost of networkx's tree by Mehlhorn's method."""
    import networkx as nx  # noqa: PLC0415 - may be missing
    from networkx.algorithms.approximation import steiner_tree as peer  # noqa: PLC0415

    net = nx.Graph()
    for a, b, cost in zip(graph.start, graph.end, graph.cost_vnd, strict=True):
        known = net.get_edge_data(int(a), int(b), {"weight": cost})["weight"]
        net.add_edge(int(a), int(b), weight=min(int(cost), int(known)))
    return int(peer(net, terminals, method="mehlhorn").size("weight"))


def timed(
    answer: Callable[[RouteGraph, list[int]], Answer],
    graph: RouteGraph,
    terminals: list[int],
) -> tuple[Answer, str]:
    """Return an answer, and its seconds: those of the clock and of the processor."""
    began, began_cpu = time.perf_counter(), time.process_time()
    found = answer(graph, terminals)
    clock, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    return found, f"{clock:6.1f} {cpu:6.1f}"


def main(folder: Path, names: list[str]) -> None:
    """Print a line for each instance."""
    with (folder / "OPTIMA.csv").open(encoding="utf-8") as table:
        optimum = {row["instance"]: int(row["upper"]) for row in csv.DictReader(table)}
    has_peer = importlib.util.find_spec("networkx") is not None
    start, end = np.triu_indices(12, 1)
    cost = np.random.default_rng(0).integers(50, 99, len(start))
    steiner_tree(RouteGraph.from_edges(12, start, end, cost), range(0, 12, 2))
    print(HEADER)
    excess = []
    for name in names or sorted(optimum):
        graph, terminals = read_instance(folder / f"{name}.gr.gz")
        best = optimum[name]
        tree, seconds = timed(steiner_tree, graph, terminals)
        verify_tree(graph, terminals, tree)
        excess.append(100 * (tree.cost_vnd / best - 1))
        bound = 100 * (tree.bound_vnd / best - 1)
        line = (
            f"{name:>12} {graph.nodes:7} {graph.edges:7} {len(terminals):6} {best:11} "
            f"{tree.cost_vnd:11} {excess[-1]:9.4f} {bound:9.4f} "
            f"{100 * tree.gap_ratio:7.3f} {seconds}"
        )
        if has_peer:
            peer, seconds = timed(networkx_cost, graph, terminals)
            line += f" {100 * (peer / best - 1):11.3f} {seconds}"
        print(line, flush=True)
    print(f"mean excess {np.mean(excess):.4f} %, greatest {max(excess):.4f} %")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
