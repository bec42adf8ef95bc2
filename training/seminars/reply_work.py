"""The job that reads what calendars answer, every few minutes where a mailbox is set. Safe to run twice."""

import logging
from datetime import datetime

from training.core.db import writing
from training.core.mailbox import Mailbox, MailboxAddress, opened
from training.jobs.service import Claimed, NewJob
from training.jobs.worker import Handler, Tools
from training.seminars import declining
from training.seminars.job_host import Sender
from training.seminars.letters import Host
from training.seminars.replies import read_reply

log = logging.getLogger("muster.replies")
READ = "seminars.read-replies"
EVERY = 5  # minutes
AT_ONCE = 200
"""Mails in one job; the next one goes on."""


def schedule(now: datetime) -> tuple[NewJob, ...]:
    """Return the job of these five minutes."""
    begun = now.replace(minute=now.minute - now.minute % EVERY)
    return (NewJob(READ, f"{begun:%Y-%m-%dT%H:%M}"),)


def reader(address: MailboxAddress, sender: Sender) -> Handler:
    """Return the handler of `seminars.read-replies`."""

    def read(_job: Claimed, tools: Tools) -> None:
        now = tools.world.now()
        host = sender.host(tools, now)
        with opened(address) as box:
            for number in box.unseen(AT_ONCE):
                _take(box, number, host, now)

    return read


def _take(box: Mailbox, number: str, host: Host, now: datetime) -> None:
    """Act on one mail, and mark it only then: what broke off is read again."""
    reply = read_reply(box.read(number))
    if reply is not None:
        with writing():
            declining.take_answer(reply, host=host, now=now)
    box.mark_seen(number)
