"""What a calendar answers (RFC 5546, METHOD:REPLY), read out of a mail. Pure: rubbish is None and never an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

CALENDARS = frozenset({"text/calendar", "application/ics"})
MOST_PARTS, MOST_LINES, LONGEST_CALENDAR = 50, 500, 64 * 1024
LINE = re.compile(r"([A-Za-z0-9-]{1,40})((?:;(?:[^\":;]|\"[^\"]*\")*)*):(.*)", re.DOTALL)
PARAMETER = re.compile(r";([A-Za-z0-9-]{1,40})=(\"[^\"]*\"|[^;]*)")
MAILTO = "mailto:"


@dataclass(frozen=True)
class Reply:
    """Whose entry is answered, by whom and how. `sequence` None: the calendar did not say which version."""

    uid: str
    attendee: str
    answer: str
    sequence: int | None

    @property
    def declined(self) -> bool:
        """Whether they do not come."""
        return self.answer == "DECLINED"


@dataclass(frozen=True)
class _Property:
    name: str
    parameters: dict[str, str]
    value: str


def read_reply(mail: bytes) -> Reply | None:
    """Return the one answer in a mail, or None: no answer, several, or rubbish."""
    found = {reply for text in _calendars(mail) if (reply := read_calendar(text)) is not None}
    return found.pop() if len(found) == 1 else None


def read_calendar(text: str) -> Reply | None:
    """Return the answer that an iCalendar text is, or None. A reply is about one event and comes from one attendee."""
    lines = list(_properties(text))
    if [one.value.upper() for one in lines if one.name == "METHOD"] != ["REPLY"]:
        return None
    event = _event(lines)
    uids, attendees = (_named(event, name) for name in ("UID", "ATTENDEE"))
    if len(uids) != 1 or len(attendees) != 1 or not attendees[0].value.lower().startswith(MAILTO):
        return None
    return Reply(
        uids[0].value.strip(), attendees[0].value[len(MAILTO) :].strip().casefold(),
        attendees[0].parameters.get("PARTSTAT", "").upper(), _number(_named(event, "SEQUENCE")),
    )  # fmt: skip


def _calendars(mail: bytes) -> Iterator[str]:
    for number, part in enumerate(message_from_bytes(mail).walk()):
        if number >= MOST_PARTS:
            return
        if part.get_content_type() in CALENDARS:
            yield _text(part)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content[:LONGEST_CALENDAR].decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _properties(text: str) -> Iterator[_Property]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text.removeprefix("\ufeff"))
    for line in unfolded.splitlines()[:MOST_LINES]:
        if found := LINE.fullmatch(line):
            told = {name.upper(): value.strip('"') for name, value in PARAMETER.findall(found[2])}
            yield _Property(found[1].upper(), told, found[3])


def _event(lines: list[_Property]) -> list[_Property]:
    """Return what stands in the only event itself, or nothing where there is none or more than one."""
    opened: list[str] = []
    events, inside = 0, []
    for one in lines:
        if one.name == "BEGIN":
            opened.append(one.value.upper())
            events += one.value.upper() == "VEVENT"
        elif one.name == "END" and opened:
            opened.pop()
        elif opened == ["VCALENDAR", "VEVENT"]:
            inside.append(one)
    return inside if events == 1 else []


def _named(lines: list[_Property], name: str) -> list[_Property]:
    return [one for one in lines if one.name == name]


def _number(found: list[_Property]) -> int | None:
    return int(found[0].value) if len(found) == 1 and re.fullmatch(r"[0-9]{1,9}", found[0].value) else None
