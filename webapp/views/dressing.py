"""What a page adds to the blocks of an article: names for mere signs, and boxes that scroll.

The app does the same where it draws a text itself (static/components/article-body.js, -headings.js
and -notes.js). What can only be done by a script, such as copying, it adds there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from webapp.sanitiser import text_of
from webapp.views.contents import HEADING, id_of
from webapp.views.pictures import with_pictures_in_words
from webapp.words import Words

# In a clean block every value stands in double quotes, and may hold a `>`.
_REST = r'(?:[^">]|"[^"]*")*'
_LINK = re.compile(rf"(<sup\b{_REST}>)?<a\b({_REST})>(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s([^\s=">]+)="[^"]*"')
_CAPTION = re.compile(rf"<caption\b{_REST}>(.*?)</caption>", re.DOTALL)
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_NUMBER = re.compile(r"\d+")


def dressed(blocks: Iterable[str], words: Words) -> Iterator[Markup]:
    """Yield clean blocks as they stand in the page of an article; headings have ids already.

    `words` are those of the interface.
    """
    counts = Counter[str]()
    for clean in blocks:
        told = with_pictures_in_words(clean, words.say)
        block = _LINK.sub(lambda link: _link(link, words), told)
        if heading := HEADING.match(block):
            block = _with_link(block, heading, words)
        elif kind := _kind_of_wide(block):
            counts[kind] += 1
            block = _scrolling(block, kind, counts[kind], words)
        yield Markup(block)  # noqa: S704  blocks are sanitised, what is added is escaped


def _link(link: re.Match[str], words: Words) -> str:
    sup, attributes, content = link[1] or "", link[2], link[3]
    classes = _CLASSES.search(attributes)
    named = classes[1].split() if classes else []
    if "footnote-backref" in named or 'role="doc-backlink"' in attributes:
        return f"{sup}<a{_name(attributes, words.say('ar.notes.back'))}>{content}</a>"
    is_within = ' href="#' in attributes
    is_reference = sup or "footnote-ref" in named or 'role="doc-noteref"' in attributes
    if is_within and is_reference:
        name = words.say("ar.note", number=_number(content))
        return f"{sup}<a{_name(attributes, name)}>{content}</a>"
    if re.search(r'\shref="https?:', attributes, re.IGNORECASE):
        needs = escape(words.say("ar.needs"))
        return f'{sup}<a{attributes} data-needs="{needs}">{content}</a>'
    return link[0]


def _name(attributes: str, name: str) -> str:
    # One by one: a name that stands within another attribute's words is none.
    others = (found[0] for found in _ATTRIBUTE.finditer(attributes) if found[1] != "aria-label")
    return f'{"".join(others)} aria-label="{escape(name)}"'


def _number(reference: str) -> str:
    """Return the number in "[1]", which is "[1:2]" where it is the second one to its note."""
    shown = text_of([reference])
    number = _NUMBER.search(shown)
    return number[0] if number else shown.strip("[]()")


def _with_link(block: str, heading: re.Match[str], words: Words) -> str:
    text = text_of([block])
    if not text:
        return block
    named = f'href="#{id_of(heading)}" aria-label="{escape(words.say("ar.heading", heading=text))}"'
    link = f'<a class="heading-link" lang="{words.lang}" {named}></a>'
    return f'<div class="heading rank-{heading[1][1:]}">{block}{link}</div>'


def _kind_of_wide(block: str) -> str | None:
    if block.startswith("<table"):
        return "table"
    return "code" if block.startswith("<pre") else None


def _scrolling(block: str, kind: str, count: int, words: Words) -> str:
    """Let a table or code that is wider than its column scroll; several are told apart by name."""
    caption = _CAPTION.search(block)
    name = caption and text_of([caption[1]])
    if not name:
        name = words.say(f"ar.{kind}") + (f" {count}" if count > 1 else "")
    box = f'class="scroll {kind}" role="region" aria-label="{escape(name)}" tabindex="0"'
    return f"<div {box}>{block}</div>"
