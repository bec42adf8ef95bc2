"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime, timedelta

from flask import url_for

from training.seminars.desk_pages import ALIVE, Link
from training.seminars.register_pages import ways
from training.seminars.roster_queries import DeskSession
from training.seminars.rules import SessionStatus
from training.seminars.wish_pages import links_of
from training.web.words import _

PREPARED = timedelta(days=14)
"""How long before a date its papers and its door are offered."""


def desk_links(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    forget = Link(_("Forget its guests"), url_for("seminars.forget_form", session_id=one.public_id))
    return (*_planned(one, now), *links_of(one, now), *_of_the_day(one, now),
            *((forget,) if one.ends_at <= now else ()))  # fmt: skip


def _planned(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    draft = one.status is SessionStatus.DRAFT
    ahead = draft or (one.status in ALIVE and one.starts_at > now)
    pages = (
        (ahead, _("Move it"), "move_form"), (draft or one.status in ALIVE, _("Edit its terms"), "edit_session_form"),
        (True, _("Trainers"), "trainers"), (True, _("Materials"), "materials"), (True, _("Costs"), "costs"),
        (not draft, _("Answers to a move"), "move_answers"), (not draft, _("Invitation codes"), "session_codes"),
        (not draft, _("Everybody's place, changed by hand"), "places"),
    )  # fmt: skip
    return tuple(
        Link(label, url_for(f"seminars.{name}", session_id=one.public_id)) for shown, label, name in pages if shown
    )


def _of_the_day(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    if one.status in {SessionStatus.CANCELLED, SessionStatus.DRAFT} or now < one.starts_at - PREPARED:
        return ()
    signed = Link(_("What was signed"), url_for("seminars.signed", session_id=one.public_id))
    return (signed, *ways(one)[2:]) if one.status is SessionStatus.HELD else ways(one)
