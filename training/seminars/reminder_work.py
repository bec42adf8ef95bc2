"""The job of reminders, once an hour: some people a transaction. Safe to run twice."""

from datetime import datetime

from training.core.db import database, writing
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import reminding
from training.seminars.job_host import Sender

REMIND = "seminars.remind"


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of this hour."""
    return (NewJob(REMIND, f"{now:%Y-%m-%dT%H}"),)


def reminder(sender: Sender) -> Handler:
    """Return the handler of `seminars.remind`."""

    def remind(_job: Claimed, tools: Tools) -> None:
        now = tools.world.now()
        host = sender.host(tools, now)
        for one in reminding.REMINDERS:
            dates = reminding.due(one, now=now)
            database.session.rollback()
            for row in dates:
                write = True
                while write:
                    with writing():
                        write = bool(reminding.remind(one, row, host=host, now=now))

    return remind
