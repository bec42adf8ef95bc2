"""The job of blocks: remind contacts, give back what has no name, end what nobody confirmed. Safe to run twice."""

from datetime import datetime
from functools import partial

from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import block_queries, holding, service
from training.seminars.letters import Host
from training.seminars.organisation_rules import KEPT_AFTER_END, REMIND_BEFORE

BLOCKS = "seminars.blocks"
QUARTER = 15  # minutes


def look_after_blocks(_job: Claimed, tools: Tools, *, sender: str) -> None:
    """Do what is due in this quarter of an hour, one session a transaction."""
    now = tools.world.now()
    site = SiteMemory().site(now)
    host = Host(site.name, sender, site.seminar_mail, site.seminar_phone, tools.links)
    due, stale = block_queries.sessions_with_due(now), block_queries.sessions_with_stale(now)
    to_remind = block_queries.to_remind(now, REMIND_BEFORE)
    database.session.rollback()
    with writing():
        service.forget_guests(block_queries.former_contacts(now - KEPT_AFTER_END), now=now)
    for public_id in due:
        with writing():
            holding.release_due(public_id, host=host, now=now)
    for public_id in stale:
        with writing():
            holding.expire_named(public_id, now=now)
    for block in to_remind:
        with writing():
            holding.remind_contact(block, host=host, now=now)


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of this quarter of an hour."""
    quarter = now.replace(minute=now.minute - now.minute % QUARTER)
    return (NewJob(BLOCKS, f"{quarter:%Y-%m-%dT%H:%M}"),)


def handlers(sender: str) -> dict[str, Handler]:
    """Return what carries the jobs out; `sender` is whom mails come from."""
    return {BLOCKS: partial(look_after_blocks, sender=sender)}
