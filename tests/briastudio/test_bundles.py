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
JOINED = (
    "const $js_lib_numbers=(()=>{const one=1;function two(){return 2;}\nreturn{one,two};})();"
    "(()=>{const numbers=$js_lib_numbers;show(numbers.one);})();"
    "(()=>{const{one,two:zwei}=$js_lib_numbers;show(one + zwei);})();"
    "export{$js_lib_numbers};"
)


def test_what_a_module_needs_comes_before_it_and_once() -> None:
    assert join_script("js/main.js", MODULES.__getitem__) == JOINED


def test_empty_lines_are_left_out_and_the_end_of_a_statement_stays() -> None:
    source = "class One {\n  a = 1;\n\n  get b() {\n    return 2;\n  }\n\n\n  c() {}\n}\n\nshow(One)\n\nshow(2)\n"
    joined = join_script("main.js", {"main.js": source}.__getitem__)
    assert "class One{a=1;get b(){return 2;}\nc(){}\n}\nshow(One)\nshow(2)\n" in joined


def test_types_are_for_those_who_write() -> None:
    source = "const near = (/** @type {Array<*>} */ of, /** @type {string} */ name) => /** @type {Box} */ (of.box);\n"
    joined = join_script("main.js", {"main.js": source}.__getitem__)
    assert "const near=(of,name)=>(of.box);" in joined


def test_a_comment_within_a_line_that_is_no_type_stays() -> None:
    source = 'show("/** a */",/* why */ 1);'
    assert source in join_script("main.js", {"main.js": f"{source}\n"}.__getitem__)


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("const one = 1; // it's a unit", "const one=1;"),
        ('const at = "https://a/b"; // where', 'const at="https://a/b";'),
        ('const text = "no // comment";', 'const text="no // comment";'),
        ("const text = `${one} // two`; // why", "const text=`${one} // two`;"),
        ("const text = 'it\\'s // none';", "const text='it\\'s // none';"),
        ("const half = one / two;", "const half=one / two;"),
        ("const part = /** @type {HTMLElement} */ (found);", "const part=(found);"),
        ("let one; /* stays */", "let one;/* stays */\n"),
        ('const [first] = text.split(/[ ,] = "/);', 'const [first]=text.split(/[ ,] = "/);'),
        ('show(`a ? b : ${one ? "c , d" : two}`);', 'show(`a ? b : ${one ? "c , d" : two}`);'),
        ("if (one <= -two && !three) show('{ }');", "if(one<=-two&&!three)show('{ }');"),
    ],
)
def test_what_follows_code_is_no_part_of_it_unless_it_is_a_text(line: str, bare: str) -> None:
    assert f"(()=>{{{bare}}})();" in join_script("main.js", {"main.js": f"{line}\n"}.__getitem__)


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
        "const text = `a ${one ? `b , c` : two}`;\n",
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
    assert join_styles("css/page.css", sources.__getitem__) == "@layer a,b;@layer a{p { color:red; } /* stays */\n}"


def test_a_style_keeps_the_spaces_that_say_something() -> None:
    source = 'a b,\ni {\n  width: calc(1px + 2px);\n  content: " : { ";\n\n  &:hover b {\n    color: red;\n  }\n}\n'
    assert (
        join_styles("a.css", {"a.css": source}.__getitem__)
        == 'a b,i{width:calc(1px + 2px);content:" : { ";&:hover b{color:red}}'
    )
