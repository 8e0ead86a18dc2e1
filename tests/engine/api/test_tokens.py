"""Who may ask."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from engine import tokens
from engine.models import Token
from tests.engine.api.conftest import INLINE, INTERNAL, Api

STATUS = "/v2/status/nothing"


def answer(token: str, **environ: Any) -> int:
    """The status of an answer, which is 404 to whoever may ask."""
    return int(Api(token).get(STATUS, **environ).status_code)


def token_command(*arguments: str) -> str:
    """What ``manage.py token`` prints."""
    output = io.StringIO()
    call_command("token", *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


@pytest.mark.django_db
class TestWithoutTokens:
    """Nobody was given a token."""

    @pytest.mark.parametrize("environ", [{}, {"SERVER_NAME": "127.0.0.1"}, {"SERVER_NAME": "[::1]"}])
    def test_any_token_is_taken_from_this_machine(self, environ: dict[str, Any]) -> None:
        assert answer("anything", **environ) == 404

    @pytest.mark.parametrize("token", ["", " "])
    def test_a_missing_one_is_refused_all_the_same(self, token: str) -> None:
        assert answer(token) == 401
        assert answer(token, **INTERNAL) == 401

    def test_none_is_taken_from_another_machine(self) -> None:
        assert answer("anything", REMOTE_ADDR="192.0.2.7") == 401

    def test_none_is_taken_through_a_proxy_on_this_machine(self) -> None:
        assert answer("anything", SERVER_NAME="testserver") == 401

    @pytest.mark.parametrize(
        "header",
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Anything", "X-Real-IP", "CF-Ray"],
    )
    def test_nor_through_one_that_names_this_machine_and_says_who_it_is(self, header: str) -> None:
        environ = {f"HTTP_{header.upper().replace('-', '_')}": "x"}
        assert answer("anything", **environ) == 401
        assert answer(tokens.create("anna"), **environ) == 404


@pytest.mark.django_db
class TestWithTokens:
    """Somebody was."""

    def test_only_tokens_that_were_given_are_taken(self) -> None:
        token = tokens.create("anna")
        assert [answer(token), answer("anything")] == [404, 401]
        assert answer(token, REMOTE_ADDR="192.0.2.7") == 404

    def test_a_revoked_one_is_forbidden_and_opens_no_door(self) -> None:
        token = tokens.create("anna")
        tokens.revoke("anna")
        assert [answer(token), answer("anything")] == [403, 401]

    def test_the_text_is_not_stored(self) -> None:
        token = tokens.create("anna")
        assert len(token) == 32
        assert token not in str(Token.objects.values().get())

    def test_when_it_was_used_is_noted_once_an_hour(self) -> None:
        token = tokens.create("anna")
        Token.objects.update(used_at=timezone.now() - timedelta(hours=2))
        answer(token)
        first = Token.objects.get().used_at
        answer(token)
        assert Token.objects.get().used_at == first
        assert first is not None
        assert first > timezone.now() - timedelta(minutes=1)


def test_no_outside_token_reaches_what_the_studio_registered(api: Api, photo: bytes) -> None:
    visual_id = api.upload(photo, **INLINE).json()["visual_id"]
    info = f"/v1/{visual_id}/info"
    assert [api.get(info, **INLINE).status_code, api.get(info).status_code] == [200, 404]
    assert Api(tokens.INSIDE).get(info).status_code == 404


def test_an_image_is_new_to_every_token(api: Api, bob: Api, photo: bytes) -> None:
    assert [who.upload(photo).status_code for who in (api, bob, api)] == [200, 200, 208]


@pytest.mark.django_db
class TestCommand:
    """``manage.py token``."""

    def test_create_prints_nothing_but_a_token_that_is_taken(self) -> None:
        assert answer(token_command("create", "anna").strip()) == 404

    def test_a_name_has_one_token_at_a_time(self) -> None:
        token_command("create", "anna")
        with pytest.raises(CommandError, match="has a token already"):
            token_command("create", "anna")
        token_command("revoke", "anna")
        token_command("create", "anna")

    @pytest.mark.parametrize("name", ["", "x" * 61, "two\nlines"])
    def test_a_name_can_be_printed(self, name: str) -> None:
        with pytest.raises(CommandError):
            token_command("create", name)

    def test_an_unknown_name_cannot_be_revoked(self) -> None:
        with pytest.raises(CommandError, match="no valid token named anna"):
            token_command("revoke", "anna")

    def test_list_tells_who_has_one(self) -> None:
        assert "any is taken" in token_command("list")
        token_command("create", "anna")
        token_command("create", "bert")
        token_command("revoke", "bert")
        anna, bert = token_command("list").splitlines()
        assert anna.startswith("anna: made")
        assert "never used" in anna
        assert "revoked" in bert
