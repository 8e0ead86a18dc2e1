"""Increasing resolution against OpenCV's Lanczos: nearness to the truth, and memory."""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.composites import Picture, bundled
from benchmarks.figures import Figure, figure, peak_memory, quotient
from engine.operations.increase_resolution import increase_resolution

PEER = "cv2.INTER_LANCZOS4"
PICTURES = ("astronaut", "coffee", "chelsea", "rocket")
SIDE = 4096  # pixels, of the picture whose doubling is the largest that is served


@figure("upscale_psnr", "≥ +0.2 dB")
def upscale_psnr() -> Figure:
    """Mean PSNR of four pictures halved by area and doubled again, minus the peer's."""
    ours, peers = [], []
    for name in PICTURES:
        truth = even(bundled(name))
        columns, rows = truth.shape[1] // 2, truth.shape[0] // 2
        given = np.asarray(cv2.resize(truth, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        ours.append(psnr(increase_resolution(given, 2), truth))
        peers.append(psnr(lanczos(given), truth))
    peer_value = float(np.mean(peers))
    return Figure("upscale_psnr", float(np.mean(ours)) - peer_value, "dB", PEER, peer_value)


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
