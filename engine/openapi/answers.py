"""What comes back from the routes, as JSON Schema, and the statuses that stand for something else than the result."""

from __future__ import annotations

from http import HTTPStatus

from engine.capabilities import HOSTED
from engine.edits.base import V1Form
from engine.edits.registry import EDITS
from engine.errors import EngineError
from engine.fields import Schema
from engine.models import Request
from engine.operations.marketplace import RULES
from engine.weights.bundled import WEIGHTS
from engine.weights.specs import TASKS

ADDRESS: Schema = {"type": "string", "format": "uri", "description": "Good for some time, without a token."}
TEXT: Schema = {"type": "string"}
WARNING: Schema = {"type": "string", "description": "What the result lacks, such as a check that did not take place."}


def record(*optional: str, **properties: Schema) -> Schema:
    """An object whose fields are all there, but for the ``optional`` ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def list_of(item: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": item}


V1_ERROR = record(code={"type": "integer"}, description=TEXT, message=TEXT)
ERROR = record(code={"type": "integer"}, message=TEXT, details=TEXT)
V2_ERROR = record(error=ERROR, request_id=TEXT)
RESULT = record(
    "seed",
    "refined_prompt",
    "prompt",
    "warning",
    image_url=ADDRESS,
    seed={"type": "integer"},
    refined_prompt=TEXT,
    prompt=TEXT,
    warning=WARNING,
)
MASK = record(
    id={"type": "integer"},
    mask_id={"type": "integer"},
    area={"type": "integer"},
    confidence={"type": "number"},
    image_url=ADDRESS,
)
MASKS = record("warning", masks=list_of(MASK), warning=WARNING)
FOUND = record("warning", mask_url=ADDRESS, score={"type": "number"}, warning=WARNING)
SPOT = record(
    box={**list_of({"type": "integer"}), "description": "Left, top, width and height in pixels."},
    score={"type": "number"},
)
SPOTS = record("warning", mask_url=ADDRESS, spots=list_of(SPOT), warning=WARNING)
ACCEPTED = record(request_id=TEXT, status_url=ADDRESS)
FILE = record("width", "height", sha256=TEXT, width={"type": "integer"}, height={"type": "integer"})
STEP = record(
    step={"type": "integer"},
    do=TEXT,
    done={"type": "boolean", "description": "False where a rule found nothing to do."},
    found={"type": "object", "description": "By field what rules found: rule, count, share of the frame, things."},
    warnings=list_of(TEXT),
)
MADE_BY = record("weights", software=TEXT, engine=TEXT, weights=list_of(TEXT))
CARRIED_OUT = record("name", name=TEXT, made_by=MADE_BY, input=FILE, output=FILE, steps=list_of(STEP))
RECIPE_RESULT = record("warning", image_url=ADDRESS, recipe=CARRIED_OUT, warning=WARNING)
DONE = RESULT | {"properties": RESULT["properties"] | {"recipe": CARRIED_OUT}}  # of an edit, or of a recipe
STATUS = record(
    "result",
    "error",
    status={"type": "string", "enum": list(Request.Status.values)},
    request_id=TEXT,
    result={"oneOf": [DONE, MASKS, FOUND, SPOTS]},
    error=ERROR,
)
NOT_FOUND = record(status={"type": "string", "const": "NOT_FOUND"})

# What many answers hold, told once.
NAMED: dict[str, Schema] = {"V1Error": V1_ERROR, "V2Error": V2_ERROR}


def reference(name: str) -> Schema:
    """One of ``NAMED``."""
    return {"$ref": f"#/components/schemas/{name}"}


BOX = record(x={"type": "number"}, y={"type": "number"}, w={"type": "number"}, h={"type": "number"})
WHOLE: Schema = {"type": "integer"}
SCORE: Schema = {
    "oneOf": [{"type": "number"}, {"type": "null"}],
    "description": "How sure it is that this is an object, 0 to 1; null for the rest.",
}
THING = record(
    *("labels", "rect", "oracle", "mask_id", "area", "score"),
    id={"oneOf": [TEXT, WHOLE]},
    type=TEXT,
    labels=list_of(TEXT),
    rect=BOX,
    actions={"type": "object", "description": "What can be done with it, and with which values."},
    oracle={"type": "object", "description": "How well that is expected to come out."},
    mask_id=WHOLE,
    area=WHOLE,
    score=SCORE,
)
PARTS = record(mask_id=WHOLE, score=SCORE, parts=list_of(WHOLE))
CAPABILITY = record(
    available={"type": "boolean"},
    reason={"type": "string", "description": "Why it is not available."},
    enabled_by={"type": "string", "enum": ["", HOSTED], "description": "Who has it: Bria's own service."},
)
CAPABILITIES = record(
    engine=record(name=TEXT, version=TEXT),
    operations={"type": "object", "additionalProperties": CAPABILITY},
    models=list_of({"type": "string", "enum": sorted(TASKS)}),
    weights=list_of({"type": "string", "enum": sorted(weights.name for weights in WEIGHTS)}),
    limits={"type": "object", "additionalProperties": WHOLE, "description": "In bytes and pixels."},
)
FINDING = record(
    rule={"type": "string", "enum": list(RULES)},
    passed={"type": ["boolean", "null"], "description": "Null where it cannot be told."},
    value={"type": "number", "description": "What was measured."},
    limit={"type": "number", "description": "What is asked for."},
    text={"type": "string", "description": "Both in words, and what to do."},
)
CHECK = record(passed={"type": "boolean"}, findings=list_of(FINDING))
REGISTERED = record(code={"type": "integer"}, visual_id={"type": "string", "pattern": "^[0-9a-f]{16}$"})
EDITED = record(image_res=ADDRESS, sid=TEXT)
DERIVED = record(image_res=ADDRESS)

# The answers of v1's edits, by the forms of ``engine.views.edits``.
FORMS: dict[V1Form, Schema] = {
    "result_url": record("warning", result_url=ADDRESS, warning=WARNING),
    "urls": record("warning", urls=list_of(ADDRESS), seed={"type": "integer"}, warning=WARNING),
    "result": record(
        "warning", result=list_of({"type": "array", "description": "Address, seed, sid."}), warning=WARNING
    ),
    "success": record(
        "warning",
        code={"type": "integer"},
        description=TEXT,
        message=TEXT,
        prompt=TEXT,
        result_url=ADDRESS,
        seed={"type": "integer"},
        status=TEXT,
        warning=WARNING,
    ),
}

# The answers of all other routes, by their addresses.
ANSWERS: dict[str, Schema] = {
    "v1/register": REGISTERED,
    "v1/upload": REGISTERED,
    "v1/<str:visual_id>/info": record(visual_id=TEXT, scene=list_of(THING)),
    "v1/<str:visual_id>/person/info": list_of(THING),
    "v1/<str:visual_id>/objects/info": list_of(THING),
    "v1/<str:visual_id>/background/info": THING,
    "v1/<str:visual_id>/objects/mask_generator": record(objects_masks=ADDRESS),
    "v1/<str:visual_id>/objects/parts": record(
        parts_url=ADDRESS, is_complete={"type": "boolean"}, objects=list_of(PARTS)
    ),
    "v1/objects/mask_generator": record("warning", objects_masks=ADDRESS, warning=WARNING),
    "v1/<str:visual_id>/objects/remove": EDITED,
    "v1/<str:visual_id>/create": EDITED,
    "v1/<str:visual_id>/image_to_psd": DERIVED,
    "v1/<str:visual_id>/increase_resolution": DERIVED,
    "v1/<str:visual_id>/remove_image": REGISTERED,
    "v2/product/check": record(result=CHECK, request_id=TEXT),
    "v2/image/segment/all_masks": record(result=MASKS, request_id=TEXT),
    "v2/image/segment/object": record(result=FOUND, request_id=TEXT),
    "v2/recipes/run": record(result=RECIPE_RESULT, request_id=TEXT),
    "v2/image/segment/spots": record(result=SPOTS, request_id=TEXT),
    "v2/capabilities": CAPABILITIES,
    "v2/status/<str:request_id>": STATUS,
}

# What any route of a kind may answer instead, and what single ones may beside.
EVERYWHERE = (400, 401, 403, 404, 405, 429, 500)
VISUAL = (*EVERYWHERE, 413, 415, 422, 460, 503, 504, 506)
EDIT = (*EVERYWHERE, 413, 415, 422, 460, 503, 504)
V1_EDIT = (*EDIT, 451)
BESIDE: dict[str, tuple[int, ...]] = {
    "v1/<str:visual_id>/info": (205,),
    "v1/<str:visual_id>/person/info": (205,),
    "v1/<str:visual_id>/objects/info": (205,),
    **{f"v1/{edit.v1_path}": edit.v1_statuses for edit in EDITS},
    "v1/<str:visual_id>/increase_resolution": (412,),
}
EMPTY = (205,)  # statuses without a body


def describe_status(status: int) -> str:
    """A status in words, as the errors of this engine tell it."""
    kinds = [kind for kind in EngineError.__subclasses__() if kind.status == status]
    return (kinds[0].__doc__ or "").strip() if kinds else HTTPStatus(status).phrase
