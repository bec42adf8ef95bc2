"""The mails of sixty weeks: kept, as in every house without a mail server. None of them ever leaves."""

from sqlalchemy import update

from training.core.db import amend
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.notices.models import Message
from training.notices.rules import MessageState


def carry_out() -> None:
    """Note that the jobs so far were carried out when they were due, and that their mails were kept."""
    waiting, ready = Message.state == MessageState.WAITING, Job.state == JobState.READY
    mails = update(Message).where(waiting).values(state=MessageState.KEPT, attempts=1)
    jobs = update(Job).where(ready).values(state=JobState.DONE, attempts=1, finished_at=Job.due_at)
    for change in (mails, jobs):
        amend(change)
