"""What the service answers, as values. Parsing is lenient: a strange part is dropped, the rest is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

# Bria's documentation renders `"id": "c6bb…"` as `"id:"c6bb…"": null`; copies of it are served by test doubles.
ODD_PAIR = re.compile(r'"(\w+):"([^"]*)"":\s*null')
ODD_KEY = re.compile(r'(\w+):"?([^"]*)"?')

ActionValue = str | float | Mapping[str, float]
"""A choice ("mid-60"), a number (3.5), or a choice with its strength ({"happy": 0.8})."""

Image = bytes | str
"""An image as the content of its file, or as an address that the service can fetch."""


@dataclass(frozen=True)
class Registration:
    """A picture that the service knows. ``known``: it knew it before."""

    visual_id: str
    known: bool


@dataclass(frozen=True)
class MasksZip:
    """Where the zip with the masks and the panoptic map lies, or will lie."""

    url: str


@dataclass(frozen=True)
class FoundObject:
    """One mask of a picture with its parts: ``score`` is how surely it is an object, 0 to 1, None for calm ground."""

    mask_id: int
    score: float | None
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Parts:
    """Where the map of a picture's parts lies, each pixel the id of its part, and which parts make up which object.

    Without ``is_complete`` they are those found at once, and objects are still to be looked for.
    """

    url: str
    is_complete: bool
    objects: tuple[FoundObject, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Where the mask of one object lies, 255 inside, and how surely it is one, 0 to 1."""

    url: str
    score: float


@dataclass(frozen=True)
class Spot:
    """A spot of a picture: its box in pixels (x, y, width, height), and how clearly it stands out, 0 to 1."""

    box: tuple[int, int, int, int]
    score: float


@dataclass(frozen=True)
class Spots:
    """Where the mask of all spots lies, 255 inside, and the spots, of which there may be none."""

    url: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Edit:
    """A changed visual: its image, and the session to continue from ("" where the service gives none)."""

    url: str
    sid: str


@dataclass(frozen=True)
class Hints:
    """What is known of a picture's subject: strokes over it and beside it (white counts), regions that belong to it.

    The studio's own engine reads them, other services ignore them.
    """

    keep: Image | None = None
    remove: Image | None = None
    mask_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Placement:
    """Where a picture lies on a larger canvas: sizes are (width, height), ``place`` (x, y), all in pixels."""

    canvas: tuple[int, int]
    size: tuple[int, int]
    place: tuple[int, int]

    def fields(self) -> dict[str, Any]:
        """The fields of a request."""
        return {
            "canvas_size": list(self.canvas),
            "original_image_size": list(self.size),
            "original_image_location": list(self.place),
        }


@dataclass(frozen=True)
class Packshot:
    """What a packshot is like: ``background_color`` is a code or "transparent".

    The rest only the studio's own engine reads: width and height of the frame in pixels, the percent of it that the
    product takes up, and whether its ``shadow`` is "none", "regular" or "float".
    """

    background_color: str = "#ffffff"
    canvas_size: tuple[int, int] | None = None
    product_share: int | None = None
    shadow: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of a request."""
        size = None if self.canvas_size is None else list(self.canvas_size)
        return {name: value for name, value in {**asdict(self), "canvas_size": size}.items() if value is not None}


@dataclass(frozen=True)
class Shadow:
    """A product's shadow, "regular" or "float"; what is None is left to the service.

    ``offset`` is pixels to the right and down, ``intensity`` percent, ``blur``, ``width`` and ``height`` pixels.
    """

    kind: str = "regular"
    color: str | None = None
    offset: tuple[int, int] | None = None
    intensity: int | None = None
    blur: int | None = None
    width: int | None = None
    height: int | None = None
    background_color: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of a request; of its kind, under both names that the service has for it."""
        shadow = {f"shadow_{name}": value for name, value in asdict(self).items() if name != "background_color"}
        offset = None if self.offset is None else list(self.offset)
        named = {**shadow, "shadow_offset": offset, "background_color": self.background_color}
        del named["shadow_kind"]
        kinds = {"type": self.kind, "shadow_type": self.kind}
        return {**kinds, **{name: value for name, value in named.items() if value is not None}}


@dataclass(frozen=True)
class Finding:
    """What a check of a product's picture found by one rule: "size", "background", "share" or "text".

    ``passed`` is None where it cannot be told; ``text`` has the numbers and what to do.
    """

    rule: str
    passed: bool | None
    value: float
    limit: float
    text: str


@dataclass(frozen=True)
class Result:
    """The image that an edit ended with, and what the service said beside it, where it said anything.

    ``request_id`` is "" in version 1, ``sid`` in version 2.
    """

    url: str
    request_id: str = ""
    seed: int | None = None
    refined_prompt: str = ""
    warning: str = ""
    sid: str = ""


