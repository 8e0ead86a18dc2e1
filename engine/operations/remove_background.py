"""Background removal: which pixels are the picture's subject, and the subject on nothing.

The picture is studied at a small working size: by a network for what stands out where there is one, else by cells,
saliency and faces, which a graph cut parts. A person's strokes part it again, and a matte along the outline brings the
result to full size.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.matting.closed_form import closed_form_matte
from engine.maths.matting.foreground_colours import remove_background_colours
from engine.maths.matting.guided_upsampling import upsample_alpha
from engine.maths.matting.learned_subject import FindSubject, LearnedSubject
from engine.maths.matting.overspill import overspill, recover_overspill
from engine.maths.matting.saliency import subject_odds
from engine.maths.matting.strokes import Marks, mark_cells
from engine.maths.matting.subject import Draft, Side, best_draft, cut_subject, likeness, spread_strokes
from engine.maths.people.bodies import Bodies, estimate_bodies
from engine.maths.people.faces import find_faces
from engine.maths.progress import Progress, ignore, sub_progress
from engine.maths.segment.cells import Cells, Floats, divide_into_cells
from engine.maths.segment.edges import outline_strength
from engine.maths.segment.region_merging import merge_regions
from engine.maths.segment.superpixels import superpixel_count
from engine.maths.working_copy import working_copy
from engine.operations.heads import add_heads, find_heads
from engine.operations.masks import denoise_to_lab

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Pixels of the two working sizes, and of their cells; the coarser cells are for what stands out.
FINE_PIXELS, FINE_CELL = 300_000, 120
COARSE_PIXELS, COARSE_CELL, COARSER_CELL = 100_000, 130, 400
# The share of a cell that a body must cover for the cell to be part of it.
SURE = 0.7
# Log odds for staying with the subject there was, where a person's strokes say nothing.
STAY, STAY_WITH_REGIONS = 1.5, 6.0
# What a learned model says at least of each cell, so that strokes can say otherwise.
LEAST_LIKELY = 0.05
# What looking at a picture takes of the time until its subject is found.
STUDYING = 0.7
# Pieces smaller than this share of the largest are dropped, holes smaller than this share of the picture are closed.
CRUMB, PINHOLE = 0.05, 0.001

NO_SUBJECT = "No subject stands out from the background. Mark it with a stroke, or choose its regions."
ALL_SUBJECT = "Nothing would be left of the background. Mark a part of it."
NOTHING_LEFT = "Nothing would be left of the subject. Mark a part of it."


@dataclass(frozen=True)
class Hints:
    """What a person said about the subject: masks (rows, columns) bool in pixels of the full picture, or None."""

    keep: Mask | None = None  # strokes on the subject
    remove: Mask | None = None  # strokes on the background
    subject: Mask | None = None  # regions that are the subject


@dataclass(frozen=True)
class Study:
    """What is known of a picture before a person says anything: the same for every set of hints."""

    small: Image  # the picture at the fine working size
    cells: Cells
    odds: Floats  # (n,) log odds that each cell is subject
    side: Side  # (n,) the subject that was found; all False where nothing stands out
    mask: Mask  # the same to the pixel, (rows, columns) of ``small``
    is_doubtful: bool = False  # whether another look might find another subject

    @cached_property
    def alike(self) -> Floats:
        """How much the cells tell of each other, (n, n): what strokes need, and nothing else."""
        return likeness(self.cells)

    @property
    def size(self) -> int:
        """Bytes in memory: about 30 MB, whatever the picture's size."""
        ours = (self.small, self.odds, self.side, self.mask)
        cells = (getattr(self.cells, field.name) for field in fields(Cells))
        held: int = sum(array.nbytes for array in (*ours, *cells))
        return held + int(self.odds.itemsize * self.cells.count**2)


