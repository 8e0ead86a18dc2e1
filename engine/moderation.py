"""Content moderation: the operator's own policy where there is one, and the plain truth where there is none.

The engine has no model that judges pictures or prompts. ``settings.STUDIO_MODERATION`` may name a function that does:
it is given the bytes of an image file or the text of a prompt, and returns None, or a ``Refusal``. It is called in the
worker, before and after the work. Without it, whoever asks for a check is told that none took place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from engine import files
from engine.calls import Call
from engine.errors import EngineError, LegalReasons, Unprocessable
from engine.fields import Flag
from engine.outcomes import EXTRAS

# v1 has one flag, v2 has three.
EVERYTHING = Flag(
    "content_moderation",
    "Have prompt, image and result judged by the operator's policy, where there is one.",
)
PROMPT = Flag(
    "prompt_content_moderation",
    "Have the prompt judged by the operator's policy, where there is one.",
    default=True,
)
INPUT = Flag("visual_input_content_moderation", "The same for the image.")
OUTPUT = Flag("visual_output_content_moderation", "The same for the result.")
PROMPTS = ("prompt", "bg_prompt")
DRAWN = ("mask", "mask_url", "mask_file", "keep", "remove")  # shapes, in which there is nothing to judge
IMAGES = (".png",)  # of the kinds of results; a zip of masks and a PSD's parts are not judged

WARNING = (
    "No content moderation took place: this engine has no model for it, and its operator has set up no policy of "
    "their own."
)

Checks = dict[str, Any]  # what is to be judged, as JSON


@dataclass(frozen=True)
class Refusal:
    """A policy's no; ``legal`` where the law demands it, which v1 answers with a status of its own."""

    reason: str = ""
    legal: bool = False


Policy = Callable[[bytes | str], Refusal | None]


@dataclass(frozen=True)
class WantedChecks:
    """What a call wants to be judged; ``asked`` where it says so itself, and is to be told if nothing is."""

    prompts: dict[str, str]
    images: bool
    output: bool
    asked: bool


def read_wanted(call: Call) -> WantedChecks:
    """What the call wants to be judged, by v1's one flag or v2's three, of which that for prompts is on by default.

    Raises:
        BadRequest: a flag is neither true nor false.
    """
    sent = {name: value for name in PROMPTS if isinstance(value := call.payload.get(name), str)}
    prompts = sent | call.prompts
    if call.version == 1:
        everything = EVERYTHING.read(call)
        return WantedChecks(prompts if everything else {}, everything, everything, everything)
    return WantedChecks(
        prompts if PROMPT.read(call) else {},
        images=INPUT.read(call),
        output=OUTPUT.read(call),
        asked=any(call.payload.flag(flag.name, False) for flag in (PROMPT, INPUT, OUTPUT)),
    )


def note_image(call: Call, name: str, data: bytes) -> None:
    """Remember an image that came in the field ``name``, where it is to be judged."""
    if settings.STUDIO_MODERATION and name not in DRAWN and read_wanted(call).images:
        call.seen[name] = files.save(data)


def read_checks(call: Call) -> Checks:
    """What is to be judged about the call's work.

    Raises:
        BadRequest: see ``wanted``.
    """
    found = read_wanted(call)
    return {
        "prompts": found.prompts,
        "images": call.seen,
        "output": found.output,
        "asked": found.asked,
        "version": call.version,
    }


def warn_if_unchecked(call: Call) -> str:
    """What whoever asks for a check is told where none takes place; empty otherwise."""
    return WARNING if not settings.STUDIO_MODERATION and read_wanted(call).asked else ""


def judge_input(checks: Checks) -> None:
    """Have the policy judge what came with the call.

    Raises:
        EngineError: it refuses something; this names the parameter.
    """
    for what, name, content in _inputs(checks) if settings.STUDIO_MODERATION else ():
        _judge(checks, content, f"the {what} in the '{name}' parameter")


def judge_outcome(checks: Checks, outcome: dict[str, Any]) -> dict[str, Any]:
    """The outcome, once the policy has judged its file; without a policy it tells so.

    Raises:
        EngineError: it is refused.
    """
    if checks["asked"] and not settings.STUDIO_MODERATION:
        extras = outcome.get(EXTRAS, {})
        warnings = [extras["warning"], WARNING] if "warning" in extras else [WARNING]
        return {**outcome, EXTRAS: {**extras, "warning": " ".join(warnings)}}
    if checks["output"] and settings.STUDIO_MODERATION and PurePath(outcome.get("file", "")).suffix in IMAGES:
        _judge(checks, files.load(outcome["file"]), "the visual that was made")
    return outcome


def _inputs(checks: Checks) -> Iterator[tuple[str, str, bytes | str]]:
    for name, prompt in checks["prompts"].items():
        yield "text", name, prompt
    for name, file in checks["images"].items():
        yield "visual", name, files.load(file)


def _judge(checks: Checks, content: bytes | str, what: str) -> None:
    policy: Policy = import_string(settings.STUDIO_MODERATION)
    refusal = policy(content)
    if refusal is None:
        return
    error: type[EngineError] = LegalReasons if refusal.legal and checks["version"] == 1 else Unprocessable
    because = f" ({refusal.reason})" if refusal.reason else ""
    raise error(f"The request could not be completed, because {what} did not pass content moderation{because}.")
