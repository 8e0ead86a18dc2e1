"""All models of one folder, by task."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, overload

from engine.weights import specs
from engine.weights.errors import WeightsError
from engine.weights.face_detection import FaceDetector
from engine.weights.inpainting import Inpainter
from engine.weights.matting import Matter
from engine.weights.models import Model, open_model
from engine.weights.segmentation import Segmenter
from engine.weights.signatures import check
from engine.weights.specs import Task

Method = Inpainter | Matter | Segmenter | FaceDetector

METHODS: dict[Task, Callable[[Model], Method]] = {
    "inpaint": Inpainter,
    "matte": Matter,
    "segment": Segmenter,
    "faces": FaceDetector,
}


class Registry:
    """The models that ``models.toml`` in ``folder`` describes, on ``threads`` threads each (0: one per core).

    Raises:
        WeightsError: the description cannot be read.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self.specs = specs.read(folder)
        self.threads = threads

    @overload
    def get(self, task: Literal["inpaint"]) -> Inpainter | None: ...
    @overload
    def get(self, task: Literal["matte"]) -> Matter | None: ...
    @overload
    def get(self, task: Literal["segment"]) -> Segmenter | None: ...
    @overload
    def get(self, task: Literal["faces"]) -> FaceDetector | None: ...
    def get(self, task: Task) -> Method | None:
        """The function that does ``task`` with the supplied model, None where none was supplied.

        Raises:
            WeightsError: one was supplied and cannot be used.
        """
        if task not in self.specs:
            return None
        model = open_model(self.specs[task], self.threads)
        check(model)
        return METHODS[task](model)

    def problems(self) -> list[WeightsError]:
        """What is wrong with each model that cannot be used; opens them all."""
        found = []
        for task in self.specs:
            try:
                self.get(task)
            except WeightsError as error:
                found.append(error)
        return found
