"""The document: every route of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine import NAME, VERSION
from engine.capabilities import GENERATIVE_ROUTES
from engine.edits.base import Edit
from engine.edits.registry import EDITS
from engine.fields import Field, Schema
from engine.openapi import answers
from engine.tokens import HEADER

ABOUT = (
    "Bria's Image Editing API as this studio's own engine answers it, without any generative model. "
    "docs/api.md tells in which points it differs from Bria's service."
)
CAPTURED = re.compile(r"<str:(\w+)>")
WORD = re.compile(r"\w+")
LEAD = re.compile(r"^``[^`]*``:? *")  # a view's docstring begins with its address
V1_EDITS: dict[str, Edit] = {f"v1/{edit.v1_path}": edit for edit in EDITS}
V2_EDITS: dict[str, Edit] = {address: edit for edit in EDITS for address in edit.v2_addresses}
ASYNCHRONOUS = ("v2/image/segment/", "v2/recipes/")  # what the addresses of other routes that give a 202 begin with
JSON, FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True)
class Route:
    """One route: its address as the URL patterns spell it, its methods, the fields of its body, and its docstring."""

    address: str
    methods: tuple[str, ...]
    fields: tuple[Field, ...]
    about: str


def build_document(origin: str, routes: list[Route]) -> Schema:
    """OpenAPI 3.1 for the API at ``origin``."""
    return {
        "openapi": "3.1.0",
        "info": {"title": NAME, "version": VERSION, "description": ABOUT},
        "servers": [{"url": origin}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": HEADER}},
            "schemas": answers.NAMED,
        },
        "paths": {"/" + CAPTURED.sub(r"{\1}", route.address): build_path_item(route) for route in routes},
    }


def build_path_item(route: Route) -> Schema:
    """What can be done at an address, and what the address itself holds."""
    item = {method.lower(): build_operation(route, method) for method in route.methods}
    names = CAPTURED.findall(route.address)
    captured = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return item | ({"parameters": captured} if captured else {})


def build_operation(route: Route, method: str) -> Schema:
    """What one method does there."""
    body = {"requestBody": {"content": build_content(route)}} if method == "POST" and route.fields else {}
    return {
        "operationId": "_".join([method.lower(), *WORD.findall(CAPTURED.sub(r"\1", route.address))]),
        "summary": summarize(route.address),
        "description": clean_docstring(route.about),
        "responses": build_responses(route.address),
    } | body


def summarize(address: str) -> str:
    """What the route is called: the last part of its address."""
    return address.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def clean_docstring(about: str) -> str:
    """The first paragraph of a docstring, as Markdown."""
    line = " ".join(about.split("\n\n")[0].split())
    return LEAD.sub("", line).replace("``", "'")


def build_content(route: Route) -> Schema:
    """The body in the forms that it is taken in: v2 has JSON only, an upload is a form."""
    properties = {field.name: field.schema() for field in route.fields}
    schema = {"type": "object", "properties": properties, "required": list_required(route)}
    if route.address == "v1/upload":
        return {FORM: {"schema": schema}}
    return {JSON: {"schema": schema}} | ({FORM: {"schema": schema}} if route.address in V1_EDITS else {})


def list_required(route: Route) -> list[str]:
    """What must be in the body; v1 has several fields for an image, of which one is."""
    is_v2 = route.address.startswith("v2/")
    return [field.name for field in route.fields if field.required and (is_v2 or not field.aliases)]


def build_responses(address: str) -> Schema:
    """Everything that may be answered."""
    found = {str(status): build_answer(meaning, schema) for status, meaning, schema in list_good_answers(address)}
    error = answers.reference("V1Error" if address.startswith("v1/") else "V2Error")
    for status in sorted([*list_statuses(address), *answers.BESIDE.get(address, ())]):
        found[str(status)] = build_answer(answers.describe_status(status), None if status in answers.EMPTY else error)
    if address.startswith("v2/status/"):
        found["404"] = build_answer("No such request, or too long ago.", answers.NOT_FOUND)
    return found


def list_good_answers(address: str) -> Iterator[tuple[int, str, Schema]]:
    """Statuses, meanings and forms of what was asked for."""
    if address.removeprefix("v2/") in GENERATIVE_ROUTES:
        return
    if edit := V1_EDITS.get(address):
        yield 200, "The result.", answers.FORMS[edit.v1_form]
    elif address in V2_EDITS:
        yield 200, "With 'sync', the result.", answers.record(result=answers.RESULT, request_id=answers.TEXT)
    else:
        yield 200, "The result.", answers.ANSWERS[address]
    if answers.ANSWERS.get(address) is answers.REGISTERED:
        yield 208, "The same image was registered before.", answers.REGISTERED
    if address in V2_EDITS or address.startswith(ASYNCHRONOUS):
        yield 202, "Under way; the status tells when there is a result.", answers.ACCEPTED


def list_statuses(address: str) -> tuple[int, ...]:
    """The statuses that stand for something else."""
    if address.startswith("v2/status/") or address == "v2/capabilities":
        return tuple(status for status in answers.EVERYWHERE if status != 404)
    if CAPTURED.search(address):
        return answers.VISUAL
    return answers.V1_EDIT if address.startswith("v1/") else answers.EDIT


def build_answer(meaning: str, schema: Schema | None) -> Schema:
    """One answer."""
    return {"description": meaning} | ({"content": {JSON: {"schema": schema}}} if schema else {})
