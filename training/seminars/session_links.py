"""Where else the desk can go from one date: one line for each page that a date has, in the order of its life."""

from datetime import datetime

from training.seminars.desk_pages import Link
from training.seminars.roster_queries import DeskSession
from training.seminars.wish_pages import links_of


def desk_links(one: DeskSession, now: datetime) -> tuple[Link, ...]:
    """Return the pages of a date besides its own, those that make sense now."""
    return (*links_of(one, now),)