@dataclass(frozen=True)
class RecipeStep:
    """What a step of a recipe did: nothing (not ``done``) where its rules found nothing.

    ``found`` says by field what rules found: "rule", "count", "share" of the frame, and where the largest "things" are.
    """

    number: int
    do: str
    done: bool
    found: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecipeResult:
    """What a recipe ended with: the ``result``, what each step did, and the SHA-256 of both files as the service had
    them, "" where it does not say."""

    result: Result
    steps: tuple[RecipeStep, ...]
    input_sha256: str = ""
    output_sha256: str = ""

    @property
    def is_changed(self) -> bool:
        """False where no step found anything to do; True as well where the service tells of no steps."""
        return not self.steps or any(step.done for step in self.steps)


@dataclass(frozen=True)
class Mask:
    """One region of a picture: ``area`` in pixels, ``confidence`` 0 to 1.

    ``id`` is its place in the list; ``mask_id`` its id in the masks' zip, where the service tells it as the studio's
    own engine does.
    """

    id: int
    url: str
    area: int
    confidence: float
    mask_id: int | None = None


@dataclass(frozen=True)
class Capability:
    """Whether a service does something; if not, why, and who does: "hosted" is Bria's own service."""

    available: bool = True
    reason: str = ""
    enabled_by: str = ""


@dataclass(frozen=True)
class Capabilities:
    """What a service can do: its name and version, its operations, the tasks that a person's own models do, its limits.

    Operations go by their names in version 2; ``gen_fill_by_prompt`` and the like are prompts in free words.
    """

    name: str = ""
    version: str = ""
    operations: Mapping[str, Capability] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """How far a v2 request is. ``state``: IN_PROGRESS, COMPLETED, ERROR or UNKNOWN; empty where none can be read."""

    state: str
    result: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)


