"""Work in processes of their own: the same results and errors, and a killed one harms nobody."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from harness.images import encode_image
from imagefiles import reader
from imagefiles.children import SECONDS, Children, Died
from imagefiles.errors import TooManyPixels

NOISE = Image.effect_noise((640, 480), 90).convert("RGB")
FORMATS = ("JPEG", "PNG", "WEBP")


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    """Children that know how to read a file."""
    made = Children()
    made.start("imagefiles.reader")
    yield made
    made.stop()


def test_a_child_gives_what_its_parent_would(children: Children) -> None:
    data = encode_image(NOISE, "JPEG")
    pixels, profile = children.run(reader.read_pixels, data, FORMATS, 1_000_000)
    assert np.array_equal(pixels, reader.read_pixels(data, FORMATS, 1_000_000)[0])
    assert profile is None
    assert children.run(os.getpid) != os.getpid()


def test_an_error_is_raised_to_the_one_that_asked(children: Children) -> None:
    with pytest.raises(TooManyPixels) as refused:
        children.run(reader.read_pixels, encode_image(NOISE), FORMATS, 1000)
    assert refused.value.count == 640 * 480


def test_a_killed_child_harms_nobody(children: Children) -> None:
    with pytest.raises(Died):
        children.run(kill_oneself)
    assert children.run(abs, -1) == 1


def test_a_child_that_computes_too_long_is_killed(children: Children) -> None:
    with pytest.raises(Died):
        children.run(compute_for_ever)
    assert children.run(resource.getrlimit, resource.RLIMIT_CPU) == (SECONDS, SECONDS)


def test_a_child_cannot_take_the_whole_machine(children: Children) -> None:
    with pytest.raises(MemoryError):
        children.run(bytearray, 4_000_000_000)


def test_a_forker_that_was_killed_is_started_again(children: Children) -> None:
    os.kill(children.run(os.getppid), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            assert children.run(abs, -1) == 1
            return
        except Died:
            continue
    pytest.fail("Nobody forks any more.")


def test_without_children_it_is_done_here() -> None:
    assert Children().run(os.getpid) == os.getpid()


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def compute_for_ever() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
    while True:
        pass
