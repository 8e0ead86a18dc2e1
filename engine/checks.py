"""Whether the weights of the installation and the models that a person supplied can be used, asked at every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def check_models(**kwargs: Any) -> list[CheckMessage]:
    """One error for each model that is described and cannot be used; see docs/models.md."""
    folder = Path(settings.STUDIO_MODELS)
    if not (folder / "models.toml").exists():
        return []  # and nothing heavy is imported
    from engine.weights.errors import WeightsError
    from engine.weights.registry import Registry

    try:
        problems = Registry(folder, settings.STUDIO_MODEL_THREADS).problems()
    except WeightsError as error:
        problems = [error]
    return [Error(str(problem), hint="docs/models.md", id="engine.E001") for problem in problems]


def check_weights(**kwargs: Any) -> list[CheckMessage]:
    """One error for each file of the installation's weights that is another than the one that was tried."""
    from engine.weights import bundled

    damaged = bundled.list_damaged(settings.STUDIO_WEIGHTS)
    return [Error(str(error), hint="manage.py models fetch", id="engine.E002") for error in damaged]
