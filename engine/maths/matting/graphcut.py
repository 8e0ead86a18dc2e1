"""The cheapest way to part a graph in two, where every node has a leaning and every edge a price for being cut.

Source: Greig, Porteous and Seheult, "Exact maximum a posteriori estimation for binary images", JRSS B 1989: the best
labelling is a minimum cut, found as a maximum flow.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

Floats = NDArray[np.floating[Any]]

# The flow is computed in whole numbers: the largest leaning or price becomes this many.
RESOLUTION = 2**24


def minimum_cut(leaning: Floats, pairs: NDArray[np.int64], prices: Floats) -> NDArray[np.bool_]:
    """The side of each of n nodes, True where it leans to and its neighbours do not pull it away: (n,).

    ``leaning`` (n,) is what a node loses by being False (positive) or True (negative); ``prices`` (m,) >= 0 is lost for
    each of ``pairs`` (m, 2) whose nodes are on different sides. The sum of all losses is as small as it can be.
    """
    count = len(leaning)
    source, sink = count, count + 1
    nodes = np.arange(count)
    tails = np.concatenate([np.full(count, source), nodes, pairs[:, 0], pairs[:, 1]])
    heads = np.concatenate([nodes, np.full(count, sink), pairs[:, 1], pairs[:, 0]])
    capacities = to_whole_numbers(np.concatenate([np.maximum(leaning, 0), np.maximum(-leaning, 0), prices, prices]))
    graph = csr_array((capacities, (tails, heads)), (count + 2, count + 2))
    unused = csr_array(graph - maximum_flow(graph, source, sink).flow)
    unused = csr_array(unused > 0)
    reached = np.zeros(count + 2, bool)
    reached[breadth_first_order(unused, source, return_predecessors=False)] = True
    return reached[:count]


def to_whole_numbers(capacities: Floats) -> NDArray[np.int32]:
    """Capacities scaled and rounded so that the largest is RESOLUTION; all 0 where none is larger."""
    largest = capacities.max(initial=0)
    return np.rint(capacities * (RESOLUTION / largest if largest else 0)).astype(np.int32)
