"""Markdown of lessons and questions → sanitised HTML; and, at display time, the local words put in.

Lessons are CommonMark with tables, blocks, `message` fences and SVG pictures. Raw HTML comes out as text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from training.catalogue.content import blocks
from training.catalogue.content.addresses import host_of, is_safe
from training.catalogue.content.figures import draw
from training.catalogue.content.labels import VARIABLES, Labels, labels_for
from training.catalogue.content.marked import read_yaml
from training.catalogue.content.problems import Place, Problem, nearest, shown
from training.catalogue.content.sanitiser import sanitised
from training.catalogue.content.schema import Message
from training.catalogue.content.shapes import shaped
from training.catalogue.content.specimens import missing_marks, specimen
from training.catalogue.content.written import Picture, Surroundings, WrittenText

_VARIABLE = re.compile(r"\{\{[ \t]*([a-z]{1,20}\.[a-z]{1,20})[ \t]*\}\}")
_BRACES = re.compile(r"\{\{(.{0,60}?)\}\}|\{\{")
_TOP_HEADING = 2
_LAST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Rendered:
    """HTML and what was found wrong in making it. `prose`: running text; `recalls`: number of `try` blocks."""

    html: str
    problems: tuple[Problem, ...] = ()
    prose: str = ""
    recalls: int = 0
    links: tuple[tuple[Place, str, str], ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(slots=True)
class _Desk:
    """What the rendering of one text needs and gathers."""

    place: Callable[[int], Place]
    labels: Labels
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    links: list[tuple[Place, str, str]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)


def fill(html: str, values: Mapping[str, str]) -> str:
    """Replace each `{{ name }}` in the html of an edition by its escaped value; blanks become plain words."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        return escape(values.get(name, "").strip() or VARIABLES[name]) if name in VARIABLES else found[0]

    return _VARIABLE.sub(value, html)


def render_text(text: WrittenText, around: Surroundings) -> Rendered:
    """Render a lesson, a policy or another whole text as block HTML. Its headings begin at h2."""
    plain = WrittenText(path=text.path, body=text.body, first_line=text.first_line)
    return _rendered(plain, around.language, around.hosts, tuple(around.pictures.items()))


# What the checker has rendered is not rendered again to be frozen, and a preview renders what was saved.
@lru_cache(maxsize=1_000)
def _rendered(
    text: WrittenText, language: str, hosts: frozenset[str], pictures: tuple[tuple[str, Picture], ...]
) -> Rendered:
    desk = _desk(Surroundings(language, hosts, dict(pictures)), text.place)
    for number, line in enumerate(text.body.split("\n")):
        desk.problems.extend(_variables(line, text.place(number)))
    tokens = _BLOCK.parse(text.body)
    desk.problems.extend(blocks.name_blocks(tokens, text))
    tokens = _figures(_headings(tokens, desk))
    _look_at_inline(tokens, desk)
    html = sanitised(str(_BLOCK.renderer.render(tokens, _BLOCK.options, {"desk": desk})))
    recalls = sum(token.type == blocks.OPENS and token.meta["name"] == "try" for token in tokens)
    links, used = tuple(desk.links), tuple(desk.used)
    return Rendered(html, tuple(desk.problems), _prose(tokens), recalls, links, used)


def render_inline(text: str, place: Place, around: Surroundings) -> Rendered:
    """Render a stem, option, reason or takeaway as inline HTML."""
    return _rendered_inline(text, place, around.language, around.hosts)


@lru_cache(maxsize=20_000)
def _rendered_inline(text: str, place: Place, language: str, hosts: frozenset[str]) -> Rendered:
    desk = _desk(Surroundings(language, hosts), lambda _: place)
    desk.problems.extend(_variables(text, place))
    tokens = _INLINE.parseInline(text, {})
    _look_at_inline(tokens, desk)
    html = sanitised(str(_INLINE.renderer.render(tokens, _INLINE.options, {"desk": desk})))
    return Rendered(html.strip(), tuple(desk.problems), links=tuple(desk.links))


def _desk(around: Surroundings, place: Callable[[int], Place]) -> _Desk:
    return _Desk(place, labels_for(around.language), around.pictures, around.hosts)


def _variables(line: str, place: Place) -> Iterator[Problem]:
    for found in _BRACES.finditer(line):
        exact = _VARIABLE.fullmatch(found[0])
        if not (exact and exact[1] in VARIABLES):
            name = (found[1] or "").strip()
            fix = nearest(name, VARIABLES) or f"use one of {', '.join(VARIABLES)}"
            yield place.error("C032", f"there is no local word '{shown(name, 30)}'", fix)


