from __future__ import annotations

import inspect
import re

import pytest

import bria
from bria import errors
from bria.errors import BriaError, error_for


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (206, bria.RejectedInput),
        (400, bria.RejectedInput),
        (401, bria.BadToken),
        (403, bria.Forbidden),
        (404, bria.UnknownImage),
        (405, bria.RejectedInput),
        (406, bria.RejectedInput),
        (409, bria.RejectedInput),
        (412, bria.RejectedInput),
        (413, bria.RejectedInput),
        (415, bria.RejectedInput),
        (422, bria.RejectedInput),
        (429, bria.RateLimited),
        (451, bria.Moderated),
        (460, bria.DownloadFailed),
        (500, bria.ServiceFailure),
        (503, bria.ServiceFailure),
        (506, bria.InsufficientData),
        (600, bria.ServiceFailure),
    ],
)
def test_every_status_has_its_class(status: int, kind: type[BriaError]) -> None:
    error = error_for(status, {"message": "No"})
    assert type(error) is kind
    assert error.status == status


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Mask is empty", "Mask is empty"),
        ({"message": "Mask is empty"}, "Mask is empty"),
        ({"code": 400, "description": "BAD_REQUEST", "message": "Mask is empty."}, "Mask is empty"),
        ({"code": 400, "description": "BAD_REQUEST"}, "BAD_REQUEST"),
        ({"error": {"code": 422, "message": "Mask", "details": "is empty"}, "request_id": "1"}, "Mask: is empty"),
        ({"error": "Mask is empty"}, "Mask is empty"),
        ({"error": {"code": 422, "message": "Unprocessable Entity", "details": "Mask is empty"}}, "Mask is empty"),
        ({"error": {"code": 422, "message": "Bad Request"}}, "Bad Request"),
        ({"detail": [{"loc": ["body"], "msg": "field required"}]}, "field required"),
        (["blocked:true", "error_code:422"], "blocked:true; error_code:422"),
        ("Mask\n   is  empty", "Mask is empty"),
    ],
)
def test_it_quotes_the_service_from_bodies_of_any_shape(body: object, said: str) -> None:
    error = error_for(400, body)
    assert error.message == f"The service did not accept the input: {said}"
    assert error.body == body


@pytest.mark.parametrize("body", ["<html><h1>502 Bad Gateway</h1></html>", "", None, 17, {}, [], {"message": None}])
def test_bodies_that_say_nothing_leave_a_whole_sentence(body: object) -> None:
    assert error_for(502, body).message == "The service failed."


def test_a_long_body_is_cut_for_people_and_kept_whole_for_programs() -> None:
    error = error_for(500, "x" * 5000)
    assert len(error.message) < 400
    assert error.body == "x" * 5000


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("words", ["Monthly quota exceeded", "Not enough credits", "Free trial ended"])
def test_words_about_the_account_mean_a_quota(status: int, words: str) -> None:
    assert type(error_for(status, words)) is bria.QuotaReached


def test_the_documented_rate_limit_sentence_is_no_quota() -> None:
    said = "Request limit exceeded. Your account has reached its maximum allowed requests. Please upgrade your plan."
    assert type(error_for(429, said)) is bria.RateLimited


def test_moderation_is_told_from_other_refusals_by_its_words() -> None:
    said = "the visual in the 'image' parameter did not pass content moderation"
    assert type(error_for(422, said)) is bria.Moderated
    assert type(error_for(422, "aspect ratio differs")) is bria.RejectedInput


def test_a_rate_limit_keeps_its_wait() -> None:
    error = error_for(429, "", retry_after=12.0)
    assert isinstance(error, bria.RateLimited)
    assert error.retry_after == 12.0


def test_the_drawing_shows_the_tree_as_it_is() -> None:
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, BriaError)]
    drawn = re.findall(r"^[ │├└─]*([A-Z]\w+)", str(errors.__doc__).split("\n\n")[1], re.MULTILINE)
    assert sorted(drawn) == sorted(kind.__name__ for kind in classes)


def test_every_error_can_be_imported_from_the_package() -> None:
    classes = [name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, BriaError)]
    assert set(classes) <= set(bria.__all__)


def test_the_public_names_exist_and_are_listed_once() -> None:
    assert len(set(bria.__all__)) == len(bria.__all__)
    assert all(hasattr(bria, name) for name in bria.__all__)
