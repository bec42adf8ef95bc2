"""Makers for what comes weeks after a course: courses passed by the verbs, sealed attempts, the day's jobs, mails."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import and_, select

from tests import make
from tests.catalogue.making import question, right_files
from tests.conftest import Clock
from tests.learning import making
from training import rooms
from training.audit.models import Event
from training.catalogue.models import Question, Subject, Translation
from training.core.db import database, scoped, writing
from training.core.links import Links
from training.core.permissions import Viewer
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.jobs.service import NewJob, add
from training.jobs.worker import Tools, run_due
from training.learning import attempt_queries, queries, recalling, service, starting, work
from training.learning.attempt_queries import AttemptPlace
from training.learning.drawing_queries import candidate
from training.learning.models import Attempt, HeldBelief, Recall
from training.learning.readiness import Moment
from training.learning.rules import AttemptKind, sealed
from training.learning.starting import NewAttempt
from training.notices.models import Message

_number = count(1)

# --- courses ----------------------------------------------------------------------------------------------------------


def two_courses(files: Mapping[str, str] | None = None) -> dict[str, str]:
    """The right folder with a second course, `call-it`, that is like the first but for its name."""
    files = dict(files or right_files())
    for name, text in list(files.items()):
        if name.startswith("spot-it/"):
            files[name.replace("spot-it", "call-it")] = text.replace("spot-it", "call-it").replace("Spot it", "Call it")
    return files


def with_questions(*more: str) -> dict[str, str]:
    """The right folder with more questions on `report`, whose lesson is `tell`."""
    files = right_files()
    files["spot-it/questions.yaml"] += "".join(f"\n{question(slug, 'report', 'tell')}" for slug in more)
    return files


def several(slug: str) -> str:
    """A question as YAML of which two options are right."""
    return f"""\
- id: {slug}
  objective: report
  lesson: tell
  kind: many
  level: apply
  stem: A note named {slug} wants a code. What helps?
  options:
    - text: Report it with the button.
      right: true
      why: Sorting it out is our work.
    - text: Call us at once.
      right: true
      why: A call is a report too.
    - text: Delete it at once.
      misconception: delete-is-enough
      why: The others still have theirs.
    - text: Answer, as it has a padlock.
      misconception: padlock
      why: A padlock vouches for nobody.
  takeaway: Not sure is a good reason to report.
