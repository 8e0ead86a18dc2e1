"""Which shortcut an event of the keyboard means, on keyboards of many languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

READ = """async (event) => {
  const { combinationOf } = await import("/js/lib/combination.js");
  return combinationOf(new KeyboardEvent("keydown", event));
}"""
CTRL, CMD, SHIFT, ALT = {"ctrlKey": True}, {"metaKey": True}, {"shiftKey": True}, {"altKey": True}
ALT_GRAPH = {"modifierAltGraph": True}  # as Linux, and Windows in newer browsers, tell it
CTRL_ALT = CTRL | ALT  # as Windows tells AltGr in others

MEANT = [
    # The character that arrives, wherever its key is
    ("English", "z", "KeyZ", CTRL, "mod+z"),
    ("English, Cmd", "z", "KeyZ", CMD, "mod+z"),
    ("English, Shift", "Z", "KeyZ", CTRL | SHIFT, "mod+shift+z"),
    ("English, Caps Lock", "V", "KeyV", {}, "v"),
    ("English, Caps Lock and Shift", "z", "KeyZ", CTRL | SHIFT, "mod+shift+z"),
    ("French", "z", "KeyW", CTRL, "mod+z"),
    ("French, where English has Z", "w", "KeyZ", CTRL, "mod+w"),
    ("German", "z", "KeyY", CTRL, "mod+z"),
    ("Dvorak", ";", "KeyZ", CTRL, "mod+;"),
    ("Dvorak", ".", "KeyE", CTRL, "mod+."),
    ("Turkish, without the dot", "ı", "KeyI", {}, "ı"),
    # Signs, whatever they take
    ("English", "?", "Slash", SHIFT, "?"),
    ("German", "?", "Minus", SHIFT, "?"),
    ("French", "?", "KeyM", SHIFT, "?"),
    ("English", "+", "Equal", SHIFT, "+"),
    ("Swedish", "+", "Minus", {}, "+"),
    ("Czech", "+", "Digit1", {}, "+"),
    ("number pad", "+", "NumpadAdd", {}, "+"),
    ("German, AltGr on Linux", "[", "Digit8", ALT_GRAPH, "["),
    ("German, AltGr on Windows", "[", "Digit8", CTRL_ALT, "["),
    ("German, AltGr told in both ways", "]", "Digit9", CTRL_ALT | ALT_GRAPH, "]"),
    ("German on a Mac", "]", "Digit6", ALT, "]"),
    ("French on a Mac", "[", "Digit5", ALT | SHIFT, "["),
    ("Arabic", "[", "KeyF", SHIFT, "["),
    # Digits of keyboards that write them with Shift
    ("French", "1", "Digit1", SHIFT, "1"),
    ("French, without Shift", "à", "Digit0", {}, "0"),
    ("French, a sign that is a shortcut", "-", "Digit6", {}, "-"),
    ("Arabic", "٠", "Digit0", {}, "0"),
    ("English, Shift", "!", "Digit1", SHIFT, "!"),
    # The place, where the script has no such character
    ("Russian", "я", "KeyZ", CTRL, "mod+z"),
    ("Russian, Shift", "Я", "KeyZ", CTRL | SHIFT, "mod+shift+z"),
    ("Greek", "π", "KeyP", {}, "p"),
    ("Hebrew", "ז", "KeyZ", CTRL, "mod+z"),
    ("Hebrew, a key that writes a sign", "'", "KeyW", {}, "w"),
    ("Arabic, two letters of one key", "لا", "KeyB", {}, "b"),
    ("Thai, a mark", "ิ", "KeyB", {}, "b"),
    ("Russian", "х", "BracketLeft", {}, "["),
    ("Russian, Shift", "Ъ", "BracketRight", SHIFT, "ъ"),
    ("Russian", "ю", "Period", CTRL, "mod+."),
    ("Russian, where English has a slash", ".", "Slash", {}, "."),
    ("German, where English has a bracket", "ü", "BracketLeft", {}, "ü"),
    ("Spanish, where English has =", "¡", "Equal", {}, "¡"),
    # Named keys count with Shift
    ("any", "Delete", "Delete", {}, "delete"),
    ("any, as browsers close tasks", "Escape", "Escape", SHIFT, "shift+escape"),
    ("any", "Enter", "Enter", CTRL, "mod+enter"),
]
MEANS_NOTHING = [
    ("Polish, AltGr on Windows", "ż", "KeyZ", CTRL_ALT),
    ("Polish, AltGr on Linux", "ż", "KeyZ", ALT_GRAPH),
    ("English on a Mac, Option", "√", "KeyV", ALT),
    ("English, Alt opens menus", "d", "KeyD", ALT),
    ("English, Alt chooses tabs", "1", "Digit1", ALT),
    ("English, Ctrl and Alt", "z", "KeyZ", CTRL_ALT),
    ("Russian, Ctrl and Alt", "я", "KeyZ", CTRL_ALT),
    ("English, Cmd and Option", "]", "BracketRight", CMD | ALT),
    ("German on Linux, Ctrl and AltGr", "[", "Digit8", CTRL | ALT_GRAPH),
    ("English, Ctrl and Cmd", "f", "KeyF", CTRL | CMD),
    ("any, Alt", "Enter", "Enter", ALT),
    ("Spanish, an accent", "Dead", "BracketLeft", {}),
    ("an input method", "Process", "Digit1", {}),
    ("a browser filling a form in", "", "", {}),
]


@pytest.mark.parametrize(("keyboard", "key", "code", "held", "combination"), MEANT)
def test_a_key_means_the_character_it_writes(
    modules: Page, keyboard: str, key: str, code: str, held: dict[str, bool], combination: str
) -> None:
    assert modules.evaluate(READ, {"key": key, "code": code, **held}) == combination, keyboard


@pytest.mark.parametrize(("keyboard", "key", "code", "held"), MEANS_NOTHING)
def test_what_belongs_to_a_letter_the_browser_or_the_system_is_no_shortcut(
    modules: Page, keyboard: str, key: str, code: str, held: dict[str, bool]
) -> None:
    assert modules.evaluate(READ, {"key": key, "code": code, **held}) == "", keyboard
