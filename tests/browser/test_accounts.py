"""A studio with accounts: signing in, inviting, sharing, tokens; in both lights and in both directions of reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.text import capfirst
from playwright.sync_api import Browser, expect

from harness.journey import Journey
from harness.openid_provider import CLIENT, SECRET, run_provider
from harness.studio import run_studio
from tests.browser.conftest import at
from tests.browser.test_languages import strangers

pytestmark = pytest.mark.browser

PASSWORD = "seven blue lorries"
ACCOUNTS = {"STUDIO_ACCOUNTS": "1", "STUDIO_FIRST_ACCOUNT": "anna"}


class Member(Journey):
    """Somebody with an account."""

    def signs_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the form and send it."""
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(password)
        with self.page.expect_navigation():  # which another page's would cut off, in Firefox
            self.button("Sign in").click()

    def is_signed_in_as(self, name: str) -> None:
        """The start page is open, and says who is there."""
        expect(self.page.get_by_role("navigation", name="Account")).to_contain_text(name)

    def looks_well(self) -> None:
        """Nothing that axe finds wrong, in the light and in the dark."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert self.violations() == []


LABELS = ["username", "Password", "Old password", "New password", "New password confirmation"]
LABELS += ["This field is required."]
Enter = Callable[..., Member]


@pytest.fixture(scope="module")
def team_address(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a studio with accounts, that begins with Anna's."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "password").write_text(PASSWORD)
    secret = {"STUDIO_FIRST_ACCOUNT_PASSWORD_FILE": str(folder / "password"), "STUDIO_WEIGHTS": str(folder / "weights")}
    with run_studio(folder, **ACCOUNTS, **secret) as studio:
        yield studio.address


@pytest.fixture
def enter(browser: Browser, team_address: str) -> Iterator[Enter]:
    """A function that gives one more person a browser of their own."""
    with ExitStack() as stack:

        def enter_studio(language: str = "en", width: int = 1280) -> Member:
            context = browser.new_context(
                base_url=team_address, locale=language, viewport={"width": width, "height": 800}
            )
            stack.callback(context.close)
            return stack.enter_context(at(context.new_page(), Member))

        yield enter_studio


def test_nobody_sees_a_page_before_signing_in(enter: Enter) -> None:
    anna = enter()
    anna.page.goto("/?q=cat")
    expect(anna.page).to_have_url(re.compile(r"/sign-in/\?next="))
    anna.looks_well()
    anna.signs_in("anna", "wrong")
    expect(anna.page.get_by_role("alert").first).to_contain_text("correct username and password")
    expect(anna.page.get_by_label("Username")).to_have_value("anna")
    anna.looks_well()
    anna.signs_in("anna")
    expect(anna.page).to_have_url(re.compile(r"/\?q=cat$"))
    anna.is_signed_in_as("anna")
    anna.looks_well()
    anna.button("Sign out").click()
    expect(anna.page.get_by_role("heading", name="Sign in")).to_be_visible()
    anna.page.goto("/account/")
    expect(anna.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_in_takes_a_keyboard_alone(enter: Enter) -> None:
    anna = enter()
    anna.page.goto("/")
    for _ in range(2):  # past the link to the start page
        anna.page.keyboard.press("Tab")
    for text in ("anna", PASSWORD):
        anna.page.keyboard.type(text)
        anna.page.keyboard.press("Tab")
    anna.page.keyboard.press("Enter")
    anna.is_signed_in_as("anna")


def test_who_is_invited_makes_an_account_and_is_shared_a_picture_with(enter: Enter) -> None:
    anna, carl, stranger = enter(), enter(), enter()
    anna.page.goto("/sign-in/")
    anna.signs_in("anna")
    anna.page.get_by_role("navigation", name="Account").get_by_role("link").click()
    anna.page.get_by_label("For whom").fill("Carl")
    anna.button("Make an invitation").click()
    invitation = anna.page.get_by_label("The link for whom you invite").input_value()
    anna.looks_well()

    carl.page.goto(invitation)
    carl.looks_well()
    carl.page.get_by_label("Username").fill("carl")
    carl.page.get_by_label("Password", exact=True).fill("nine green boats")
    carl.page.get_by_label("Password confirmation").fill("nine green boats")
    carl.button("Make the account").click()
    carl.is_signed_in_as("carl")

    anna.opens("Cat")
    anna.page.locator("#save-menu").click()
    anna.page.get_by_role("link", name="Share…").click()
    anna.page.get_by_role("textbox", name="Account").fill("carl")
    anna.button("Share the picture").click()
    expect(anna.page.get_by_role("listitem").filter(has_text="may look")).to_contain_text("carl")
    carl.page.reload()
    carl.looks_well()
    carl.page.get_by_role("link", name="Open Cat").click()
    expect(carl.page.get_by_role("img", name="Cat")).to_be_visible()
    carl.looks_well()

    anna.page.get_by_role("textbox", name="Account").fill("carl")
    anna.page.get_by_label("May edit it as well").check()
    anna.button("Share the picture").click()
    expect(anna.page.get_by_role("listitem").filter(has_text="may edit")).to_be_visible()
    carl.page.goto("/")
    carl.page.get_by_role("link", name="Open Cat").click()
    carl.is_in_the_editor()
    carl.regions.first.click()
    carl.erases()
    assert carl.has_stayed()
    carl.page.locator("#save-menu").click()
    expect(carl.page.get_by_role("link", name="Share…")).to_have_count(0)

    anna.page.get_by_label("Works for").select_option("1")
    anna.button("Make a link").click()
    link = anna.page.get_by_label("The link. It is shown this once.").input_value()
    anna.looks_well()
    stranger.page.goto(link)
    image = stranger.page.get_by_role("img", name="Cat")
    expect(image).to_be_visible()
    assert image.evaluate("(image) => image.naturalWidth") > 100
    stranger.looks_well()
    anna.page.get_by_role("button", name="End the link").click()
    stranger.expected.append("404")
    stranger.page.reload()
    expect(stranger.page.get_by_role("heading", name="Nothing is shared here")).to_be_visible()


def test_a_token_is_made_shown_once_and_revoked(enter: Enter) -> None:
    anna = enter()
    anna.page.goto("/sign-in/")
    anna.signs_in("anna")
    anna.page.goto("/account/")
    anna.page.get_by_label("What the token is for").fill("laptop")
    anna.button("Make a token").click()
    token = anna.page.get_by_label("The new token").input_value()
    assert re.fullmatch("[0-9a-f]{32}", token)
    ask = {"headers": {"api_token": token}}
    assert anna.page.request.get("/v2/capabilities", **ask).status == 200  # type: ignore[arg-type]
    anna.button("Revoke laptop").click()
    expect(anna.page.get_by_label("The new token")).to_have_count(0)
    assert anna.page.request.get("/v2/capabilities", **ask).status == 403  # type: ignore[arg-type]


def test_an_operator_reads_who_did_what(enter: Enter) -> None:
    anna = enter()
    anna.page.goto("/sign-in/")
    anna.signs_in("anna")
    anna.page.goto("/account/")
    anna.page.get_by_role("link", name="Everybody's accounts").click()
    anna.page.locator("#content").get_by_role("link", name="Audit entries").click()
    expect(anna.page.get_by_role("row", name="Signed in").first).to_contain_text("anna")
    anna.page.get_by_role("button", name="Log out").click()
    expect(anna.page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("he", "rtl")])
def test_its_pages_read_in_every_language_and_fit_a_phone(enter: Enter, language: str, direction: str) -> None:
    anna = enter(language, 360)
    anna.expected.append("422")
    anna.page.goto("/sign-in/")
    anna.page.locator("#id_username").fill("anna")
    anna.page.locator("#id_password").fill(PASSWORD)
    with anna.page.expect_navigation():
        anna.page.locator("#id_password").press("Enter")
    anna.page.goto("/account/")
    with anna.page.expect_navigation():
        anna.page.locator('[action="/account/tokens/"] button').click()  # without a name, which is refused
    assert set(strangers(anna.page, language)) <= labels_of_django(language)
    for address in ("/", "/account/"):
        anna.page.goto(address)
        assert anna.page.locator("html").get_attribute("dir") == direction
        assert anna.page.evaluate("document.documentElement.scrollWidth") <= 360
        anna.looks_well()


def labels_of_django(language: str) -> set[str]:
    """What Django says itself on these pages, in a language."""
    with translation.override(language):
        found = {name: capfirst(translation.gettext(name)) for name in LABELS}
    assert [name for name, label in found.items() if capfirst(name) == label] == []
    return set(found.values())


def test_pictures_from_before_are_taken_along(browser: Browser, browser_path: str, tmp_path: Path) -> None:
    weights = {"STUDIO_WEIGHTS": str(tmp_path / "weights")}
    context = browser.new_context()
    with run_studio(tmp_path, **weights) as studio, at(context.new_page(), Member) as person:
        person.page.goto(studio.address)
        person.page.get_by_role("button", name="Cat").click()
        person.is_in_the_editor()
    secret = {"STUDIO_FIRST_ACCOUNT_PASSWORD": PASSWORD}
    with run_studio(tmp_path, **weights, **ACCOUNTS, **secret) as studio, at(context.new_page(), Member) as person:
        person.page.goto(studio.address)
        person.signs_in("anna")
        expect(person.page.get_by_role("heading", name="Take 1 picture along")).to_be_visible()
        person.looks_well()
        person.button("Take along").click()
        expect(person.page.get_by_role("link", name="Open Cat")).to_be_visible()
        expect(person.page.get_by_role("heading", name="Take 1 picture along")).to_have_count(0)
    context.close()


def test_an_openid_provider_signs_people_in(browser: Browser, browser_path: str, tmp_path: Path) -> None:
    context = browser.new_context()
    with run_provider() as provider:
        known = {"STUDIO_OIDC_ISSUER": provider.address, "STUDIO_OIDC_CLIENT_ID": CLIENT, "STUDIO_OIDC_NAME": "Example"}
        secret = {"STUDIO_OIDC_CLIENT_SECRET": SECRET, "STUDIO_WEIGHTS": str(tmp_path / "weights")}
        with (
            run_studio(tmp_path, STUDIO_ACCOUNTS="1", **known, **secret) as studio,
            at(context.new_page(), Member) as person,
        ):
            person.page.goto(studio.address)
            person.looks_well()
            person.page.get_by_role("link", name="Sign in with Example").click()
            person.is_signed_in_as("olga")
            person.button("Sign out").click()
            provider.claims = {"nonce": "of another sign-in"}
            person.expected.append("403")
            person.page.get_by_role("link", name="Sign in with Example").click()
            expect(person.page.get_by_role("alert").first).to_contain_text("Nobody was signed in; try again.")
            person.page.goto(studio.address)
            expect(person.page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()
