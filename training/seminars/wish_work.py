"""The jobs of what people tell us: erase needs, end what was not confirmed, tell of dates, ask how it was."""

from collections.abc import Callable
from datetime import datetime

from training.core.db import database, writing
from training.core.site import SiteMemory
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import feedback, interest, interest_queries, needs
from training.seminars.letters import Host

TIDY = "seminars.tidy-wishes"
AT_ONCE = 200


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of this hour."""
    return (NewJob(TIDY, f"{now:%Y-%m-%dT%H}"),)


def handlers(mail_from: str) -> dict[str, Handler]:
    """Return what carries out each kind of job, with the address from which the house writes."""

    def host(tools: Tools) -> Host:
        place = SiteMemory().site(tools.world.now())
        return Host(place.name, mail_from, place.seminar_mail, place.seminar_phone, tools.links)

    def tell(job: Claimed, tools: Tools) -> None:
        tell_of_date(job.payload["session"], host(tools), tools)

    def ask(job: Claimed, tools: Tools) -> None:
        ask_for_feedback(job.payload["session"], host(tools), tools)

    return {TIDY: tidy, interest.TELL: tell, feedback.ASK: ask}


def tidy(_job: Claimed, tools: Tools) -> None:
    """Erase the needs of dates of earlier days, and end interest that was not confirmed or is a year old."""
    now = tools.world.now()
    with writing():
        needs.forget_over(now=now)
    ended = interest.LAPSED_AT_ONCE
    while ended == interest.LAPSED_AT_ONCE:
        with writing():
            ended = interest.end_lapsed(now=now)


def tell_of_date(session_id: int, host: Host, tools: Tools) -> None:
    """Tell everybody who waits for a date, some people a transaction; whoever was told before gets no second mail."""
    now = tools.world.now()
    date = interest_queries.published(session_id, now)
    database.session.rollback()
    if date is not None:
        _in_parts(lambda after: interest.tell_some(date, host, after=after, limit=AT_ONCE, now=now))


def ask_for_feedback(session_id: int, host: Host, tools: Tools) -> None:
    """Ask everybody who was at a date, some people a transaction; nobody is asked twice."""
    now = tools.world.now()
    _in_parts(lambda after: feedback.ask_some(session_id, host, after=after, limit=AT_ONCE, now=now))


def _in_parts(part: Callable[[int], int]) -> None:
    after = -1
    while after:
        with writing():
            after = part(max(after, 0))
