"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime

from flask import url_for

from training.seminars.desk_pages import Link
from training.seminars.roster_queries import DeskSession
from training.web.words import _


def desk_links(one: DeskSession, _now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    places = Link(_("Everybody's place, changed by hand"), url_for("seminars.places", session_id=one.public_id))
    return (places,)
