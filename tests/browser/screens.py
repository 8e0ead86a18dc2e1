"""The screens of the studio that ``make screenshots`` takes, as they are when all goes well: one function each.

They know no language: they find what they need by its place, never by its text.
"""

from __future__ import annotations

from tests.browser.screen_registry import BADGES, Visit, ring, screen


@screen()
def start_empty(visit: Visit) -> None:
    session = visit.page.context.cookies()
    visit.page.context.clear_cookies()
    visit.page.goto("/")
    visit.page.wait_for_load_state("networkidle")
    visit.page.context.clear_cookies()
    visit.page.context.add_cookies(session)  # type: ignore[arg-type]


@screen(common=True)
def start_gallery(visit: Visit) -> None:
    visit.page.goto("/")
    visit.page.wait_for_load_state("networkidle")


@screen()
def gallery(visit: Visit) -> None:
    start_gallery(visit)
    visit.page.locator("#gallery").scroll_into_view_if_needed()
    visit.page.mouse.wheel(0, 2000)


@screen()
def gallery_deletion(visit: Visit) -> None:
    gallery(visit)
    visit.page.locator(".gallery__delete > button").first.click()


@screen(common=True)
def looking(visit: Visit) -> None:
    visit.opens("coffee")


@screen(common=True)
def select_regions(visit: Visit) -> None:
    visit.opens("coffee")
    visit.points_at(0.5, 0.5)
    visit.page.mouse.down()
    visit.page.mouse.up()
    visit.region(3).click()
    visit.points_at(0.3, 0.85)


@screen()
def select_brush(visit: Visit) -> None:
    visit.opens("coffee")
    visit.page.keyboard.press("d")
    visit.draws((0.2, 0.3), (0.4, 0.2), (0.6, 0.3))
    visit.points_at(0.7, 0.4)


@screen()
def select_edge(visit: Visit) -> None:
    visit.opens("coffee")
    visit.region(2).click()
    visit.page.locator(".selecting__edge summary").click()


@screen()
def select_lasso(visit: Visit) -> None:
    visit.opens("coffee")
    visit.page.keyboard.press("l")
    visit.draws((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7))


@screen(common=True)
def erase_running(visit: Visit) -> None:
    visit.opens("large")
    visit.region(0).click()
    visit.page.locator("#erase").click()
    visit.page.locator("job-card.job--active").wait_for()
    visit.page.wait_for_timeout(1200)


@screen(common=True)
def erase_cancelled(visit: Visit) -> None:
    visit.opens("large")
    if visit.page.locator("job-card.job--active").count():
        visit.page.locator("[id^=cancel-]").click()
    visit.page.locator("job-card.job--active").wait_for(state="hidden")


@screen(common=True)
def erase_done(visit: Visit) -> None:
    visit.opens("cat")


@screen(common=True)
def people_staged(visit: Visit) -> None:
    visit.opens("astronaut")
    visit.tab("people")
    sliders = visit.page.locator("details.person").first.locator("input[type=range]")
    for place in range(2):
        sliders.nth(place).fill(str(sliders.nth(place).get_attribute("max")))
    visit.page.locator(".strip[data-image]").first.wait_for(timeout=60_000)  # milliseconds: it is computed
    visit.page.wait_for_timeout(1500)  # for the second strip, where it is in sight


@screen()
def hide_faces(visit: Visit) -> None:
    visit.opens("astronaut")
    visit.tab("hide_faces")


