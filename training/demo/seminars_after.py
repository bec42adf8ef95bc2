"""What comes after a date: people say how it was, a mistake is put right, needs are erased, old dates are put away."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from training.core.permissions import Viewer
from training.demo.chance import Chance
from training.demo.seminar_queries import Seated, registered, session_id
from training.demo.seminars_held import Date
from training.seminars import attendance, feedback, feedback_queries, needs, publishing
from training.seminars.attendance import Correction
from training.seminars.feedback import Opinion
from training.seminars.rules import Mark, State

ASKED_AFTER = timedelta(minutes=10)
ANSWERED = (20, 60 * 24 * 9)
"""Minutes after they were asked between which people answer."""
ANSWERS, SAYS_MORE = 72, 60  # per cent
MOST_ASKED = 500
NEEDS_KEPT = timedelta(hours=30)
PUT_RIGHT_AFTER = timedelta(hours=23)
PUT_AWAY_AFTER = timedelta(days=150)
SAID = (
    "The exercise with the telephone was worth the morning.",
    "More time for questions, and less for the slides at the start.",
    "I have put the card on the wall. Thank you.",
    "The case was close to what we had in spring. Please use it again.",
    "It was cold in the room.",
    "I now know whom to call at night. I did not before.",
    "A second date for those who work in shifts would help.",
)
OVERLOOKED = "Signed the sheet on paper and was overlooked at the door"
LEFT_EARLY = "Was called away after an hour; the trainer noted it on paper"


def look_after(date: Date, _at: datetime) -> None:
    """Enter what happens once a date is over."""
    if not date.is_held:
        return
    enter = date.scene.diary.enter
    enter(date.signed_at + ASKED_AFTER, partial(_ask, date))
    enter(date.signed_at + NEEDS_KEPT, _forget_needs)
    enter(date.signed_at + PUT_AWAY_AFTER, partial(_put_away, date))


def _ask(date: Date, at: datetime) -> None:
    """Ask everybody who was there how it was, as the job does; most of them answer."""
    feedback.ask_some(session_id(date.public_id), date.scene.host_at(at), after=0, limit=MOST_ASKED, now=at)
    said = Chance("said", date.session.key).shuffled(SAID)
    for one in registered(date.public_id, State.ATTENDED, State.PARTIAL):
        chance = Chance("feedback", date.session.key, one.email)
        if chance.happens(ANSWERS):
            answered = at + timedelta(minutes=chance.between(*ANSWERED))
            comment = said.pop() if said and chance.happens(SAYS_MORE) else ""
            opinion = _opinion(Chance("opinion", date.session.key, one.email), comment)
            date.scene.diary.enter(answered, partial(_answer, date, one, opinion))


def _opinion(chance: Chance, comment: str) -> Opinion:
    return Opinion(chance.pick((3, 4, 4, 5, 5)), chance.pick((2, 3, 3, 3, 4)), chance.pick((4, 4, 5, 5)), comment)


def _answer(date: Date, one: Seated, opinion: Opinion, at: datetime) -> None:
    if one.person_id:
        asked = feedback_queries.own(Viewer(person_id=one.person_id), date.session.seminar, date.public_id)
    else:
        asked = feedback_queries.of_link(one.registration, 0)
    feedback.give_feedback(asked, opinion, now=at)


def _forget_needs(at: datetime) -> None:
    needs.forget_over(now=at)


def _put_away(date: Date, at: datetime) -> None:
    publishing.archive(date.public_id, by_person_id=date.scene.team.person_id, now=at)


# --- a mistake --------------------------------------------------------------------------------------------------------


def correct(date: Date, _at: datetime) -> None:
    """Enter that what was signed of somebody is put right the day after."""
    date.scene.diary.enter(date.signed_at + PUT_RIGHT_AFTER, partial(_correct, date))


def _correct(date: Date, at: datetime) -> None:
    registration, correction = next(_mistakes(date))
    by_id = date.scene.team.person_id
    attendance.revert_attendance(registration, correction, by_person_id=by_id, now=at)


def _mistakes(date: Date) -> Iterator[tuple[str, Correction]]:
    """Yield what may have been signed wrongly: first who was noted as absent, then who was noted as there."""
    for one in registered(date.public_id, State.ABSENT):
        yield one.registration, Correction(Mark.HERE, None, OVERLOOKED)
    for one in registered(date.public_id, State.ATTENDED):
        yield one.registration, Correction(Mark.PARTLY, 60, LEFT_EARLY)
