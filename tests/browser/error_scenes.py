"""The screens of the studio that ``make screenshots`` takes where something is refused, missing, late or not possible.

As in ``screens``, they know no language.
"""

from __future__ import annotations

from playwright.sync_api import Route

from tests.browser.screen_registry import Visit, screen


@screen()
def start_refused(visit: Visit) -> None:
    visit.page.goto("/")
    visit.page.locator("photo-upload input[type=file]").first.set_input_files(visit.notes)
    visit.page.locator("[role=alert]:not([hidden])").first.wait_for()


@screen(common=True)
def uploads(visit: Visit) -> None:
    visit.page.goto("/")
    photos = [visit.notes.with_name(f"Holiday {number}.jpg") for number in range(1, 9)]
    for photo in photos:
        photo.write_bytes(b"A photo that takes long.")
    visit.page.route("**/pictures/", lambda route: takes_long(route) or route.fallback())
    visit.page.locator("photo-upload input[type=file]").first.set_input_files([visit.notes, *photos])
    visit.page.locator("[data-refused] .refusal").wait_for()


def takes_long(route: Route) -> bool:
    """True for a photo of the holidays."""
    return b"Holiday" in (route.request.post_data_buffer or b"")


@screen()
def gallery_without_hit(visit: Visit) -> None:
    visit.page.unroute_all(behavior="ignoreErrors")
    visit.page.goto("/?q=a+name+that+no+picture+has")


@screen()
def nothing_there(visit: Visit) -> None:
    visit.page.goto("/pictures/999999/")


@screen()
def out_of_date(visit: Visit) -> None:
    visit.page.goto("/")
    visit.page.locator(".samples input[name=csrfmiddlewaretoken]").first.evaluate("field => field.value = ''")
    visit.page.locator(".sample").first.click()
    visit.page.locator(".start__title").wait_for()


@screen(common=True)
def deleted_elsewhere(visit: Visit) -> None:
    absent(visit, 404)


@screen()
def session_ended(visit: Visit) -> None:
    absent(visit, 403)


def absent(visit: Visit, status: int) -> None:
    """Ask for an edit that the studio answers as if the picture, or the session, were gone."""
    visit.opens("coffee")
    visit.answers("**/edits/", status)
    visit.region(0).click()
    visit.page.locator("#erase").click()
    visit.page.locator(".absence").wait_for()
    visit.page.unroute_all()


@screen(common=True)
def job_failed(visit: Visit) -> None:
    visit.opens("failed")


@screen()
def job_unknown(visit: Visit) -> None:
    visit.opens("unknown")


@screen(common=True)
def job_late(visit: Visit) -> None:
    visit.opens("late")


@screen()
def people_nobody(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("people")


@screen(common=True)
def expand_refused(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("expand")
    visit.page.locator("#panel-expand input[type=number]:visible").first.fill("9000")
    visit.page.keyboard.press("Tab")


@screen()
def crop_refused(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("crop_foreground")
    visit.page.locator("#crop_foreground-padding").fill("-4")
    visit.page.locator("#apply-crop_foreground").click()
    visit.page.locator("#panel-crop_foreground .refusal").wait_for()


@screen(common=True)
def fill_refused(visit: Visit) -> None:
    visit.opens("coffee")
    visit.region(2).click()
    visit.tab("gen_fill")
    visit.page.locator("#panel-gen_fill input[value=colour]").check(force=True)
    visit.page.locator("#panel-gen_fill input[name=colour]").fill("no such colour")
    visit.page.locator("#apply-gen_fill").click()
    visit.page.locator("#panel-gen_fill .refusal").wait_for()


@screen()
def fill_unselected(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("gen_fill")


@screen()
def export_refused(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.keyboard.press("Control+Shift+S")
    visit.page.locator("#id_quality").fill("400")
    visit.page.locator("dialog[open] button[type=submit]").click()
    visit.page.locator("dialog[open] .refusal").wait_for()


@screen(common=True)
def commands_nothing(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.keyboard.press("Control+k")
    visit.page.keyboard.type("xyzzy")


@screen()
def hosted_people(visit: Visit) -> None:
    visit.opens("hosted")
    visit.tab("people")


@screen(common=True)
def hosted_fill(visit: Visit) -> None:
    visit.opens("hosted")
    visit.region(2).click()
    visit.tab("gen_fill")
