"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime, timedelta

from flask import url_for

from training.seminars.desk_pages import Link
from training.seminars.register_pages import ways
from training.seminars.roster_queries import DeskSession
from training.seminars.rules import SessionStatus
from training.seminars.wish_pages import links_of
from training.web.words import _

PREPARED = timedelta(days=14)
"""How long before a date its papers and its door are offered."""


def desk_links(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    codes = Link(_("Invitation codes"), url_for("seminars.session_codes", session_id=one.public_id))
    forget = Link(_("Forget its guests"), url_for("seminars.forget_form", session_id=one.public_id))
    return (codes, *links_of(one, now), *_of_the_day(one, now), *((forget,) if one.ends_at <= now else ()))


def _of_the_day(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    if one.status is SessionStatus.CANCELLED or now < one.starts_at - PREPARED:
        return ()
    signed = Link(_("What was signed"), url_for("seminars.signed", session_id=one.public_id))
    return (signed, *ways(one)[2:]) if one.status is SessionStatus.HELD else ways(one)