def alpha(
    image: Image, hints: Hints | None = None, known: Study | None = None, *, progress: Progress | None = None
) -> NDArray[np.uint8]:
    """How much of each pixel of ``image`` RGB (rows, columns, 3) uint8 is subject: (rows, columns) uint8, 255 is all.

    Soft only in a narrow band. ``known`` is what ``study`` says of the same picture, which saves most of the time; for
    a preview, ``image`` and the hints may be smaller copies. ``progress`` is told the finished fraction and may raise.

    Raises ValueError where no subject stands out, hints leave none, or leave nothing else; and where they do not fit.
    """
    hints = hints or Hints()
    check_hints(image, hints)
    tell = progress or ignore
    known = known or study(image, progress=sub_progress(tell, 0.0, STUDYING))
    tell(STUDYING)
    mask = subject_mask(known, hints)
    if not mask.any():
        raise ValueError(NOTHING_LEFT if known.side.any() else NO_SUBJECT)
    if mask.all():
        raise ValueError(ALL_SUBJECT)
    tell(0.75)
    soft = closed_form_matte(known.small, mask)
    tell(0.9)
    found = upsample_alpha(soft, known.small, image)
    tell(1.0)
    return found


def cut_out(image: Image, alpha: NDArray[np.uint8]) -> Image:
    """``image`` with ``alpha`` (rows, columns) uint8, and without the background's colours where that is soft: RGBA."""
    return np.dstack([remove_background_colours(image, alpha), alpha])


def check_hints(image: Image, hints: Hints) -> None:
    """Raise ValueError for hints of another size than the picture's."""
    for mask in (hints.keep, hints.remove, hints.subject):
        if mask is not None and mask.shape != image.shape[:2]:
            raise ValueError(f"A mask is {mask.shape}, the picture {image.shape[:2]} (rows, columns).")


def study(image: Image, find: FindSubject | None = None, *, progress: Progress | None = None) -> Study:
    """Look at a picture once, for any number of hints about it; ``progress`` is that of ``alpha``.

    ``find`` looks for the subject with learned models; without it, and where it finds nothing, colours decide.
    """
    tell = progress or ignore
    tell(0.0)
    small = working_copy(image, FINE_PIXELS)
    lab = denoise_to_lab(small)
    fine = divide_into_cells(lab, outline_strength(lab), superpixel_count(small.shape, FINE_CELL))
    learned = None if find is None else find(small, sub_progress(tell, 0.2, 0.7))
    if learned is not None:
        return study_learned(small, fine, learned)
    first = sketch(image, sub_progress(tell, 0.2, 0.7))
    tell(0.9)
    odds, sure = first.cells.spread(first.odds, fine), first.cells.spread(first.sure, fine) > SURE
    if first.draft is None:
        return Study(small, fine, odds, np.zeros(fine.count, bool), np.zeros(small.shape[:2], bool))
    start = first.cells.spread(first.draft.side, fine)
    odds = np.asarray(odds + first.draft.shift, np.float32)
    side = cut_subject(fine, likeness(fine), odds, sure.astype(np.int8), start)
    return Study(small, fine, odds, side, np.asarray(side[fine.labels]))


def study_learned(small: Image, cells: Cells, found: LearnedSubject) -> Study:
    """A study whose subject was ``found`` by learned models: no graph cut overrules them."""
    share = cells.mean(found.likely).clip(LEAST_LIKELY, 1 - LEAST_LIKELY)
    odds = np.asarray(np.log(share / (1 - share)), np.float32)
    side = np.asarray(cells.mean(found.mask) > 0.5)
    return Study(small, cells, odds, side, found.mask, found.is_doubtful)


@dataclass(frozen=True)
class Sketch:
    """The subject as far as the coarse working size shows it."""

    cells: Cells
    odds: Floats
    sure: NDArray[np.int8]  # 1 where a body must be
    draft: Draft | None


def sketch(image: Image, tell: Progress) -> Sketch:
    """Find the subject at the coarse working size, where many drafts of it cost little."""
    small = working_copy(image, COARSE_PIXELS)
    lab = denoise_to_lab(small)
    strength = outline_strength(lab)
    coarse = divide_into_cells(lab, strength, superpixel_count(small.shape, COARSE_CELL))
    coarser = divide_into_cells(lab, strength, superpixel_count(small.shape, COARSER_CELL))
    tell(0.0)
    people = find_bodies(image, small)
    tell(0.4)
    odds = subject_odds(coarse, coarser, merge_regions(coarse.labels, lab, strength)) + coarse.mean(people.odds)
    sure = (coarse.mean(people.certain) > SURE).astype(np.int8)
    tell(0.6)
    return Sketch(coarse, odds, sure, best_draft(coarse, likeness(coarse), odds, sure))


