"""What a worker holds on to after much work of many kinds."""

from __future__ import annotations

import sys

import cv2
import numpy as np

from benchmarks.composites import Picture, bundled
from benchmarks.erase import large_case
from benchmarks.figures import Absent, Figure, figure, read_own_memory, run_for_number
from engine.operations import people
from engine.operations.erase import erase
from engine.operations.increase_resolution import increase_resolution
from engine.operations.objects import find_objects
from engine.operations.remove_background import alpha, study
from engine.weights import enlarging
from engine.weights.face_detection import to_face
from engine.weights.installed import face_finder, open_salience, salience, subject_finder
from harness.weights import INSTALLED

JOBS, FOUR_MEGAPIXELS = 50, 4_000_000
ENLARGED = np.s_[:300, :300]  # of a picture; the network's tiles take the same memory, however many there are


@figure("worker_memory", "≤ 1000 MB")
def worker_memory() -> Figure:
    """Resident memory of a process after 50 jobs of five kinds at 4 MP."""
    if sys.platform != "linux":
        raise Absent("resident memory is read from /proc, which Linux has")
    if salience(INSTALLED) is None:
        raise Absent("the weights of the small models are not installed: manage.py models fetch")
    resident = run_for_number("import benchmarks.memory as m; print(m.work_and_measure())")
    return Figure("worker_memory", resident / 1e6, "MB")


def work_and_measure() -> int:
    """Do the jobs; the resident memory in bytes afterwards."""
    picture, hole = large_case(FOUR_MEGAPIXELS)
    faces = np.asarray(cv2.resize(bundled("astronaut"), (2000, 2000), interpolation=cv2.INTER_LANCZOS4), np.uint8)
    kinds = (
        lambda: find_objects(picture, open_salience(INSTALLED)),
        lambda: alpha(faces, None, study(faces, subject_finder(INSTALLED))),
        lambda: erase(picture, hole),
        lambda: look_for_people(faces),
        lambda: enlarge(picture[ENLARGED]),
    )
    for number in range(JOBS):
        kinds[number % len(kinds)]()
    return read_own_memory("VmRSS")


def look_for_people(picture: Picture) -> object:
    """The people in a picture, by the installed weights."""
    find = face_finder(INSTALLED)
    return people.find_people(picture, None if find is None else tuple(to_face(face) for face in find(picture)))


def enlarge(picture: Picture) -> Picture:
    """A picture at twice its size, by the installed weights."""
    methods = enlarging.choose_methods(INSTALLED, picture, 2, fast=False)
    return increase_resolution(np.ascontiguousarray(picture), 2, methods=methods)
