"""Increasing resolution against OpenCV's Lanczos: nearness to the truth by both methods, and memory."""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.composites import Picture, bundled
from benchmarks.figures import Figure, figure, peak_memory, quotient
from engine.operations.increase_resolution import increase_resolution
from engine.weights.enlarging import choose_methods
from harness.weights import INSTALLED

PEER = "cv2.INTER_LANCZOS4"
PICTURES = ("astronaut", "coffee", "chelsea", "rocket")
SIDE = 4096  # pixels, of the picture whose doubling is the largest that is served


@figure("upscale_psnr", "≥ +1.3 dB")
def upscale_psnr() -> Figure:
    """Mean PSNR of four pictures halved by area and doubled again as the route does it, minus the peer's."""
    return compared("upscale_psnr", fast=False)


@figure("upscale_psnr_fast", "≥ +0.2 dB")
def upscale_psnr_fast() -> Figure:
    """The same by the engine's own method."""
    return compared("upscale_psnr_fast", fast=True)


def compared(name: str, *, fast: bool) -> Figure:
    """Mean PSNR of the enlargements of all PICTURES, minus the peer's."""
    ours, peers = [], []
    for picture in PICTURES:
        truth = even(bundled(picture))
        columns, rows = truth.shape[1] // 2, truth.shape[0] // 2
        given = np.asarray(cv2.resize(truth, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        methods = choose_methods(INSTALLED, given, 2, fast=fast)
        ours.append(psnr(increase_resolution(given, 2, methods=methods), truth))
        peers.append(psnr(lanczos(given), truth))
    peer_value = float(np.mean(peers))
    return Figure(name, float(np.mean(ours)) - peer_value, "dB", PEER, peer_value)


@figure("upscale_memory", "≤ 4")
def upscale_memory() -> Figure:
    """Peak resident memory of a fresh process that brings 4096² pixels to 8192², over the result's own bytes."""
    peak = peak_memory(f"import benchmarks.upscale as b; b.increase_resolution(b.noise({SIDE}), 2)")
    return quotient("upscale_memory", peak / 1e6, "MB", "the result", 3 * (2 * SIDE) ** 2 / 1e6)


def even(picture: Picture) -> Picture:
    """``picture`` without an odd last row or column."""
    rows, columns = picture.shape[:2]
    return np.ascontiguousarray(picture[: rows // 2 * 2, : columns // 2 * 2])


def lanczos(picture: Picture) -> Picture:
    """The peer: ``picture`` doubled."""
    return np.asarray(cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4), np.uint8)


def noise(side: int) -> Picture:
    """A square picture of noise."""
    return np.random.default_rng(0).integers(0, 256, (side, side, 3), dtype=np.uint8)


def psnr(result: Picture, truth: Picture) -> float:
    """Peak signal-to-noise ratio in dB."""
    return float(10 * np.log10(255**2 / np.square(result.astype(float) - truth).mean()))
