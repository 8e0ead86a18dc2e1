"""How likely each cell of a picture belongs to its subject, judged without knowing what things look like.

Four cues: what is cut off from the frame and unlike it stands out (Zhu, Liang, Wei and Sun, "Saliency optimization from
robust background detection", CVPR 2014); colours and textures that the frame has speak against; so does a region that
runs out of the picture; and photographers put subjects in the middle. The lower edge counts little throughout: subjects
stand on it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.csgraph import dijkstra
from scipy.sparse.linalg import spsolve

from engine.maths.segment.cells import BOTTOM, Cells, Floats

# The share of its length that the lower edge counts with.
LOWER_EDGE = 0.3
# Lab units. Steps below SAME between neighbours are no step; paths longer than a few LINKED lead to something else.
SAME, LINKED = 3.0, 10.0
# Standard deviation, as a share of the picture's size, of the surroundings that a cell's colour is compared with.
SURROUNDINGS = 0.25
# How far a cell's saliency goes along with its neighbours' of another colour; Zhu et al., equation 9.
COMPANY = 0.1
# Likeness of cells to the frame: Lab units at which likeness fades, and what a whole unit of texture is worth in them.
FRAME_COLOUR, FRAME_TEXTURE = 8.0, 18.0
# Frame length per root of a region's area beyond which more does not matter.
MOST_CONTACT = 2.0
# Half width and half height, as shares of the picture, of where subjects are expected.
MIDDLE = (0.33, 0.36)
# Log odds: what each cue adds, and where they start. Logistic regression over the photos with known subjects that
# this was tuned on (17 pictures, each left out in turn: area under the curve 0.93).
WEIGHTS, START = (2.4, -0.7, 1.1, -0.5), -2.75


def subject_odds(cells: Cells, coarser: Cells, regions: NDArray[np.integer[Any]]) -> Floats:
    """Log odds (n,) that each of ``cells`` belongs to the subject, about -5 to 5.

    ``coarser`` is a division of the same picture into fewer cells, ``regions`` (rows, columns) one into large regions,
    of the same size as ``cells.labels``.
    """
    return np.asarray(cues(cells, coarser, regions) @ np.array(WEIGHTS, np.float32) + START, np.float32)


def cues(cells: Cells, coarser: Cells, regions: NDArray[np.integer[Any]]) -> Floats:
    """What speaks for each cell and against it: (n, 4)."""
    standing_out = coarser.spread(saliency(coarser), cells)
    leaving = cells.mean(frame_contact(regions)[regions])
    return np.stack([standing_out, frame_likeness(cells), centre_prior(cells), leaving], axis=1)


def saliency(cells: Cells) -> Floats:
    """How far each cell stands out from what is linked to the frame: (n,) 0..1, 0 everywhere in a plain picture."""
    background = background_likelihood(cells)
    apart = np.exp(-squared_distances(cells.centres) / (2 * SURROUNDINGS**2))
    contrast = (colour_distances(cells) * apart) @ (background * cells.areas)
    if contrast.max() <= 0:
        return np.zeros(cells.count, np.float32)
    return rescale_to_unit(optimize_saliency(cells, background, contrast / contrast.max()))


def background_likelihood(cells: Cells) -> Floats:
    """0 where a cell's surroundings hardly touch the frame to 1 where they run along it: (n,)."""
    first, second = cells.pairs.T
    steps = np.maximum(np.linalg.norm(cells.colours[first] - cells.colours[second], axis=1) - SAME, 0) + 1e-4
    paths = dijkstra(csr_array((steps, (first, second)), (cells.count, cells.count)), directed=False)
    linked = np.exp(-(paths**2) / (2 * LINKED**2))
    whole = cells.frame.sum(axis=0)
    on_frame = frame_pixels(cells) / np.maximum(whole, 1)
    contact = (linked @ on_frame) / np.sqrt(linked @ (cells.areas / cells.areas.mean()))
    return np.asarray(1 - np.exp(-(contact**2) / 2), np.float32)


def frame_pixels(cells: Cells) -> Floats:
    """Pixels of each cell on the frame, those on the lower edge counting less: (n,)."""
    counts = cells.frame.sum(axis=0) - (1 - LOWER_EDGE) * cells.frame[BOTTOM]
    return np.asarray(counts, np.float32)


def optimize_saliency(cells: Cells, background: Floats, foreground: Floats) -> Floats:
    """The saliency (n,) nearest to both likelihoods that differs little between neighbours of like colour."""
    first, second = cells.pairs.T
    unlike = ((cells.colours[first] - cells.colours[second]) ** 2).sum(axis=1)
    company = np.exp(-unlike / (2 * LINKED**2)) + COMPANY
    links = csr_array((company, (first, second)), (cells.count, cells.count))
    links = links + links.T
    pull = links.sum(axis=1) + background + foreground + 1e-6
    return np.atleast_1d(np.asarray(spsolve((diags_array(pull) - links).tocsc(), foreground), np.float32))


def rescale_to_unit(values: Floats) -> Floats:
    """Values from 0 to 1; all 0 where they are equal."""
    span = np.ptp(values)
    return (values - values.min()) / span if span > 0 else np.zeros_like(values)


def frame_likeness(cells: Cells) -> Floats:
    """Log of how much commoner a cell's colour and texture are on the top, left and right edge than inside: (n,)."""
    unlike = squared_distances(cells.colours) + FRAME_TEXTURE**2 * squared_distances(cells.textures)
    alike = np.exp(-unlike / (2 * FRAME_COLOUR**2))
    sides = cells.frame[:BOTTOM].sum(axis=0)
    on_frame = alike @ (sides / sides.sum())
    anywhere = alike @ (cells.areas / cells.areas.sum())
    return np.asarray(np.log((on_frame + 1e-3) / (anywhere + 1e-3)), np.float32)


def frame_contact(regions: NDArray[np.integer[Any]]) -> Floats:
    """Length of each region on the frame over the root of its area, indexed by the region's number."""
    areas = np.bincount(regions.ravel())
    edges = ((regions[0], 1.0), (regions[:, 0], 1.0), (regions[:, -1], 1.0), (regions[-1], LOWER_EDGE))
    lengths = sum(share * np.bincount(edge, minlength=len(areas)) for edge, share in edges)
    return np.minimum(lengths / np.sqrt(np.maximum(areas, 1)), MOST_CONTACT).astype(np.float32)


def centre_prior(cells: Cells) -> Floats:
    """1 in the middle of the picture, falling off to its sides: (n,)."""
    rows, columns = (cells.centres - 0.5).T
    width, height = MIDDLE
    return np.asarray(np.exp(-((columns / width) ** 2) - (rows / height) ** 2), np.float32)


def colour_distances(cells: Cells) -> Floats:
    """Distances in Lab between any two cells: (n, n)."""
    return np.asarray(np.sqrt(squared_distances(cells.colours)), np.float32)


def squared_distances(points: Floats) -> Floats:
    """Squared distances between any two of ``points`` (n, dimensions): (n, n) float32."""
    norms = (points * points).sum(axis=1)
    return np.asarray(np.maximum(norms[:, None] + norms[None, :] - 2 * points @ points.T, 0), np.float32)