# ── passes over the tokens ────────────────────────────────────────────────────────────────────────


def _headings(tokens: Sequence[Token], desk: _Desk) -> Sequence[Token]:
    """Check that headings go down one step at a time, and keep them below the page's own h1."""
    before = 1
    for token in tokens:
        if token.type not in {"heading_open", "heading_close"}:
            continue
        level = int(token.tag[1:])
        if token.type == "heading_open":
            _check_heading(level, before, desk, token)
            before = max(level, _TOP_HEADING)
        token.tag = f"h{min(max(level, _TOP_HEADING), _LAST_HEADING)}"
    return tokens


def _check_heading(level: int, before: int, desk: _Desk, token: Token) -> None:
    place = desk.place(token.map[0] if token.map else 0)
    if level < _TOP_HEADING:
        fix = "begin with '##'; the title of the lesson is the only '#'"
        desk.problems.append(place.error("C012", "a '#' heading stands in the lesson", fix))
    elif level > before + 1:
        desk.problems.append(place.error("C013", f"this heading jumps to level {level}", f"use level {before + 1}"))


def _figures(tokens: Sequence[Token]) -> list[Token]:
    """Make a figure of a picture that stands alone in its paragraph."""
    made: list[Token] = []
    for token in tokens:
        children = token.children or []
        if (
            token.type == "inline"
            and [child.type for child in children] == ["image"]
            and made[-1].type == "paragraph_open"
        ):
            made[-1].hidden = True
            token.meta["figure"] = children[0]
        made.append(token)
    for number, token in enumerate(made):
        if token.type == "inline" and "figure" in token.meta:
            made[number + 1].hidden = True
            made[number] = Token("figure", "", 0, map=token.map, meta=token.meta)
    return made


