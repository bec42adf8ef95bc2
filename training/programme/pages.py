"""What the desk shows: the ways that this viewer may go."""

from dataclasses import dataclass

from flask import url_for

from training.core.permissions import Permission, Viewer
from training.programme.queries import Waiting
from training.web.language import count_word
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Way:
    title: str
    href: str
    summary: str


@dataclass(frozen=True)
class DeskPage:
    statement: str
    rest: str
    ways: tuple[Way, ...]


def desk_page(viewer: Viewer, waiting: Waiting) -> DeskPage:
    """Build the desk: what waits, in one sentence, and the ways on."""
    lines = []
    if waiting.registers:
        word = _capital(count_word(waiting.registers))
        lines.append(
            ngettext("%(word)s register to sign.", "%(word)s registers to sign.", waiting.registers, word=word)
        )
    if waiting.failed_mails:
        word = _capital(count_word(waiting.failed_mails))
        lines.append(
            ngettext("%(word)s mail not delivered.", "%(word)s mails not delivered.", waiting.failed_mails, word=word)
        )
    statement = lines[0] if lines else _("Nothing waits for you.")
    rest = lines[1] if len(lines) > 1 else _("From here the programme is run.")
    return DeskPage(statement, rest, ways(viewer))


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def ways(viewer: Viewer) -> tuple[Way, ...]:
    """Return the parts of the desk that the viewer may open."""
    every = (
        (Permission.DEPARTMENT_READ, "reports.teams", _("Teams"), _("Who has done what, by department")),
        (Permission.SEMINAR_RUN, "seminars.desk", _("Seminars"), _("Plan dates, see who comes, take attendance")),
        (
            Permission.CLAUSE_READ,
            "reports.frameworks",
            _("Laws and standards"),
            _("What each asks, what serves it"),
        ),
        (Permission.CONTENT_REVIEW, "learning.previews", _("Preview"), _("Courses as they stand in the folder")),
        (
            Permission.CONTENT_REVIEW,
            "learning.gift",
            _("Questions"),
            _("Bring questions in and take them out, as GIFT"),
        ),
        (Permission.ROSTER_IMPORT, "people.roster", _("Roster"), _("Bring in people, departments and sites")),
        (Permission.MAIL_READ, "notices.outbox", _("Outbox"), _("What mail went out, what waits, what failed")),
        (Permission.SETTINGS_CHANGE, "programme.settings_form", _("Settings"), _("What stands on every page")),
    )
    allowed = [way for way in every if viewer.may(way[0])]
    return tuple(Way(title, url_for(endpoint), summary) for _permission, endpoint, title, summary in allowed)
