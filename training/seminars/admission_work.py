"""The job of coming in: bring requests to mind, end what time has overtaken, pass lapsed offers on. Safe twice."""

from datetime import datetime
from typing import TypeVar

from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import approval_queries, approving, offer_queries, offering
from training.seminars.approving import REMIND_AFTER
from training.seminars.letters import Host
from training.seminars.work import QUARTER

ADMIT = "seminars.admit"
Found = TypeVar("Found")


def handlers(mail_from: str) -> dict[str, Handler]:
    """Return the handlers; `mail_from` is who sends the mails."""

    def admit(_job: Claimed, tools: Tools) -> None:
        look_after(_host(mail_from, tools), tools.world.now())

    return {ADMIT: admit}


def look_after(host: Host, now: datetime) -> None:
    """Lapse offers, end requests that nobody answered, remind of old ones: one date a transaction."""
    for public_id in _read(offer_queries.sessions_with_lapsed(now)):
        with writing():
            offering.lapse_offers(public_id, host=host, now=now)
    for public_id in _read(approval_queries.overtaken(now)):
        with writing():
            approving.end_unanswered(public_id, host=host, now=now)
    for one in _read(approval_queries.unanswered(now, REMIND_AFTER)):
        with writing():
            approving.remind(one, host=host, now=now)


def _read(found: list[Found]) -> list[Found]:
    database.session.rollback()
    return found


def _host(mail_from: str, tools: Tools) -> Host:
    place = SiteMemory().site(tools.world.now())
    return Host(place.name, mail_from, place.seminar_mail, place.seminar_phone, tools.links)


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of this quarter of an hour."""
    quarter = now.replace(minute=now.minute - now.minute % QUARTER)
    return (NewJob(ADMIT, f"{quarter:%Y-%m-%dT%H:%M}"),)
