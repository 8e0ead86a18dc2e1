"""The isolated edits: for each a request that succeeds, in both versions, and what its result must look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from harness.contract.service import Service, patch, portrait
from harness.images import Pixels, base64_of, png

Judge = Callable[[Pixels], None]


@dataclass(frozen=True)
class Edit:
    """One operation: its two paths, its fields beside the image as each version names them, and the judge of results.

    ``addresses`` finds the results' addresses in a v1 answer, ``told`` names what v2 tells beside the address.
    """

    v1: str
    v2: str
    judge: Judge
    v1_fields: dict[str, Any] = field(default_factory=dict)
    v2_fields: dict[str, Any] = field(default_factory=dict)
    addresses: Callable[[Any], list[str]] = lambda answer: [answer["result_url"]]
    told: frozenset[str] = frozenset()

    def check_v1(self, service: Service) -> None:
        """Synchronous by default, and with an address beforehand where asked to."""
        path, fields = f"/v1/{self.v1}", {"file": base64_of(png(portrait())), **self.v1_fields}
        for address in self.addresses(service.said(service.post(path, fields))):
            self.judge(service.picture(address))
        for address in self.addresses(service.said(service.post(path, {**fields, "sync": False}))):
            self.judge(service.placeholder(address))

    def check_v2(self, service: Service) -> None:
        """Asynchronous by default, and synchronous where asked to; the same bytes either way."""
        path, fields = f"/v2/image/edit/{self.v2}", {"image": base64_of(png(portrait())), **self.v2_fields}
        later = service.completed(service.said(service.post(path, fields), 202))
        answer = service.said(service.post(path, {**fields, "sync": True}))
        assert set(answer) == {"result", "request_id"}
        for result in (later, answer["result"]):
            assert set(result) - {"warning"} == {"image_url", *self.told}
            self.judge(service.picture(result["image_url"]))
        assert service.fetch(later["image_url"]) == service.fetch(answer["result"]["image_url"])


def filled(pixels: Pixels) -> None:
    """Only what the mask covers has changed."""
    changed = (pixels != portrait()).any(axis=2)
    assert changed.any()
    assert not changed[patch() == 0].any()


def cut_out(pixels: Pixels) -> None:
    """Some of it is subject, some is nothing."""
    assert pixels.shape == (256, 256, 4)
    assert pixels[..., 3].min() == 0
    assert pixels[..., 3].max() == 255


def cropped(pixels: Pixels) -> None:
    """The subject with a margin of five pixels, which hold haze at most."""
    assert pixels.shape[2] == 4
    assert pixels.shape[0] <= 266
    assert pixels.shape[1] <= 266
    margins = pixels[:5], pixels[-5:], pixels[:, :5], pixels[:, -5:]
    assert max(margin[..., 3].max() for margin in margins) <= 10
    assert pixels[..., 3].max() == 255


def partly_changed(pixels: Pixels) -> None:
    """The same picture, but for a part of it."""
    assert pixels.shape == (256, 256, 3)
    assert 0 < np.count_nonzero((pixels != portrait()).any(axis=2)) < 256 * 256


def before_orange(pixels: Pixels) -> None:
    """The subject before the colour that was asked for."""
    partly_changed(pixels)
    assert (pixels == (255, 136, 0)).all(axis=2).any()


def expanded(pixels: Pixels) -> None:
    """The picture, unchanged, on its place of a larger canvas."""
    assert pixels.shape == (300, 400, 3)
    assert np.array_equal(pixels[20:276, 72:328], portrait())
    assert pixels[:20].any()


def doubled(pixels: Pixels) -> None:
    """Sides twice as long, and the same picture."""
    assert pixels.shape == (512, 512, 3)
    small = pixels.reshape(256, 2, 256, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - portrait()).mean() < 4


def product_cut_out(pixels: Pixels) -> None:
    """The subject alone, which touches all four sides."""
    assert pixels.shape[2] == 4
    assert max(pixels.shape[:2]) <= 256
    assert min(side[..., 3].max() for side in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])) > 10


def packed(pixels: Pixels) -> None:
    """A square of 2000 pixels, of the colour that was asked for in its corners."""
    assert pixels.shape == (2000, 2000, 3)
    assert (pixels[:90] == (255, 136, 0)).all()
    assert (pixels[1000] != (255, 136, 0)).any()


def shaded(pixels: Pixels) -> None:
    """The subject, and what is dark and half clear around it."""
    assert pixels.shape[2] == 4
    assert max(pixels.shape[:2]) >= 256
    assert ((pixels[..., 3] > 10) & (pixels[..., 3] < 200) & (pixels[..., :3].max(axis=2) < 20)).any()


def grey(pixels: Pixels) -> None:
    """As large as before, and without colours."""
    assert pixels.shape == (256, 256, 3)
    assert (pixels == pixels[..., :1]).all()
    assert np.ptp(pixels) > 100


MASKED_V1, MASKED_V2 = {"mask_file": base64_of(png(patch()))}, {"mask": base64_of(png(patch()))}
PLACED = {
    "canvas_size": [400, 300],
    "original_image_size": [256, 256],
    "original_image_location": [72, 20],
    "seed": 5,
}
LIGHT_BLUE, ORANGE = {"prompt": "light blue", "seed": 5}, {"bg_prompt": "#ff8800", "num_results": 2, "seed": 5}
ORANGE_GROUND, BLACK_AND_WHITE = {"background_color": "#ff8800"}, {"color": "black_and_white"}

EDITS = (
    Edit("eraser", "erase", filled, MASKED_V1, MASKED_V2),
    Edit(
        "gen_fill",
        "gen_fill",
        filled,
        {**MASKED_V1, **LIGHT_BLUE, "num_results": 2},
        {**MASKED_V2, **LIGHT_BLUE},
        lambda answer: answer["urls"],
        frozenset({"seed", "refined_prompt"}),
    ),
    Edit("erase_foreground", "erase_foreground", partly_changed),
    Edit("background/remove", "remove_background", cut_out),
    Edit("background/blur", "blur_background", partly_changed, {"scale": 3}, {"scale": 3}),
    Edit(
        "background/replace",
        "replace_background",
        before_orange,
        ORANGE,
        {"prompt": "#ff8800", "seed": 5},
        lambda answer: [address for address, seed, sid in answer["result"] if seed == 5 and sid.endswith(".JPEG")],
        frozenset({"seed", "refined_prompt"}),
    ),
    Edit("image_expansion", "expand", expanded, PLACED, PLACED, told=frozenset({"seed", "prompt"})),
    Edit("image/increase_resolution", "increase_resolution", doubled),
    Edit("crop", "crop_foreground", cropped, {"padding": 5}, {"padding": 5}),
    Edit("background/remove/guided", "remove_background/guided", cut_out),
    Edit("product/cutout", "product/cutout", product_cut_out),
    Edit("product/packshot", "product/packshot", packed, ORANGE_GROUND, ORANGE_GROUND),
    Edit("product/shadow", "product/shadow", shaded),
    Edit("colorize", "colorize", grey, BLACK_AND_WHITE, BLACK_AND_WHITE),
    Edit("hide_faces", "hide_faces", partly_changed, {"method": "pixelate"}, {"method": "pixelate"}),
)
