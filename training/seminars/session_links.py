"""Where else the desk can go from one date: the other pages of a date, by what one wants there."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import url_for

from training.seminars.desk_pages import ALIVE, SIGNED, Link
from training.seminars.register_pages import papers, ways
from training.seminars.roster_queries import DeskSession
from training.seminars.rules import SessionStatus
from training.web.words import _

PREPARED = timedelta(days=14)
"""How long before a date its papers and its door are offered."""


class Group(NamedTuple):
    """Pages that belong together, under a heading."""

    title: str
    links: tuple[Link, ...]


def desk_links(one: DeskSession, now: datetime) -> tuple[Group, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    groups = (
        Group(_("The date"), _of_the_date(one, now)),
        Group(_("Its people"), _of_its_people(one)),
        Group(_("On the day"), _of_the_day(one, now)),
        Group(_("Afterwards"), _afterwards(one, now)),
    )
    return tuple(group for group in groups if group.links)


def _of_the_date(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    draft = one.status is SessionStatus.DRAFT
    ahead = draft or (one.status in ALIVE and one.starts_at > now)
    return (
        *_pages(one, (ahead, _("Move it"), "move_form"),
                (draft or one.status in ALIVE, _("Edit its terms"), "edit_session_form"),
                (True, _("Trainers"), "trainers"), (True, _("Materials"), "materials"), (True, _("Costs"), "costs")),
        Link(_("Questions of the seminar"), url_for("seminars.questions", slug=one.slug)),
    )  # fmt: skip


def _of_its_people(one: DeskSession) -> tuple[Link, ...]:
    published = one.status is not SessionStatus.DRAFT
    return _pages(
        one, (published, _("Change places by hand"), "places"), (published, _("Answers to questions"), "answers"),
        (published, _("What they need"), "needs"), (published, _("Invitation codes"), "session_codes"),
        (one.asked, _("Answers to a move"), "move_answers"),
    )  # fmt: skip


def _of_the_day(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    if one.status in {SessionStatus.CANCELLED, SessionStatus.DRAFT} or now < one.starts_at - PREPARED:
        return ()
    return papers(one) if one.status in SIGNED else ways(one)


def _afterwards(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    return _pages(
        one, (one.status in SIGNED, _("What was signed"), "signed"),
        (one.starts_at <= now and one.status is not SessionStatus.CANCELLED, _("Feedback"), "feedback_results"),
        (one.ends_at <= now, _("Forget its guests"), "forget_form"),
    )  # fmt: skip


def _pages(one: DeskSession, *pages: tuple[bool, str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(label, url_for(f"seminars.{name}", session_id=one.public_id)) for shown, label, name in pages if shown
    )
