"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime

from flask import url_for

from training.seminars.desk_pages import Link
from training.seminars.roster_queries import DeskSession
from training.web.words import _


def desk_links(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    forget = Link(_("Forget its guests"), url_for("seminars.forget_form", session_id=one.public_id))
    return (forget,) if one.ends_at <= now else ()