def find_bodies(image: Image, small: Image) -> Bodies:
    """The people of ``image`` in pixels of ``small``, which is ``image`` scaled down."""
    scale = small.shape[0] / image.shape[0]
    heads = [head.at(scale) for head in find_heads(image, find_faces(image))]
    return add_heads(estimate_bodies((head.box for head in heads), small.shape[:2]), heads)


def subject_mask(known: Study, hints: Hints) -> Mask:
    """The subject (rows, columns) at the fine working size, as the hints have it."""
    keep, remove, subject = (stroke_coverage(mask, known.small) for mask in (hints.keep, hints.remove, hints.subject))
    if keep is None and remove is None:
        return tidy_mask(known.mask, keep, remove) if subject is None else subject > 0.5
    return tidy_mask(mask_by_strokes(known, keep, remove, subject), keep, remove)


def mask_by_strokes(known: Study, keep: Floats | None, remove: Floats | None, subject: Floats | None) -> Mask:
    """The subject (rows, columns) after a person's strokes, without the background that they only run onto."""
    cells, said = known.cells, mark_cells(known.cells, keep, remove)
    before = known.side if subject is None else cells.mean(subject) > 0.5
    mask = known.mask if subject is None else subject > 0.5
    side = apply_strokes(known, said, subject)
    spill = overspill(cells, known.alike, side & ~before, said.sure > 0)
    painted = None if keep is None or not spill.any() else keep > 0.5
    thing = None if painted is None else recover_overspill(denoise_to_lab(known.small), painted, spill[cells.labels])
    if thing is None:
        return change_cells(mask, cells, before, side)
    return change_cells(mask, cells, before, apply_strokes(known, said.without(spill), subject, spill)) | thing


def change_cells(mask: Mask, cells: Cells, before: Side, after: Side) -> Mask:
    """``mask`` (rows, columns), with the cells whose side has changed as a whole on the other one."""
    return np.asarray(np.where((before != after)[cells.labels], after[cells.labels], mask))


def stroke_coverage(mask: Mask | None, small: Image) -> Floats | None:
    """The share of each pixel of ``small`` that is in ``mask``."""
    if mask is None:
        return None
    size = small.shape[1], small.shape[0]
    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32)


def apply_strokes(known: Study, said: Marks, subject: Floats | None, outside: Side | None = None) -> Side:
    """The subject (n,) after a person's strokes: changed where they reach, otherwise as it was; never ``outside``."""
    spread, settled = spread_strokes(known.cells, said.meant)
    before = known.side if subject is None else known.cells.mean(subject) > 0.5
    staying = np.where(before, 1, -1) * (STAY if subject is None else STAY_WITH_REGIONS)
    odds = spread + (1 - settled) * (staying + (known.odds if subject is None else 0))
    sure, start = said.sure, np.where(said.sure == 0, before, said.sure > 0)
    if outside is not None:
        sure, start = np.where(outside, -1, sure).astype(np.int8), start & ~outside
    return cut_subject(known.cells, known.alike, np.asarray(odds, np.float32), sure, start)


def tidy_mask(mask: Mask, keep: Floats | None, remove: Floats | None) -> Mask:
    """``mask`` without crumbs and pinholes, but for those that a person marked."""
    pieces, sizes = components(mask)
    kept = find_touched_pieces(pieces, keep) | (sizes >= CRUMB * sizes[1:].max(initial=0))
    kept[0] = False
    solid = kept[pieces]
    holes, sizes = components(~solid)
    closed = (sizes < PINHOLE * mask.size) & ~find_touched_pieces(holes, remove)
    closed[0] = False
    return np.asarray(solid | closed[holes])


def components(mask: Mask) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The connected pieces of ``mask``, numbered from 1 in (rows, columns), and the pixels of each number."""
    _, pieces = cv2.connectedComponents(mask.view(np.uint8), connectivity=4)
    return np.asarray(pieces, np.int32), np.bincount(pieces.ravel())


def find_touched_pieces(pieces: NDArray[np.int32], stroke: Floats | None) -> Mask:
    """Which pieces a stroke touches, indexed by their numbers."""
    touched = np.zeros(int(pieces.max()) + 1, bool)
    if stroke is not None:
        touched[pieces[stroke > 0]] = True
    return touched