def _look_at_inline(tokens: Sequence[Token], desk: _Desk) -> None:
    """Problems of the text itself: raw HTML, stray fences of blocks."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            desk.problems.append(_raw(desk.place(line), token.content))
        for child in token.children or ():
            line = _inside(child, line, desk)


def _inside(child: Token, line: int, desk: _Desk) -> int:
    """Look at one piece of a text, write its line into it, and give the line of the next one."""
    child.meta["line"] = line
    if child.type in {"softbreak", "hardbreak"}:
        return line + 1
    if child.type == "html_inline":
        desk.problems.append(_raw(desk.place(line), child.content))
    elif child.type == "text" and child.content.startswith(":::"):
        fix = "begin a block with ':::' and its name, end it with ':::'; both at the start of a line"
        desk.problems.append(desk.place(line).error("C033", "this ':::' belongs to no block", fix))
    return line


def _raw(place: Place, content: str) -> Problem:
    return place.error("C014", f"raw HTML is used: {shown(content.strip(), 40)}", "write it in Markdown")


def _prose(tokens: Sequence[Token]) -> str:
    """Gather the running text of paragraphs and list items, one a line: no headings, tables, code or pictures."""
    lines: list[str] = []
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            lines.append("".join(_spoken(child) for child in token.children or ()))
    return "\n".join(lines)


def _spoken(child: Token) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return " "
    return child.content if child.type == "text" else ""


# ── render rules ──────────────────────────────────────────────────────────────────────────────────


def _html(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    return escape(tokens[at].content)


def _container_open(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    return blocks.opening(tokens[at], env["desk"].labels)


def _container_close(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    return blocks.closing(tokens[at])


def _fence(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    token = tokens[at]
    if token.info.split()[:1] == ["message"]:
        return _message(token, env["desk"])
    name = escape(env["desk"].labels.code)
    code = f"<pre><code>{escape(token.content)}</code></pre>"
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">{code}</div>\n'


def _message(token: Token, desk: _Desk) -> str:
    place = desk.place(token.map[0] + 1 if token.map else 0)
    document, problems = read_yaml(token.content, place.path, first_line=place.line)
    desk.problems.extend(problems)
    if document is None:
        return ""
    message, problems = shaped(Message, document)
    desk.problems.extend(problems)
    if message is None:
        return ""
    for mark in missing_marks(message):
        fix = "copy the words for 'mark' from the message"
        desk.problems.append(document.place("pins").error("C035", f"the message does not hold '{shown(mark)}'", fix))
    return specimen(message, desk.labels, lambda text: str(_INLINE.renderInline(text, {"desk": desk})))


def _link_open(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    desk: _Desk = env["desk"]
    token = tokens[at]
    target = str(token.attrGet("href") or "")
    place = desk.place(token.meta.get("line", 0))
    desk.links.append((place, target, _link_text(tokens, at)))
    token.meta["shown"] = _shown_as(target, desk.hosts)
    _twin(tokens, at).meta["shown"] = token.meta["shown"]
    if token.meta["shown"] == "a":
        return f'<a href="{escape(target)}">'
    return '<span class="address">' if token.meta["shown"] == "span" else ""


def _link_close(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    tag = tokens[at].meta.get("shown", "")
    return f"</{tag}>" if tag else ""


def _shown_as(target: str, hosts: frozenset[str]) -> str:
    """How a link is drawn: a real one to a named source, inert to a place of an example, or as words alone."""
    host = host_of(target)
    if not target.startswith(("https://", "mailto:")):
        return ""
    if is_safe(host):
        return "span"
    return "a" if host in hosts else ""


def _twin(tokens: Sequence[Token], at: int) -> Token:
    return next(token for token in tokens[at:] if token.type == "link_close")


def _link_text(tokens: Sequence[Token], at: int) -> str:
    words: list[str] = []
    for token in tokens[at + 1 :]:
        if token.type == "link_close":
            break
        words.append(token.content)
    return "".join(words)


def _image(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    desk: _Desk = env["desk"]
    place = desk.place(tokens[at].meta.get("line", 0))
    fix = "put blank lines round it"
    desk.problems.append(place.error("C040", "a picture stands inside a paragraph", fix))
    return escape(tokens[at].content)


def _figure(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    desk: _Desk = env["desk"]
    token = tokens[at]
    image: Token = token.meta["figure"]
    place = desk.place(token.map[0] if token.map else 0)
    name, source = image.content.strip(), str(image.attrGet("src") or "")
    if not name:
        fix = "say in the brackets what it shows: ![Where the owner stands](images/owner.svg)"
        desk.problems.append(place.error("C017", "this picture has no text", fix))
    picture = desk.pictures.get(source)
    if picture is None:
        fix = nearest(source, desk.pictures) or "put an SVG file into the folder images/ and name it images/….svg"
        desk.problems.append(place.error("C041", f"there is no picture '{shown(source)}'", fix))
        return ""
    return _drawn_figure(picture, source, image, desk)


def _drawn_figure(picture: Picture, source: str, image: Token, desk: _Desk) -> str:
    desk.used.append(source)
    drawn = draw(picture, image.content.strip())
    desk.problems.extend(drawn.problems)
    caption = str(image.attrGet("title") or "").strip()
    words = f"<figcaption>{_INLINE.renderInline(caption, {'desk': desk})}</figcaption>" if caption else ""
    return f"<figure>{drawn.svg}{words}</figure>\n" if drawn.svg else ""


def _table_open(_: Any, tokens: Sequence[Token], at: int, __: Any, env: Any) -> str:
    labels: Labels = env["desk"].labels
    head = next((token.content for token in tokens[at:] if token.type == "inline"), "")
    name = f"{labels.table}: {re.sub(r'[*_`]', '', head)}".strip(": ")
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}"><table>\n'


def _table_close(_: Any, __: Any, ___: int, ____: Any, _____: Any) -> str:
    return "</table></div>\n"


def _cell_open(_: Any, tokens: Sequence[Token], at: int, __: Any, ___: Any) -> str:
    token = tokens[at]
    number = ' class="number"' if "right" in str(token.attrGet("style") or "") else ""
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}{number}>"


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "typographer": True})
    parser.enable(["table", "strikethrough", "smartquotes"])
    for name, rule in (("html_block", _html), ("html_inline", _html), ("image", _image)):
        parser.add_render_rule(name, rule)
    parser.add_render_rule("link_open", _link_open)
    parser.add_render_rule("link_close", _link_close)
    return parser


def _block_parser() -> MarkdownIt:
    parser = _parser()
    container_plugin(parser, "block", validate=lambda info, _: bool(info.strip()))
    rules = {
        blocks.OPENS: _container_open, blocks.CLOSES: _container_close, "fence": _fence, "figure": _figure,
        "table_open": _table_open, "table_close": _table_close, "th_open": _cell_open, "td_open": _cell_open,
    }  # fmt: skip
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_INLINE = _parser()
_BLOCK = _block_parser()