class Rect(NamedTuple):
    """A box in image pixels: ``x``, ``y`` is its top left corner."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Person:
    """A person in a visual.

    Attributes:
        id: the service's handle (64 hex digits at Bria).
        rect: the face, None where the service gives none.
        labels: words such as "age_26-42", "happy", "glasses".
        actions: what can be changed, each with its choices; those not offered for this person are left out.
        oracle: predicted quality, "low" or "high", by action and choice.
    """

    id: str
    rect: Rect | None = None
    labels: tuple[str, ...] = ()
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    oracle: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def predicted_quality(self, action: str, choice: str = "") -> str | None:
        """The predicted quality of a choice, or else of the action as a whole; None where the service says nothing."""
        by_choice = self.oracle.get(action, {})
        return by_choice.get(choice) or by_choice.get(action)


def decode_body(text: str) -> Any:
    """A body as JSON, the documentation's odd keys mended; as the text itself where it is something else."""
    for candidate in (text, ODD_PAIR.sub(r'"\1": "\2"', text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):  # the latter for what is nested too deeply
            continue
    return text


def read_result(said: Mapping[str, Any], request_id: str) -> Result | None:
    """The result of a v2 request, None where it has no image. Seeds are documented as numbers and shown as text."""
    url, seed = said.get("image_url"), str(said.get("seed", ""))
    if not isinstance(url, str) or not url:
        return None
    return Result(
        url,
        request_id,
        seed=int(seed) if re.fullmatch(r"-?[0-9]{1,20}", seed) else None,
        refined_prompt=_text(said.get("refined_prompt")),
        warning=_text(said.get("warning")),
    )


def read_recipe_result(said: Mapping[str, Any], request_id: str) -> RecipeResult | None:
    """The result of a recipe, None where it has no image."""
    result = read_result(said, request_id)
    if result is None:
        return None
    told = said.get("recipe")
    recipe: Mapping[str, Any] = told if isinstance(told, dict) else {}
    steps = [_read_recipe_step(step) for step in _list(recipe.get("steps")) if isinstance(step, dict)]
    hashes = (_read_hash(recipe.get(name)) for name in ("input", "output"))
    return RecipeResult(result, tuple(steps), *hashes)


def _read_recipe_step(step: Mapping[str, Any]) -> RecipeStep:
    number, found = step.get("step"), step.get("found")
    return RecipeStep(
        number=number if isinstance(number, int) else 0,
        do=_text(step.get("do")),
        done=step.get("done") is True,
        found=found if isinstance(found, dict) else {},
        warnings=tuple(text for warning in _list(step.get("warnings")) if (text := _text(warning))),
    )


def _read_hash(facts: Any) -> str:
    return _text(facts.get("sha256")) if isinstance(facts, dict) else ""


def read_masks(said: Mapping[str, Any]) -> tuple[Mask, ...]:
    """The masks of an all_masks request; entries without an address are dropped."""
    entries = [entry for entry in _list(said.get("masks")) if isinstance(entry, dict)]
    return tuple(
        _read_mask(place, entry) for place, entry in enumerate(entries, start=1) if _text(entry.get("image_url"))
    )


def _read_mask(place: int, entry: Mapping[str, Any]) -> Mask:
    number, mask_id, area, confidence = (entry.get(name) for name in ("id", "mask_id", "area", "confidence"))
    return Mask(
        id=number if isinstance(number, int) else place,
        url=_text(entry.get("image_url")),
        area=area if isinstance(area, int) else 0,
        confidence=float(confidence) if isinstance(confidence, int | float) else 0.0,
        mask_id=mask_id if isinstance(mask_id, int) else None,
    )


def read_objects(entries: Any) -> tuple[FoundObject, ...]:
    """The objects of an answer about parts; entries without an id or parts are dropped."""
    found = (_read_object(_dict(entry)) for entry in _list(entries))
    return tuple(thing for thing in found if thing.mask_id and thing.parts)


def _read_object(entry: Mapping[str, Any]) -> FoundObject:
    number, score = entry.get("mask_id"), entry.get("score")
    return FoundObject(
        mask_id=number if isinstance(number, int) else 0,
        score=float(score) if isinstance(score, int | float) else None,
        parts=tuple(part for part in _list(entry.get("parts")) if isinstance(part, int)),
    )


def read_findings(said: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What a check found; entries without a rule are dropped."""
    found = (_read_finding(_dict(entry)) for entry in _list(said.get("findings")))
    return tuple(finding for finding in found if finding.rule)


def _read_finding(entry: Mapping[str, Any]) -> Finding:
    passed, value, limit = (entry.get(name) for name in ("passed", "value", "limit"))
    return Finding(
        rule=_text(entry.get("rule")),
        passed=passed if isinstance(passed, bool) else None,
        value=float(value) if isinstance(value, int | float) else 0.0,
        limit=float(limit) if isinstance(limit, int | float) else 0.0,
        text=_text(entry.get("text")),
    )


def read_segment(said: Mapping[str, Any]) -> Segment | None:
    """The mask that a look at one object ended with; None where there is none."""
    url, score = _text(said.get("mask_url")), said.get("score")
    return Segment(url, float(score) if isinstance(score, int | float) else 0.0) if url else None


def read_spots(said: Mapping[str, Any]) -> Spots | None:
    """The spots that a look for them ended with, without entries that have no box; None where there is no mask."""
    url, found = _text(said.get("mask_url")), (_read_spot(_dict(entry)) for entry in _list(said.get("spots")))
    return Spots(url, tuple(spot for spot in found if spot)) if url else None


def _read_spot(entry: Mapping[str, Any]) -> Spot | None:
    box, score = _list(entry.get("box")), entry.get("score")
    if len(box) != 4 or not all(isinstance(side, int) for side in box):
        return None
    x, y, width, height = box
    return Spot((x, y, width, height), float(score) if isinstance(score, int | float) else 0.0)


def read_capabilities(body: Any) -> Capabilities:
    """What a service tells of itself."""
    said, operations = _dict(body), _dict(_dict(body).get("operations"))
    engine = _dict(said.get("engine"))
    return Capabilities(
        name=_text(engine.get("name")),
        version=_text(engine.get("version")),
        operations={name: _read_capability(_dict(entry)) for name, entry in operations.items()},
        models=tuple(task for task in _list(said.get("models")) if isinstance(task, str)),
        limits={name: limit for name, limit in _dict(said.get("limits")).items() if isinstance(limit, int)},
    )


def _read_capability(entry: Mapping[str, Any]) -> Capability:
    return Capability(entry.get("available") is not False, _text(entry.get("reason")), _text(entry.get("enabled_by")))


def read_people(body: Any) -> tuple[Person, ...]:
    """The people of a ``person/info`` answer; entries without any id are dropped."""
    entries = body if isinstance(body, list) else []
    people = (read_person(_mend_keys(entry)) for entry in entries if isinstance(entry, dict))
    return tuple(person for person in people if person.id)


def read_person(entry: Mapping[str, Any]) -> Person:
    """One entry of ``person/info``."""
    return Person(
        id=str(entry.get("id") or ""),
        rect=_read_rect(entry.get("rect")),
        labels=tuple(label for label in _list(entry.get("labels")) if isinstance(label, str)),
        actions={
            name: _read_choices(offered)
            for name, offered in _dict(entry.get("actions")).items()
            if _is_offered(offered)
        },
        oracle={name: _read_qualities(name, said) for name, said in _dict(entry.get("oracle")).items()},
    )


def _mend_keys(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with keys such as ``id:"c6bb…"`` split into key and value."""
    split = {key: ODD_KEY.fullmatch(key) for key in entry}
    mended = {found[1]: found[2] for found in split.values() if found}
    return mended | {key: value for key, value in entry.items() if not split[key]}


def _read_rect(value: Any) -> Rect | None:
    try:
        return Rect(*(float(value[side]) for side in "xywh"))
    except (TypeError, KeyError, ValueError):
        return None


def _is_offered(value: Any) -> bool:
    return value is not None and value is not False


def _read_choices(value: Any) -> tuple[str, ...]:
    """The choices of an action, from a list, an object's keys or a single word; none for anything else."""
    offered = [value] if isinstance(value, str) else value if isinstance(value, list | dict) else []
    return tuple(choice for choice in offered if isinstance(choice, str))


def _read_qualities(action: str, value: Any) -> dict[str, str]:
    said = {action: value} if isinstance(value, str) else _dict(value)
    return {choice: quality for choice, quality in said.items() if isinstance(quality, str)}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
