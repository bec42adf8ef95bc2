"""The verbs of feedback: ask those who were there, once; take what one of them says, without saying who it was."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update

from training.core.db import amend, insert
from training.core.errors import Refused
from training.core.text import text
from training.jobs.service import NewJob, add
from training.seminars import feedback_letters, feedback_queries, interest
from training.seminars.day_models import Feedback
from training.seminars.feedback_queries import WERE_THERE, Asked
from training.seminars.letters import Host
from training.seminars.models import Registration
from training.seminars.service import send

ASK = "seminars.ask-feedback"
"""The job that asks those who were at one date."""


@dataclass(frozen=True)
class Opinion:
    """Three grades from 1 to 5, and words."""

    useful: int
    pace: int
    trainer: int
    comment: str = ""


def attendance_signed(session_id: int, *, now: datetime) -> None:
    """Have everybody asked who was there, and end their interest. Called where attendance is signed."""
    add(NewJob(ASK, str(session_id), {"session": session_id}), now=now)
    interest.end_for_those_who_came(session_id, now=now)


def give_feedback(asked: Asked, opinion: Opinion, *, now: datetime) -> None:
    """Keep what somebody thought, once. Raises Refused when they said it before or the time for it is over.

    It leaves no event in the log, alone of all verbs: an instant there would say whose answer it was.
    """
    if not asked.open(now):
        raise Refused("", text("This was asked for 30 days. Write to the security team instead."))
    row = (Registration.id == asked.id, Registration.feedback_given.is_(False), Registration.state.in_(WERE_THERE))
    giving = update(Registration).where(*row).values(feedback_given=True).returning(Registration.id)
    if amend(giving).scalar_one_or_none() is None:
        raise Refused(
            "", text("You have said it before. It can be said once, because nobody knows which answer is yours.")
        )
    day = now.astimezone(ZoneInfo(asked.zone)).date()
    amend(insert(Feedback).values({"session_id": asked.session_id, "given_on": day, **vars(opinion)}))


def ask_some(session_id: int, host: Host, *, after: int, limit: int, now: datetime) -> int:
    """Write to some of those who were there, in the order of their ids; return the last id, 0 when nobody is left."""
    some = feedback_queries.to_ask(session_id, after=after, limit=limit)
    send([feedback_letters.to_ask(one, host) for one in some if one.open(now)], now)
    return some[-1].id if some else 0
