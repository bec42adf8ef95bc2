"""The last wall before stored HTML: a list of the elements, attributes and classes that may pass it."""

import nh3

from training.catalogue.content.figures import ATTRIBUTES, CLASSES, ELEMENTS

_TEXT_TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "s", "code", "pre",
    "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "hr", "div", "span", "figure",
    "figcaption", "details", "summary",
}  # fmt: skip
_DRAWN_TAGS = set(ELEMENTS)
_NAMED = {"role", "aria-label"}

_ATTRIBUTES: dict[str, set[str]] = {tag: set(ATTRIBUTES - {"class"}) for tag in _DRAWN_TAGS - {"title", "desc"}}
_ATTRIBUTES["a"] = {"href"}
_ATTRIBUTES["ol"] = {"start"}
_ATTRIBUTES["div"] = set(_NAMED)

_FIXED_VALUES = {
    "th": {"scope": {"col", "row"}},
    "svg": {"role": {"img"}},
    "div": {"tabindex": {"0"}},
    "ol": {"role": {"list"}},
}
_CLASSES: dict[str, set[str]] = {
    "div": {"remember", "note", "example", "try", "specimen", "specimen-text", "scroll"},
    "p": {
        "remember-label",
        "remember-text",
        "note-label",
        "example-label",
        "try-label",
        "specimen-label",
        "dummy-button",
        "dummy-target",
    },
    "span": {"address", "pin"},
    "ol": {"pins"},
    "details": {"answer"},
    "td": {"number"},
    "th": {"number"},
    "svg": {"figure"},
} | {tag: set(CLASSES) for tag in _DRAWN_TAGS - {"svg", "title", "desc"}}

_CLEANER = nh3.Cleaner(
    tags=_TEXT_TAGS | _DRAWN_TAGS,
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    tag_attribute_values=_FIXED_VALUES,
    allowed_classes=_CLASSES,
    url_schemes={"https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    strip_comments=True,
)


def sanitised(html: str) -> str:
    """`html` with nothing in it but what the allow-list names. Sanitising twice changes nothing more."""
    return _CLEANER.clean(html)