"""


# --- people -----------------------------------------------------------------------------------------------------------


class Someone(NamedTuple):
    """A person as plain values: an entity would be read again after each transaction."""

    id: int
    public_id: str
    given: str
    email: str


def someone(*names: str, **values: Any) -> Someone:
    made = make.person(*names, **values)
    return Someone(made.id, made.public_id, made.given, made.email or "")


def person(**values: Any) -> int:
    return someone(**values).id


# --- attempts by the verbs --------------------------------------------------------------------------------------------


def moment(now: datetime) -> Moment:
    return Moment(now, now.date())


def pass_course(person_id: int, now: datetime, slug: str = "spot-it") -> None:
    """Take all the questions of a course and answer them rightly."""
    viewer, at = Viewer(person_id=person_id), moment(now)
    with writing():
        started = starting.start_course(viewer, queries.course(viewer, slug), {}, at=at)
    assert started is not None
    answer(AttemptPlace(slug, started.public_id), *([True] * started.asked), now=now)


def seal(person_id: int, *slugs: str, now: datetime, **values: Any) -> AttemptPlace:
    """Begin an attempt that asks just these questions of `course`, in this order, in this wording (`language`)."""
    course, language = values.pop("course", "spot-it"), values.pop("language", "")
    subject_id, edition_id = taught(course, language)
    rows = database.session.execute(
        select(Question.id, Question.slug, Question.digest, Question.objective, Question.lesson_slug, Question.content)
        .where(Question.edition_id == edition_id)
    ).all()  # fmt: skip
    by_slug = {row.slug: candidate(row) for row in rows}
    defaults: dict[str, Any] = {
        "kind": AttemptKind.COURSE,
        "needed": len(slugs),
        "language": language or "en",
        "words": {},
    }
    new = NewAttempt(
        person_id=person_id, subject_id=subject_id, edition_id=edition_id, number=next(_number),
        drawn=tuple(sealed(by_slug[slug], list) for slug in slugs), **(defaults | values),
    )  # fmt: skip
    with writing():
        attempt_id = starting.insert_attempt(new, now=now)
    assert attempt_id is not None
    database.session.rollback()
    public_id = scoped(select(Attempt.public_id).where(Attempt.id == attempt_id), by="test")
    return AttemptPlace(course, str(database.session.scalars(public_id).one()))


def taught(course: str, language: str = "") -> tuple[int, int]:
    """The subject and the edition that is taught now, in a translation where a language is named."""
    database.session.rollback()
    if language:
        found = select(Subject.id, Translation.edition_id).join(Translation, Translation.subject_id == Subject.id)
        found = found.where(Translation.language == language)
    else:
        found = select(Subject.id, Subject.edition_id)
    return tuple(database.session.execute(found.where(Subject.slug == course)).one())  # type: ignore[return-value]


def answer(place: AttemptPlace, *rights: bool, now: datetime) -> None:
    """Answer what is next in an attempt, so often as outcomes are named."""
    for right in rights:
        database.session.rollback()
        whose = scoped(select(Attempt.person_id).where(Attempt.public_id == place.public_id), by="test")
        viewer = Viewer(person_id=database.session.scalars(whose).one())
        attempt = attempt_queries.attempt(viewer, place)
        assert attempt.next is not None, "the attempt has ended"
        content = attempt_queries.question(attempt.drawn[attempt.next - 1]).content
        with writing():
            service.submit_answer(
                viewer, replace(place, position=attempt.next), sent(content, right=right), at=moment(now)
            )
        database.session.rollback()


def sent(content: Mapping[str, Any], *, right: bool) -> list[tuple[str, str]]:
    """What a form would send as the right answer, or as one that is worth nothing, to a question of options."""
    keys = [option["key"] for option in content["options"] if option["right"] is right]
    return [("", key) for key in (keys if right else keys[:1])]


# --- jobs and mails ---------------------------------------------------------------------------------------------------


def links(app: Flask) -> Links:
    house = app.extensions["muster"]
    return Links(house.settings.site_url, house.settings.secret_key, house.world.now)


def run(app: Flask, kind: str, payload: dict[str, Any] | None = None, **settings: Any) -> None:
    """Carry out one job of a kind as a worker does, though one like it was carried out before; it must succeed."""
    house = app.extensions["muster"]
    with writing():
        add(NewJob(kind, f"test {next(_number)}", payload or {}), now=house.world.now())
    work_off(app, only=kind, **settings)


def work_off(app: Flask, *, only: str = "", **settings: Any) -> None:
    """Carry out all jobs that are due, or those of one kind; none may fail."""
    house = app.extensions["muster"]
    handlers = rooms.handlers(house.settings.model_copy(update=settings), "Alder & Finch")
    doing = {kind: one if kind == only or not only else _nothing for kind, one in handlers.items()}
    run_due(doing, Tools(house.world, links(app)))
    database.session.rollback()
    due = (Job.state != JobState.DONE, Job.due_at <= house.world.now())
    failed = database.session.execute(select(Job.kind, Job.last_error).where((Job.last_error != "") | and_(*due))).all()
    assert not failed, failed
    database.session.rollback()


def _nothing(*_: Any) -> None:
    pass


def ask_again(app: Flask, a_week: int = 1) -> None:
    """The job that asks everybody what is due for them."""
    run(app, work.REFRESH, refreshers_a_week=a_week)


def mails() -> list[Any]:
    """The mails with questions, in the order in which they were written."""
    return [mail for mail in making.rows(Message) if mail.kind == "learning.refresher"]


def paths(mail: Any) -> list[str]:
    """Where the links of a mail lead, as paths of this site."""
    found = re.findall(r"http://localhost(/refresh/\S+)", mail.body)
    assert found, mail.body
    return found


def learner(clock: Clock, **values: Any) -> int:
    """Somebody who passed the course today."""
    person_id = person(**values)
    pass_course(person_id, clock())
    return person_id


def asked(app: Flask, clock: Clock, **values: Any) -> tuple[int, str]:
    """Somebody who passed the course a week ago and was asked just now; and the way to the question."""
    person_id = learner(clock, **values)
    clock.forward(days=7)
    ask_again(app)
    (mail,) = mails()
    (path,) = paths(mail)
    return person_id, path


def hold(person_id: int, belief: str, *, held: bool = True, at: datetime = make.NOW) -> None:
    """Note that somebody showed a false belief when they last met it, or did not."""
    with writing():
        database.session.add(HeldBelief(person_id=person_id, belief_slug=belief, held=held, answered_at=at))


# --- what is known afterwards -----------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """Where somebody stands with one objective."""

    step: int
    due_on: date
    learned_on: date


def ladder(person_id: int, course: str = "spot-it") -> dict[str, Standing]:
    """Where a person stands on the ladder: objective → standing."""
    database.session.rollback()
    rungs = (
        select(Recall.objective, Recall.step, Recall.due_on, Recall.learned_on)
        .join(Subject, Subject.id == Recall.subject_id)
        .where(Recall.person_id == person_id, Subject.slug == course)
    )
    return {row[0]: Standing(*row[1:]) for row in database.session.execute(scoped(rungs, by="test"))}


def learned(person_id: int, on: date, *objectives: str, course: str = "spot-it") -> None:
    """Put objectives on the ladder as passing on that day does, though nothing was asked: nothing was seen yet."""
    subject_id = taught(course)[0]
    rung = recalling.LADDER[0]
    with writing():
        database.session.add_all(
            Recall(
                person_id=person_id, subject_id=subject_id, objective=objective, learned_on=on, step=0,
                due_on=date.fromordinal(on.toordinal() + rung),
            )
            for objective in objectives
        )  # fmt: skip


def refreshers(person_id: int | None = None) -> list[Any]:
    """The refreshers that were asked, of everybody or of one person."""
    return [
        one for one in making.attempts()
        if one.kind is AttemptKind.REFRESHER and person_id in {None, one.person_id}
    ]  # fmt: skip


def slugs(attempt: Any) -> list[str]:
    """Which questions an attempt asks."""
    database.session.rollback()
    by_id = dict(database.session.execute(select(Question.id, Question.slug)).all())
    return [by_id[one["question"]] for one in attempt.draw]


def objectives(attempts: Sequence[Any]) -> list[str]:
    """Which objectives attempts ask, one each."""
    database.session.rollback()
    by_id = dict(database.session.execute(select(Question.id, Question.objective)).all())
    return [by_id[one.draw[0]["question"]] for one in attempts]


def events(*actions: str) -> list[tuple[str, int | None, int | None]]:
    """What the log says of these actions: (action, actor, subject), in order."""
    database.session.rollback()
    found = select(Event.action, Event.actor_id, Event.subject_id).where(Event.action.in_(actions)).order_by(Event.id)
    return [tuple(row) for row in database.session.execute(found)]  # type: ignore[misc]
