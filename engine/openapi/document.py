"""The document: every route of the API, out of the table of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern

from engine.capabilities import NAME, VERSION
from engine.edits import EDITS, Edit
from engine.openapi import answers, fields
from engine.openapi.answers import Schema
from engine.openapi.fields import Properties
from engine.tokens import HEADER
from engine.views.decorators import methods_of
from engine.views.unavailable import ROUTES as UNAVAILABLE

ABOUT = (
    "Bria's Image Editing API as this studio's own engine answers it, without any generative model. "
    "docs/api.md tells in which points it differs from Bria's service."
)
CAPTURED = re.compile(r"<str:(\w+)>")
WORD = re.compile(r"\w+")
LEAD = re.compile(r"^``[^`]*``:? *")  # a view's docstring begins with its address
SOURCE = re.compile(r" \(contract\.md[^)]*\)")
V1_EDITS: dict[str, Edit] = {f"v1/{edit.v1}": edit for edit in EDITS}
V2_EDITS: dict[str, Edit] = {f"v2/image/edit/{edit.v2}": edit for edit in EDITS}
JSON, FORM = "application/json", "multipart/form-data"


def document(origin: str, patterns: list[URLPattern]) -> Schema:
    """OpenAPI 3.1 for the API at ``origin``, whose addresses are ``patterns``."""
    return {
        "openapi": "3.1.0",
        "info": {"title": NAME, "version": VERSION, "description": ABOUT},
        "servers": [{"url": origin}],
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": HEADER}},
            "schemas": answers.NAMED,
        },
        "paths": dict(paths(patterns)),
    }


def paths(patterns: list[URLPattern]) -> Iterator[tuple[str, Schema]]:
    """Every address with what can be done there; the catch-alls below /v1/ and /v2/ are no routes."""
    for pattern in patterns:
        address = str(pattern.pattern)
        if pattern.callback in methods_of and "<path:" not in address:
            methods = methods_of[pattern.callback]
            item = {method.lower(): operation(address, method, pattern) for method in methods}
            yield "/" + CAPTURED.sub(r"{\1}", address), item | parameters(address)


def parameters(address: str) -> Schema:
    """What the address itself holds."""
    names = CAPTURED.findall(address)
    found = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return {"parameters": found} if found else {}


def operation(address: str, method: str, pattern: URLPattern) -> Schema:
    """What one method does there."""
    found: Schema = {
        "operationId": "_".join([method.lower(), *WORD.findall(CAPTURED.sub(r"\1", address))]),
        "summary": summary(address),
        "description": description(address, pattern),
        "responses": responses(address),
    }
    body = properties(address)
    if method == "POST" and body:
        found["requestBody"] = {"content": content(address, body, required(address))}
    return found


def summary(address: str) -> str:
    """What the route is called: the last part of its address."""
    return address.rsplit("/", 1)[-1].replace("_", " ").capitalize()


def description(address: str, pattern: URLPattern) -> str:
    """What the route is about, from the docstring of what answers it, or of what reads an edit's fields."""
    edit = V1_EDITS.get(address) or V2_EDITS.get(address)
    said = (edit.arguments if edit else pattern.callback).__doc__ or ""
    line = " ".join(said.split("\n\n")[0].split())
    return SOURCE.sub("", LEAD.sub("", line)).replace("``", "'")


def properties(address: str) -> Properties:
    """What the body holds."""
    if edit := V2_EDITS.get(address):
        return fields.EDIT_FIELDS[edit.v2] | fields.V2_COMMON
    if edit := V1_EDITS.get(address):
        many = fields.V1_MANY if edit.v1_form in ("urls", "result") else {}
        return fields.as_v1(fields.EDIT_FIELDS[edit.v2]) | fields.V1_COMMON | many
    if address.removeprefix("v2/") in UNAVAILABLE:
        return fields.V2_COMMON
    return fields.BODIES.get(address, {})


def required(address: str) -> list[str]:
    """What must be in it; v1 has two fields for an image, of which one is."""
    if edit := V2_EDITS.get(address):
        return fields.NEEDED.get(edit.v2, fields.NEEDED_BY_ALL)
    return fields.REQUIRED.get(address, [])


def content(address: str, body: Properties, needed: list[str]) -> Schema:
    """The body in the forms that it is taken in: v2 has JSON only, an upload is a form."""
    schema = {"type": "object", "properties": body, "required": needed}
    if address == "v1/upload":
        return {FORM: {"schema": schema}}
    return {JSON: {"schema": schema}} | ({FORM: {"schema": schema}} if address in V1_EDITS else {})


def responses(address: str) -> Schema:
    """Everything that may be answered."""
    said = {str(status): answer(meaning, schema) for status, meaning, schema in good_answers(address)}
    error = answers.reference("V1Error" if address.startswith("v1/") else "V2Error")
    for status in sorted([*statuses(address), *answers.BESIDE.get(address, ())]):
        said[str(status)] = answer(answers.meaning_of(status), None if status in answers.EMPTY else error)
    if address.startswith("v2/status/"):
        said["404"] = answer("No such request, or too long ago.", answers.NOT_FOUND)
    return said


def good_answers(address: str) -> Iterator[tuple[int, str, Schema]]:
    """Statuses, meanings and forms of what was asked for."""
    if address.removeprefix("v2/") in UNAVAILABLE:
        return
    if edit := V1_EDITS.get(address):
        yield 200, "The result.", answers.FORMS[edit.v1_form]
    elif address in V2_EDITS:
        yield 200, "With 'sync', the result.", answers.record(result=answers.RESULT, request_id=answers.TEXT)
    else:
        yield 200, "The result.", answers.ANSWERS[address]
    if answers.ANSWERS.get(address) is answers.REGISTERED:
        yield 208, "The same image was registered before.", answers.REGISTERED
    if address in V2_EDITS or address == "v2/image/segment/all_masks":
        yield 202, "Under way; the status tells when there is a result.", answers.ACCEPTED


def statuses(address: str) -> tuple[int, ...]:
    """The statuses that stand for something else."""
    if address.startswith("v2/status/") or address == "v2/capabilities":
        return tuple(status for status in answers.EVERYWHERE if status != 404)
    if CAPTURED.search(address):
        return answers.VISUAL
    return answers.V1_EDIT if address.startswith("v1/") else answers.EDIT


def answer(description: str, schema: Any) -> Schema:
    """One answer."""
    return {"description": description} | ({"content": {JSON: {"schema": schema}}} if schema else {})
