"""The jobs of learning: ask people again, count what the answers say, forget old answers where that was wished."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from training.core.db import database, writing
from training.core.site import Site, SiteMemory
from training.jobs.service import Claimed, NewJob, progress
from training.jobs.worker import Handler, Tools
from training.learning import counting, figure_queries, forgetting, recall_queries, refreshing, voiding
from training.learning.ladder import week_of
from training.learning.refreshing import House

REFRESH, COUNT, FORGET, RESCORE = "learning.refresh", "learning.count", "learning.forget", voiding.RESCORE
PEOPLE_AT_ONCE = 200
ATTEMPTS_AT_ONCE = 50
ANSWERS_AT_ONCE = 5_000


def refresher(a_week: int) -> Handler:
    """Make the job that asks everybody what is due for them, at most so many questions a week."""

    def ask(job: Claimed, tools: Tools) -> None:
        now = tools.world.now()
        site = SiteMemory().site(now)
        today = _today(site, now)
        ids = recall_queries.ready(today, _monday(site, today)) if a_week else ()
        bank = recall_queries.bank() if ids else {}
        database.session.rollback()
        house = House(site.name, tools.links)
        # The write lock is held for some people at a time, well under a second.
        for start in range(0, len(ids), PEOPLE_AT_ONCE):
            with writing():
                part = recall_queries.part(ids[start : start + PEOPLE_AT_ONCE], today)
                refreshing.ask(part, bank, house, a_week=a_week, now=now, today=today)
                progress(job.id, done=min(start + PEOPLE_AT_ONCE, len(ids)), total=len(ids), now=now)

    return ask


def count(_job: Claimed, tools: Tools) -> None:
    """Count what the answers say of topics, beliefs, questions and courses."""
    now = tools.world.now()
    count_all(now=now, today=_today(SiteMemory().site(now), now))


def count_all(*, now: datetime, today: date) -> None:
    """Count everything as of now. Reads without the write lock; each part is written in a short transaction."""
    found = counting.remembered(now)
    courses = figure_queries.courses()
    database.session.rollback()
    with writing():
        counting.write_remembered(found, today=today)
    for course in courses:
        figures = counting.figures(course, now)
        database.session.rollback()
        with writing():
            counting.write_figures(figures, today=today)


def rescore(job: Claimed, tools: Tools) -> None:
    """Grade again whoever was asked a question that was taken out."""
    void_id, now = job.payload["void"], tools.world.now()
    ids = voiding.to_rescore(void_id)
    database.session.rollback()
    for start in range(0, len(ids), ATTEMPTS_AT_ONCE):
        with writing():
            voiding.rescore(void_id, ids[start : start + ATTEMPTS_AT_ONCE], now=now)
            progress(job.id, done=min(start + ATTEMPTS_AT_ONCE, len(ids)), total=len(ids), now=now)


def forgetter(kept_days: int) -> Handler:
    """Make the job that forgets what was chosen so many days ago; 0 keeps everything."""

    def forget(_job: Claimed, tools: Tools) -> None:
        now = tools.world.now()
        if kept_days:
            before = now - timedelta(days=kept_days)
            span = figure_queries.old_answers(before)
            database.session.rollback()
            for first in range(span.first or 0, (span.last or -1) + 1, ANSWERS_AT_ONCE):
                with writing():
                    forgetting.expire_answers(first, first + ANSWERS_AT_ONCE - 1, before=before, now=now)

    return forget


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """One job of each kind for each day."""
    day = now.date().isoformat()
    return NewJob(REFRESH, day), NewJob(COUNT, day), NewJob(FORGET, day)


def _today(site: Site, now: datetime) -> date:
    """The organisation's day."""
    return now.astimezone(ZoneInfo(site.zone)).date()


def _monday(site: Site, today: date) -> datetime:
    return datetime.combine(week_of(today), datetime.min.time(), ZoneInfo(site.zone))
