"""Tells contacts what happened when a door closed: blocks that waited and hold their seats now."""

from datetime import datetime

from training.notices.service import write
from training.seminars import block_queries, contact_mailing
from training.seminars.letters import Host
from training.seminars.seats import Door


def tell_kept(door: Door, host: Host, now: datetime) -> None:
    """Write to the contacts of blocks that hold their seats since this door closed."""
    kept = block_queries.kept([one.id for one in door.kept])
    write(*(contact_mailing.to_kept(door.about, host, one) for one in kept), now=now)
