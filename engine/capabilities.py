"""What this engine can do, told in one place: for those who offer its operations to people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from engine import NAME, VERSION
from engine.edits.registry import EDITS
from engine.maths.fill import canvas
from engine.weights import bundled, specs, waifu2x

HOSTED = "hosted"  # Bria's own service
# What is offered beside the isolated edits, as its routes are called; and a rule of recipes that older engines lack.
OTHERS = (
    "all_masks",
    "mask_generator",
    "objects_remove",
    "create",
    "image_to_psd",
    "recipes_run",
    "product_check",
    "spots",
    "rule_distractions",
)
# Extensions that take the installation's weights.
BY_WEIGHTS = ("objects_parts", "segment_object")
# Routes of v2, below /v2/, that are refused because they take a generative model.
GENERATIVE_ROUTES = (
    "image/edit",
    "image/edit/add_object_by_text",
    "image/edit/blend",
    "image/edit/enhance",
    "image/edit/erase_by_text",
    "image/edit/relight",
    "image/edit/replace_object_by_text",
    "image/edit/reseason",
    "image/edit/restore",
    "image/edit/restyle",
    "image/edit/rewrite_text",
    "image/edit/sketch_to_colored_image",
    "structured_instruction/generate",
)
GENERATIVE_REASON = "This route takes a generative model, which this engine does not have."


@dataclass(frozen=True)
class Capability:
    """Whether something is done here; if not, why, and who does it: ``HOSTED``."""

    available: bool = True
    reason: str = ""
    enabled_by: str = ""


def capabilities() -> dict[str, Any]:
    """Name and version of the engine, its operations, limits and weights, and the tasks of a person's own models."""
    return {
        "engine": {"name": NAME, "version": VERSION},
        "operations": {name: asdict(capability) for name, capability in operations().items()},
        "models": sorted(specs.read(Path(settings.STUDIO_MODELS))),
        "weights": sorted(weights.name for weights in bundled.list_installed(settings.STUDIO_WEIGHTS)),
        "limits": limits(),
    }


def operations() -> dict[str, Capability]:
    """Every operation by its name in v2; one that takes a prompt has a second entry, ``gen_fill_by_prompt``, for
    prompts in free words."""
    return {
        **{edit.slug: Capability() for edit in EDITS},
        **{name: Capability() for name in OTHERS},
        **{name: find_objects_capability() for name in BY_WEIGHTS},
        **{f"{edit.slug}_by_prompt": hosted_only(edit.prompt_refusal) for edit in EDITS if edit.prompt_refusal},
        **{slug_for(route): hosted_only(GENERATIVE_REASON) for route in GENERATIVE_ROUTES},
    }


def find_objects_capability() -> Capability:
    """Whether objects can be found, and told from their parts."""
    has_weights = bundled.has(settings.STUDIO_WEIGHTS, "u2netp")
    own_model = "segment" in specs.read(Path(settings.STUDIO_MODELS))
    return Capability() if has_weights and not own_model else Capability(False, bundled.NOT_INSTALLED)


def hosted_only(reason: str) -> Capability:
    """What only Bria's own service does."""
    return Capability(False, reason, HOSTED)


def slug_for(route: str) -> str:
    """The name of a route below ``/v2/``: what stands below ``image/edit/``, ``edit`` for that itself."""
    return route.removeprefix("image/").removeprefix("edit/").replace("/", "_")


def limits() -> dict[str, int]:
    """The largest image, request body, canvas and result that are taken or made, and the largest picture that the
    networks for photos enlarge: 0 where their weights are missing."""
    return {
        "image_bytes": settings.UPLOAD_BYTES,
        "body_bytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        "image_pixels": settings.UPLOAD_PIXELS,
        "canvas_pixels": canvas.MOST_PIXELS,
        "result_pixels": settings.RESULT_PIXELS,
        "photo_pixels": waifu2x.MOST_PIXELS if waifu2x.are_installed(settings.STUDIO_WEIGHTS) else 0,
    }
