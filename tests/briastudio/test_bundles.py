"""Joining modules and style sheets."""

from __future__ import annotations

import pytest

from briastudio.bundles import NotUnderstood, join_script, join_styles

NUMBERS = """/** Numbers.
 * And more. */
export const one = 1; // a unit
// Two.
export function two() {
  return 2;
}
"""
MODULES = {
    "js/main.js": 'import "./quiet.js";\nimport { one, two as zwei } from "./lib/numbers.js";\nshow(one + zwei);\n',
    "js/quiet.js": 'import * as numbers from "./lib/numbers.js";\nshow(numbers.one);\n',
    "js/lib/numbers.js": NUMBERS,
}
JOINED = """const $js_lib_numbers = (() => {
const one = 1; // a unit
function two() {
return 2;
}
return { one, two };
})();
const $js_quiet = (() => {
const numbers = $js_lib_numbers;
show(numbers.one);
return {  };
})();
const $js_main = (() => {
const { one, two: zwei } = $js_lib_numbers;
show(one + zwei);
return {  };
})();
export { $js_lib_numbers, $js_quiet, $js_main };
"""


def test_what_a_module_needs_comes_before_it_and_once() -> None:
    assert join_script("js/main.js", MODULES.__getitem__) == JOINED


def test_types_are_for_those_who_write() -> None:
    source = "const near = (/** @type {Array<*>} */ of, /** @type {string} */ name) => /** @type {Box} */ (of.box);\n"
    joined = join_script("main.js", {"main.js": source}.__getitem__)
    assert "const near = (of, name) => (of.box);\n" in joined


def test_a_comment_within_a_line_that_is_no_type_stays() -> None:
    source = 'show("/** a */", /* why */ 1);\n'
    assert source in join_script("main.js", {"main.js": source}.__getitem__)


@pytest.mark.parametrize(
    "source",
    [
        "export default 1;\n",
        "export { one };\n",
        "export let one = 1;\n",
        'import one from"./one.js"\n',
        'const one = await import("./one.js");\n',
        "const here = import.meta.url;\n",
        "const text = `a\n  b`;\n",
    ],
)
def test_what_it_does_not_understand_is_refused(source: str) -> None:
    with pytest.raises(NotUnderstood, match="main"):
        join_script("main.js", {"main.js": source}.__getitem__)


def test_a_circle_of_imports_is_refused() -> None:
    sources = {"one.js": 'import "./two.js";\n', "two.js": 'import "./one.js";\n'}
    with pytest.raises(NotUnderstood, match="itself"):
        join_script("one.js", sources.__getitem__)


def test_style_sheets_stand_where_they_are_imported() -> None:
    sources = {
        "css/page.css": '/* All. */\n@import "tokens.css";\n@import "a.css";\n',
        "css/tokens.css": "@layer a, b;\n",
        "css/a.css": "@layer a {\n  /* Why. */\n  p { color: red; } /* stays */\n}\n",
    }
    assert (
        join_styles("css/page.css", sources.__getitem__)
        == "@layer a, b;\n@layer a {\np { color: red; } /* stays */\n}\n"
    )
