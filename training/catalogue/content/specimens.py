"""Example messages: a `message` fence becomes an inert picture of a message, with numbered pins."""

import re
from collections.abc import Callable, Iterator
from html import escape

from training.catalogue.content.addresses import ADDRESS, host_of, owner_of
from training.catalogue.content.labels import Labels
from training.catalogue.content.schema import Message

_LINK = re.compile(r"\[([^\]\n]{1,200})\]\(([^)\s]{1,300})\)")
# Pins travel through escaping as letters of the private use area.
_FIRST_PIN = 0xE000
_PINS = re.compile("[\ue000-\ue0ff]")
_WRAPPED_AT = 60

_FIELDS = ("sender", "to", "cc", "subject", "attached", "body")


def specimen(message: Message, labels: Labels, inline: Callable[[str], str]) -> str:
    """Draw the figure for a message. `inline` renders a piece of Markdown (for what the pins say)."""
    texts = _pinned(message)
    annotated = bool(message.pins)
    name = escape(_name(message, labels))
    head = "".join(_row(key, label, texts[key], annotated) for key, label in _labelled(labels) if texts[key])
    body = "".join(_body(texts["body"], labels, annotated))
    legend = "".join(
        f'<li><span class="pin">{number}</span><span>{inline(pin.say)}</span></li>'
        for number, pin in enumerate(message.pins, start=1)
    )
    caption = f'<figcaption><ol class="pins" role="list">{legend}</ol></figcaption>' if legend else ""
    return (
        f'<figure><div class="specimen" role="group" aria-label="{name}">'
        f'<p class="specimen-label"><span>{name}</span><span>{escape(labels.inert)}</span></p>'
        f'<dl>{head}</dl><div class="specimen-text">{body}</div></div>{caption}</figure>\n'
    )


def missing_marks(message: Message) -> tuple[str, ...]:
    """List the marks of pins that stand nowhere in the message."""
    texts = [_text(message, key) for key in _FIELDS]
    return tuple(pin.mark for pin in message.pins if not any(pin.mark in text for text in texts))


def _name(message: Message, labels: Labels) -> str:
    return labels.message if message.channel == "mail" else f"{labels.message}: {message.channel}"


def _labelled(labels: Labels) -> tuple[tuple[str, str], ...]:
    return (
        ("sender", labels.sender),
        ("to", labels.to),
        ("cc", labels.cc),
        ("subject", labels.subject),
        ("attached", labels.attached),
    )


def _text(message: Message, key: str) -> str:
    return _PINS.sub("", getattr(message, key) or "")


def _pinned(message: Message) -> dict[str, str]:
    texts = {key: _text(message, key) for key in _FIELDS}
    for number, pin in enumerate(message.pins):
        key = next((key for key in _FIELDS if pin.mark in texts[key]), None)
        if key:
            texts[key] = texts[key].replace(pin.mark, pin.mark + chr(_FIRST_PIN + number), 1)
    return texts


def _row(key: str, label: str, text: str, annotated: bool) -> str:
    shown = _words(text, annotated)
    shown = f"<strong>{shown}</strong>" if key == "subject" else shown
    return f"<dt>{escape(label)}</dt><dd>{shown}</dd>"


def _body(text: str, labels: Labels, annotated: bool) -> Iterator[str]:
    for paragraph in re.split(r"\n[ \t]*\n", text.strip("\n")):
        for line in _unwrapped(paragraph):
            if _is_button(line):
                yield _button(line.strip(), labels, annotated)
            else:
                yield f"<p>{_mixed(line, labels, annotated)}</p>"


def _unwrapped(paragraph: str) -> list[str]:
    """Lines of a message; a long line without an end of sentence goes on in the next one."""
    lines: list[str] = []
    before = ""
    for line in paragraph.split("\n"):
        if lines and _is_cut(before) and not _is_button(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
        before = line
    return lines


def _is_cut(line: str) -> bool:
    return len(line) > _WRAPPED_AT and line.rstrip()[-1:] not in ".!?:;" and not _is_button(line)


def _is_button(line: str) -> bool:
    return bool(_LINK.fullmatch(_PINS.sub("", line.strip())))


def _button(line: str, labels: Labels, annotated: bool) -> str:
    link = _LINK.search(line)
    if link is None:
        # A pin stands between the words and the target: take it out and set it last.
        pins = "".join(_PINS.findall(line))
        link = _LINK.search(_PINS.sub("", line) + pins)
        return "" if link is None else _drawn(link[1], link[2] + pins, labels, annotated)
    return _drawn(link[1], link[2] + "".join(_PINS.findall(line[link.end() :])), labels, annotated)


def _drawn(words: str, target: str, labels: Labels, annotated: bool) -> str:
    goes = f"{escape(labels.leads_to)} {_words(target, annotated)}"
    return f'<p class="dummy-button">{_words(words, annotated)}</p><p class="dummy-target">{goes}</p>'


def _mixed(line: str, labels: Labels, annotated: bool) -> str:
    """Draw a line with words and, perhaps, links among them."""
    parts: list[str] = []
    end = 0
    for link in _LINK.finditer(line):
        target = f"({labels.leads_to} {link[2]})"
        parts.append(_words(line[end : link.start()], annotated))
        parts.append(f"<strong>{_words(link[1], annotated)}</strong> {_words(target, annotated)}")
        end = link.end()
    return "".join((*parts, _words(line[end:], annotated)))


def _words(text: str, annotated: bool) -> str:
    """Escaped text with its addresses set apart and its pins drawn."""
    parts: list[str] = []
    end = 0
    for found in _addresses(text):
        parts.append(escape(text[end : found[0]]))
        parts.append(_address(text[found[0] : found[1]], annotated))
        end = found[1]
    parts.append(escape(text[end:]))
    return _PINS.sub(_pin, "".join(parts))


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses stand in a text with pins in it: found in the text without them."""
    spots = [place for place, letter in enumerate(text) if not _PINS.match(letter)]
    bare = "".join(text[place] for place in spots)
    return [(spots[found.start()], spots[found.end() - 1] + 1) for found in ADDRESS.finditer(bare)]


def _address(raw: str, annotated: bool) -> str:
    address = _PINS.sub("", raw)
    pins = "".join(_PINS.findall(raw))
    drawn = escape(address)
    owner = escape(owner_of(host_of(address)))
    if annotated and owner:
        drawn = f"<strong>{owner}</strong>".join(_around_owner(drawn, owner))
    return f'<span class="address">{drawn}</span>{pins}'


def _around_owner(drawn: str, owner: str) -> tuple[str, ...]:
    """Split an address round its owner's name; give the whole when it is written otherwise."""
    start = drawn.find("://") + 3 if "://" in drawn else drawn.find("@") + 1
    slash = drawn.find("/", start)
    end = slash if slash >= 0 else len(drawn)
    spot = drawn.lower().rfind(owner, start, end)
    return (drawn,) if spot < 0 else (drawn[:spot], drawn[spot + len(owner) :])


def _pin(found: re.Match[str]) -> str:
    return f' <span class="pin">{ord(found[0]) - _FIRST_PIN + 1}</span>'
