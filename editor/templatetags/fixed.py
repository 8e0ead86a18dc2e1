"""``{% fixed %}…{% endfixed %}``: what is the same on everybody's page is rendered once for each language.

What stands in between sees no variables but those that the tag names, ``{% fixed words=abilities.words %}``, and is
rendered once for each of their values: nothing else of a person, a picture or a request can get into it. A form with
what somebody entered, and what cannot be told from others by its hash, is rendered each time and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.template import Context, Library, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 100  # outcomes of one tag that are kept; more are of values that are not few

register = Library()


class FixedNode(Node):
    """Nodes, and what they were rendered as, by language and values."""

    child_nodelists = ("nodes",)

    def __init__(self, nodes: NodeList, values: Mapping[str, FilterExpression]) -> None:
        self.nodes, self.values = nodes, values
        self.rendered: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The same for everybody who reads this language, where the values are the same."""
        values = {name: expression.resolve(context) for name, expression in self.values.items()}
        if any(getattr(value, "is_bound", False) for value in values.values()):
            return self.render_anew(context, values)
        # With their types: 1 and True are equal and rendered otherwise, as are a text and one that is safe.
        key = (get_language(), *((type(value), value) for value in values.values()))
        try:
            known = self.rendered.get(key)
        except TypeError:
            return self.render_anew(context, values)
        if known is None:
            if len(self.rendered) >= MOST:
                self.rendered.clear()
            known = self.rendered[key] = self.render_anew(context, values)
        return known

    def render_anew(self, context: Context, values: dict[str, object]) -> SafeString:
        """The nodes with these values alone."""
        blank = Context(values)
        assert context.template is not None  # a template is being rendered
        with blank.bind_template(context.template):
            return self.nodes.render(blank)


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Render what stands up to ``{% endfixed %}`` once for each language, and for each of the values given.

    Raises:
        TemplateSyntaxError: something else than ``name=value`` is given.
    """
    bits = token.split_contents()[1:]
    values = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"fixed takes name=value, not {bits[0]}")
    nodes = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodes, values)