@screen()
def spots(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("spots")


@screen()
def packshot(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("packshot")


@screen()
def colorize(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("colorize")


@screen()
def people_applied(visit: Visit) -> None:
    visit.opens("changed")
    visit.tab("people")


@screen()
def readme(visit: Visit) -> None:
    visit.opens("changed")
    visit.page.keyboard.press("l")
    for badge in BADGES:
        visit.draws(*ring(*badge))
    visit.page.keyboard.press("v")
    visit.points_at(0.75, 0.4)


@screen(common=True)
def background_strokes(visit: Visit) -> None:
    visit.opens("changed")
    visit.tab("background")
    visit.page.locator("background-panel[data-shown]").wait_for()
    visit.page.locator("background-panel input[type=radio][value=keep]").check(force=True)
    visit.draws((0.7, 0.75), (0.9, 0.8))
    visit.page.locator("background-panel:not([data-shown])").wait_for(state="detached")
    visit.page.wait_for_timeout(2500)


@screen()
def background_blur(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("background")
    visit.page.locator("background-panel input[value=blur_background]").check(force=True)
    visit.page.locator("background-panel[data-shown]").wait_for()
    visit.page.wait_for_timeout(800)


@screen()
def background_replace(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("background")
    visit.page.locator("background-panel input[value=replace_background]").check(force=True)
    visit.page.locator("background-panel[data-shown]").wait_for()
    visit.page.wait_for_timeout(800)


@screen()
def background_removed(visit: Visit) -> None:
    visit.opens("cutout")


@screen(common=True)
def expand(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("expand")
    sides = visit.page.locator("#panel-expand input[type=number]:visible")
    sides.first.fill("900")
    sides.first.press("Tab")
    visit.page.wait_for_timeout(300)


@screen()
def crop(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("crop_foreground")
    visit.page.wait_for_timeout(1500)


@screen()
def enlarge(visit: Visit) -> None:
    visit.opens("cat")
    visit.tab("increase_resolution")


@screen(common=True)
def fill(visit: Visit) -> None:
    visit.opens("coffee")
    visit.region(2).click()
    visit.tab("gen_fill")


@screen(common=True)
def clean_up_found(visit: Visit) -> None:
    visit.opens("meadow")
    visit.tab("cleanup")
    visit.page.locator(".thing").first.wait_for()
    visit.page.locator(".thing__box").first.check()


@screen()
def clean_up(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("cleanup")
    visit.page.wait_for_timeout(1500)


@screen()
def layers(visit: Visit) -> None:
    visit.opens("coffee")
    visit.tab("image_to_psd")


@screen()
def layers_made(visit: Visit) -> None:
    visit.opens("cutout")
    visit.tab("image_to_psd")
    if visit.page.locator("#make-layers").count():
        visit.page.locator("#make-layers").click()
    visit.page.locator("#panel-image_to_psd a[href]").wait_for()


@screen(common=True)
def history_branches(visit: Visit) -> None:
    visit.opens("branched")
    visit.page.locator(".history").scroll_into_view_if_needed()


@screen()
def history_rename(visit: Visit) -> None:
    history_branches(visit)
    visit.page.locator("#step-2").focus()
    visit.page.keyboard.press("F2")
    visit.page.locator("[data-rename-form] [name=name]").wait_for()


@screen(common=True)
def history_deletion(visit: Visit) -> None:
    history_branches(visit)
    visit.page.locator("#step-2").focus()
    visit.page.keyboard.press("Delete")
    visit.page.locator("dialog[open]").wait_for()


@screen(common=True)
def compare_slider(visit: Visit) -> None:
    visit.opens("branched")
    visit.page.locator("#compare").click()
    visit.page.wait_for_timeout(800)


@screen(common=True)
def compare_blink(visit: Visit) -> None:
    compare_slider(visit)
    visit.page.locator("compare-bar input[value=blink]").check(force=True)
    visit.page.wait_for_timeout(300)


@screen()
def compare_difference(visit: Visit) -> None:
    compare_slider(visit)
    visit.page.locator("compare-bar input[value=difference]").check(force=True)
    visit.page.wait_for_timeout(800)


@screen(common=True)
def export(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.keyboard.press("Control+Shift+S")
    visit.page.locator("dialog[open]").wait_for()


@screen()
def save_menu(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.locator("#save-menu").click()


@screen()
def shortcuts(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.keyboard.press("?")
    visit.page.locator("dialog[open]").wait_for()


@screen(common=True)
def commands(visit: Visit) -> None:
    visit.opens("cat")
    visit.page.keyboard.press("Control+k")
    visit.page.locator("dialog[open]").wait_for()


@screen()
def recipes_list(visit: Visit) -> None:
    visit.page.goto("/recipes/")


@screen(common=True)
def recipe_making(visit: Visit) -> None:
    visit.opens("branched")
    address = visit.page.locator('.history__act[href$="/recipe/"]').last.get_attribute("href")
    visit.page.goto(str(address))


@screen(common=True)
def recipe_choice(visit: Visit) -> None:
    recipe_making(visit)
    visit.page.locator("#save-recipe").click()
    visit.page.locator(".recipes__picture input").first.check()
    visit.page.locator(".recipes__picture input").nth(1).check()


@screen(common=True)
def recipe_run(visit: Visit) -> None:
    recipe_choice(visit)
    visit.page.locator(".recipes__choice ~ .recipes__act button").click()
    visit.page.locator(".run:not([hx-trigger])").wait_for(timeout=120_000)


@screen(common=True)
def face_check(visit: Visit) -> None:
    visit.page.goto("/faces/?all=1")
    visit.page.locator(".recipes__choice ~ .recipes__act button").click()
    visit.page.locator("#face-check").wait_for(timeout=120_000)
    visit.page.wait_for_load_state("networkidle")
