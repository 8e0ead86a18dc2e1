"""Models that pip cannot carry, which a person can have downloaded: ``manage.py models add NAME``.

Addresses are those of the authors, or of who published the file for them, and name one version of it. Conventions are
taken from the authors' own programs; whether they hold is tried where a model is installed (``engine.weights.trials``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.weights.specs import Task

IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
OPENCV_ZOO = (
    "https://media.githubusercontent.com/media/opencv/opencv_zoo/47534e27c9851bb1128ccc0102f1145e27f23f98/models"
)
HUGGING_FACE = "https://huggingface.co"
PLACES = "Trained on Places2, whose pictures are for research and education that is not commercial."


@dataclass(frozen=True)
class CatalogueModel:
    """A file at ``url``: its ``size`` in bytes and its ``sha256``, who made it, and under which ``licence``.

    ``data`` says what the pictures that it was trained on forbid, or where they are from; ``settings`` is what
    ``models.toml`` says of it beside path, hash and licence.
    """

    name: str
    task: Task
    does: str
    credit: str
    url: str
    size: int
    sha256: str
    licence: str
    data: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        """What the file is called in the folder of models."""
        return f"{self.name}.onnx"

    @property
    def table(self) -> dict[str, Any]:
        """What ``models.toml`` says of it."""
        return {"path": self.filename, "sha256": self.sha256, "licence": self.licence, **self.settings}


CATALOGUE = (
    CatalogueModel(
        name="lama",
        task="inpaint",
        does="fills holes; better than the engine on large holes over regular patterns",
        credit="LaMa, Roman Suvorov and colleagues, Samsung; OpenCV Zoo",
        url=f"{OPENCV_ZOO}/inpainting_lama/inpainting_lama_2025jan.onnx",
        size=92_591_623,
        sha256="7df918ac3921d3daf0aae1d219776cf0dc4e4935f035af81841b40adcf74fdf2",
        licence="Apache-2.0",
        data=PLACES,
        settings={"inputs": ["image", "mask"], "size": [512, 512], "values": "levels"},
    ),
    CatalogueModel(
        name="migan",
        task="inpaint",
        does="fills holes; the smallest and fastest of its kind",
        credit="MI-GAN, Andranik Sargsyan and colleagues, Picsart",
        url=f"{HUGGING_FACE}/andraniksargsyan/migan/resolve/406830d0fa60666da0071c342ad2fbc8f30c5c64/migan_pipeline_v2.onnx",
        size=28_079_181,
        sha256="6f1f3530a1a2324b19752018ce756088b07973cda8d7d890034ace5c8a48c40b",
        licence="MIT",
        data=PLACES,
        settings={"inputs": ["image", "mask"], "size": [512, 512], "values": "levels", "hole": 0},
    ),
    CatalogueModel(
        name="efficientsam",
        task="segment",
        does="finds the thing under a point; slow, as it looks anew at each of many points",
        credit="EfficientSAM-Ti, Yunyang Xiong and colleagues, Meta; OpenCV Zoo",
        url=f"{OPENCV_ZOO}/image_segmentation_efficientsam/image_segmentation_efficientsam_ti_2025april.onnx",
        size=48_312_857,
        sha256="4eb496e0a7259d435b49b66faf1754aa45a5c382a34558ddda9a8c6fe5915d77",
        licence="Apache-2.0",
        data="Trained on SA-1B, whose pictures are for research.",
        settings={
            "size": [1024, 1024],
            "fit": "stretch",
            "inputs": ["batched_images", "batched_point_coords", "batched_point_labels"],
            "outputs": ["output_masks", "iou_predictions"],
            "values": "logits",
        },
    ),
    CatalogueModel(
        name="modnet",
        task="matte",
        does="cuts people out, hair included; of other subjects it knows nothing",
        credit="MODNet, Zhanghan Ke and colleagues; converted by Xenova",
        url=f"{HUGGING_FACE}/Xenova/modnet/resolve/fa2fa546052fba4c08921230a26cc69a333fca12/onnx/model.onnx",
        size=25_888_640,
        sha256="07c308cf0fc7e6e8b2065a12ed7fc07e1de8febb7dc7839d7b7f15dd66584df9",
        licence="Apache-2.0",
        data="Trained on portraits of its authors' own and others; they name no terms for them.",
        settings={"size": [512, 512], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]},
    ),
    CatalogueModel(
        name="birefnet-lite",
        task="matte",
        does="cuts any subject out, with fine edges; takes several gigabytes of memory and some seconds",
        credit="BiRefNet, Peng Zheng and colleagues",
        url=(
            "https://github.com/ZhengPeng7/BiRefNet/releases/download/v1/"
            "BiRefNet-general-bb_swin_v1_tiny-epoch_232.onnx"
        ),
        size=224_005_088,
        sha256="5600024376f572a557870a5eb0afb1e5961636bef4e1e22132025467d0f03333",
        licence="MIT",
        data="Trained on DIS5K and other sets for segmentation, some of which are for research alone.",
        settings={"size": [1024, 1024], "values": "logits", **IMAGENET},
    ),
)
