"""Texts of a GIFT file as Markdown that reads as they do: tags become plain words, every sign stands for itself."""

import re
from dataclasses import dataclass, field
from html import unescape

from training.catalogue.gift.questions import Format, Words
from training.catalogue.gift.signs import cleaned

# Each pattern looks at a letter a fixed number of times: what is not closed reaches to the end, and no tag holds a '<'.
_UNSPOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|title)\b[^<>]*>.*?(?:</\1[^<>]*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})\b((?:[^<>\"']|\"[^<\"]*+\"|'[^<']*+'|[\"'])*+)>|<[!?/][^<>]*>")
_ATTRIBUTE = re.compile(r"\b(alt|href)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_BLOCKS = {
    "p", "br", "div", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_CELLS = {"td", "th"}
_TARGET = re.compile(r"(?:https?://|mailto:)\S+")

# What Markdown could take for a sign within a line. An underscore after a space opens nothing that could be closed.
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*[<"})
_UNDERSCORES = re.compile(r"(?<=[^\s_])_+")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,40};)")


def markdown_of(words: Words) -> str:
    """Return a text as an author would write it here. What was Markdown stays so."""
    if words.format is Format.MARKDOWN:
        return cleaned(words.text).strip()
    return literal(plain_of(words))


def plain_of(words: Words) -> str:
    """Return the bare words of a text, each of its lines with one space between words."""
    text = _spoken(words.text) if words.format is Format.HTML else words.text
    lines = (" ".join(line.split()) for line in cleaned(text).split("\n"))
    return "\n".join(line for line in lines if line)


def literal(text: str) -> str:
    """Write plain words so that Markdown reads them as they stand, line breaks included."""
    signed = _UNDERSCORES.sub(lambda found: "\\_" * len(found[0]), text.translate(_SIGNS))
    signed = _ENTITY.sub("\\\\&", signed).replace("~~", "\\~\\~").replace("\n", "\\\n")
    return signed.replace("{", "\\{") if "{{" in signed else signed


def holds_pictures(words: Words) -> bool:
    """Say whether a text of HTML shows what cannot be told in its words."""
    tags = (found[2] for found in _TAG.finditer(words.text) if found[2]) if words.format is Format.HTML else ()
    return any(tag.lower() in {"img", "svg", "video", "audio", "iframe", "object", "embed"} for tag in tags)


def _spoken(html: str) -> str:
    """Return the words of HTML: blocks and breaks as lines, pictures by their text, links with their target."""
    told, at = _Told(), 0
    html = _UNSPOKEN.sub(" ", html)
    for tag in _TAG.finditer(html):
        told.say(html[at : tag.start()])
        told.pass_tag(tag)
        at = tag.end()
    told.say(html[at:])
    return "".join(told.words)


@dataclass(slots=True)
class _Told:
    """What was said so far. `since` is where the words of the open link begin."""

    words: list[str] = field(default_factory=list)
    verbatim: bool = False
    target: str = ""
    since: int = 0

    def say(self, text: str) -> None:
        # Digits without end would be too much for the function that reads them.
        plain = unescape(_LONG_NUMBER.sub("\ufffd", text))
        self.words.append(plain if self.verbatim else re.sub(r"\s", " ", plain))

    def pass_tag(self, tag: re.Match[str]) -> None:
        ends, name = bool(tag[1]), (tag[2] or "").lower()
        if name == "pre":
            self.verbatim = not ends
        if name in _BLOCKS:
            self.words.append("\n")
        elif name in _CELLS:
            self.words.append(" ")
        elif name == "img":
            self.say(f"[{_attribute(tag[3], 'alt') or '…'}]")
        elif name == "a":
            self._pass_link(tag, ends=ends)

    def _pass_link(self, tag: re.Match[str], *, ends: bool) -> None:
        target, self.target = self.target, "" if ends else _attribute(tag[3], "href")
        if not ends:
            self.since = len(self.words)
        elif _TARGET.fullmatch(target) and target not in "".join(self.words[self.since :]):
            self.words.append(f" ({target})")


def _attribute(tag: str, name: str) -> str:
    found = next((one for one in _ATTRIBUTE.finditer(tag) if one[1].lower() == name), None)
    return unescape(_LONG_NUMBER.sub("", found[2] or found[3] or found[4] or "")).strip() if found else ""
