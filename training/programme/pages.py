"""What the desk shows: the ways that this viewer may go."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from training.core.permissions import Permission, Viewer
from training.learning.outcome_queries import Saved
from training.programme.queries import Waiting
from training.web.language import count_word
from training.web.words import _, ngettext


@dataclass(frozen=True)
class Way:
    title: str
    href: str
    summary: str


@dataclass(frozen=True)
class Line:
    """One line of what needs attention, as ui/rolls.html draws it."""

    number: int
    strong: str
    rest: str
    act: str
    href: str
    before: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class DeskPage:
    statement: str
    rest: str
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Knowing:
    """What is known of what people know: topics that fade, courses whose key may have leaked, minutes saved."""

    fading: Sequence[str]
    leaked: Sequence[str]
    saved: Saved


def desk_page(viewer: Viewer, waiting: Waiting, knowing: Knowing | None) -> DeskPage:
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
    return DeskPage(statement, rest, _lines(knowing) if knowing else (), ways(viewer))


def _lines(knowing: Knowing) -> tuple[Line, ...]:
    fading, leaked, saved = len(knowing.fading), len(knowing.leaked), knowing.saved
    hours = round(saved.minutes / 60)
    return (
        Line(fading, ngettext("topic is fading", "topics are fading", fading), _listed(knowing.fading),
             _("See what is known"), url_for("reports.recall")),
        Line(leaked, ngettext("answer key may go round", "answer keys may go round", leaked), _listed(knowing.leaked),
             _("See the questions"), url_for("learning.figures")),
        Line(hours, ngettext("hour saved this year", "hours saved this year", hours),
             ngettext(": one person knew it already.", ": %(num)d people knew it already.", saved.people)
             if saved.people else _(": nobody has tried the questions first."), "", ""),
    )  # fmt: skip


def _listed(names: Sequence[str]) -> str:
    return f": {', '.join(names)}." if names else _(": none at present.")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def ways(viewer: Viewer) -> tuple[Way, ...]:
    """Return the parts of the desk that the viewer may open."""
    every = (
        (Permission.DEPARTMENT_READ, "reports.teams", _("Teams"), _("Who has done what, by department")),
        (Permission.RECALL_READ, "reports.recall", _("Recall"), _("What people still know, by topic and department")),
        (Permission.RECALL_READ, "reports.beliefs", _("Beliefs"), _("What people believe that is not so")),
        (Permission.SEMINAR_RUN, "seminars.desk", _("Seminars"), _("Plan dates, see who comes, take attendance")),
        (
            Permission.CLAUSE_READ,
            "reports.frameworks",
            _("Laws and standards"),
            _("What each asks, what serves it"),
        ),
        (Permission.CONTENT_REVIEW, "learning.previews", _("Preview"), _("Courses as they stand in the folder")),
        (Permission.QUESTION_REVIEW, "learning.figures", _("Questions"), _("What the answers say of each question")),
        (
            Permission.ACCOMMODATION_ARRANGE,
            "learning.accommodations",
            _("Accommodations"),
            _("Make the questions fit a person"),
        ),
        (
            Permission.CONTENT_REVIEW,
            "learning.gift",
            _("Question banks"),
            _("Bring questions in and take them out, as GIFT"),
        ),
        (Permission.ROSTER_IMPORT, "people.roster", _("Roster"), _("Bring in people, departments and sites")),
        (Permission.MAIL_READ, "notices.outbox", _("Outbox"), _("What mail went out, what waits, what failed")),
        (Permission.SETTINGS_CHANGE, "programme.settings_form", _("Settings"), _("What stands on every page")),
    )
    allowed = [way for way in every if viewer.may(way[0])]
    return tuple(Way(title, url_for(endpoint), summary) for _permission, endpoint, title, summary in allowed)
