"""The file and the desk: who says what a requirement asks, ends and calls, raised editions, proofs from elsewhere."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.completion import desk, making
from tests.completion.desk import TODAY, asked, at, of_the_file, publish, requirement, versions
from tests.conftest import Clock
from training.audit.models import Event, EventDetail
from training.catalogue.models import Edition, Subject
from training.catalogue.rules import SubjectKind
from training.completion import drafting, publishing, queries
from training.completion.drafting import Refused
from training.completion.models import RequirementDraft
from training.core.db import database, writing
from training.core.errors import Conflict, NotFound

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def course(app: Flask) -> int:
    return making.subject("course")


# --- the file and the desk --------------------------------------------------------------------------------------------


def test_the_file_leaves_alone_what_the_desk_has_changed(app: Flask, clock: Clock, course: int):
    desk.person()
    publish(of_the_file("rule"), of_the_file("other"))
    desk.straight_into_force(app, clock, asked("rule", grace_days=9), TODAY)
    done = publish(of_the_file("rule", grace_days=2), of_the_file("other", grace_days=2), on=TOMORROW)
    assert (done.versions, done.left) == (1, ("rule",))
    assert versions("rule")[-1].grace_days == 9
    assert versions("other")[-1].grace_days == 2
    publish(of_the_file("other", grace_days=2), on=TOMORROW)
    assert requirement("rule").ended_on is None, "the file does not speak of it, and does not end it either"


def test_ending_and_bringing_back_from_the_desk_outlives_the_file(app: Flask, clock: Clock, course: int):
    person = desk.person()
    publish(of_the_file("rule"), on=date(2026, 11, 1))
    desk.reckon(app, clock, date(2026, 11, 1))
    viewer = desk.officer()
    with writing():
        drafting.end(viewer, "rule", "The law has changed", at=at(TODAY))
    desk.reckon(app, clock, TODAY)
    assert [duty.valid_until for duty in making.duties(person)] == [TODAY]
    assert publish(of_the_file("rule"), on=TOMORROW).left == ("rule",)
    assert requirement("rule").ended_on == TODAY
    day = date(2026, 12, 7)
    with writing():
        drafting.bring_back(viewer, "rule", "It has changed back", at=at(day))
    desk.reckon(app, clock, day)
    assert [(duty.valid_from, duty.due) for duty in making.duties(person)][-1] == (day, day + timedelta(days=30))
    acts = ("requirement-ended", "requirement-brought-back")
    reasons = (
        select(EventDetail.detail)
        .join(Event, Event.id == EventDetail.event_id)
        .where(Event.action.in_(acts))
        .order_by(Event.id)
    )
    assert [one["reason"] for one in database.session.scalars(reasons)] == [
        "The law has changed",
        "It has changed back",
    ]


def test_what_has_ended_ends_once_and_what_holds_is_not_brought_back(app: Flask, course: int):
    publish(of_the_file("rule"))
    viewer = desk.officer()
    with pytest.raises(Conflict), writing():
        drafting.bring_back(viewer, "rule", "It holds", at=at(TODAY))
    with pytest.raises(Refused), writing():
        drafting.end(viewer, "rule", "  ", at=at(TODAY))
    with writing():
        drafting.end(viewer, "rule", "The law has changed", at=at(TODAY))
    with pytest.raises(Conflict), writing():
        drafting.end(viewer, "rule", "Again", at=at(TODAY))


def test_calling_asks_people_anew_and_the_file_keeps_the_day(app: Flask, clock: Clock, course: int):
    person = desk.person()
    event = {"kind": "on-event", "event": "incident", "days": 5}
    publish(of_the_file("rule", due=event, renewal_months=None))
    desk.reckon(app, clock, TODAY)
    assert making.duties(person) == [], "nothing has come about"
    viewer = desk.officer()
    with writing():
        drafting.call(viewer, "rule", "A phone was stolen in Leeds", at=at(TOMORROW))
    desk.reckon(app, clock, TOMORROW)
    assert [duty.due for duty in making.duties(person)] == [TOMORROW + timedelta(days=5)]
    with pytest.raises(Conflict), writing():
        drafting.call(viewer, "rule", "Twice", at=at(TOMORROW))
    done = publish(of_the_file("rule", due=event, renewal_months=None), on=date(2026, 11, 26))
    assert (done.versions, done.left) == (0, ()), "it is still the file's, which keeps what was called"
    assert versions("rule")[-1].due["on"] == [TOMORROW.isoformat()]
    publish(of_the_file("plain"))
    with pytest.raises(NotFound), writing():
        drafting.call(viewer, "plain", "It waits for nothing", at=at(TODAY))


def raise_edition(subject_id: int, number: int) -> None:
    with writing():
        row = Edition(
            subject_id=subject_id, number=number, digest=f"{number:064d}", language="en", source_digest=None, content={},
            published_at=making.noon(TODAY),
        )  # fmt: skip
        database.session.add(row)
        database.session.flush()
        database.session.execute(update(Subject).where(Subject.id == subject_id).values(edition_id=row.id))


def test_a_raised_edition_is_asked_also_where_the_desk_wrote_the_requirement(app: Flask, clock: Clock, course: int):
    raise_edition(course, 1)
    desk.person()
    slug = desk.straight_into_force(app, clock, asked(), TODAY)
    assert publish(on=TOMORROW).versions == 0
    raise_edition(course, 2)
    assert publish(on=TOMORROW).versions == 1
    last = versions(slug)[-1]
    assert (last.number, last.asked_again, last.changed_by_id) == (2, [TOMORROW.isoformat()], None)
    assert publish(on=TOMORROW).versions == 0


def test_a_raised_edition_calls_what_waits_for_one(app: Flask, course: int):
    raise_edition(course, 1)
    desk.person()
    rule = of_the_file("rule", due={"kind": "on-event", "event": "edition", "days": 14}, renewal_months=None)
    publish(rule)
    raise_edition(course, 2)
    publish(rule, on=TOMORROW)
    assert versions("rule")[-1].due["on"] == [TOMORROW.isoformat()]
    assert publish(rule, on=date(2026, 12, 1)).versions == 0


# --- proofs from elsewhere --------------------------------------------------------------------------------------------


def test_a_proof_is_a_subject_of_its_own_that_stands_nowhere(app: Flask, clock: Clock, course: int):
    desk.person()
    ways = [{"course": "course"}, {"proof": "A first-aid certificate of the last two years"}]
    publish(of_the_file("first-aid", satisfied_by=ways))
    found = select(Subject).where(Subject.kind == SubjectKind.PROOF)
    (proof,) = database.session.scalars(found)
    assert (proof.slug, proof.summary, proof.minutes) == (
        "first-aid",
        "A first-aid certificate of the last two years",
        0,
    )
    assert publish(of_the_file("first-aid", satisfied_by=ways)).versions == 0
    slug = desk.straight_into_force(app, clock, asked(satisfied_by=[{"proof": "A letter"}]), TODAY)
    database.session.rollback()
    assert {one.slug for one in database.session.scalars(found)} == {"first-aid", slug}


def test_what_a_draft_would_take_as_proof_is_made_only_when_it_is_in_force(app: Flask, clock: Clock, course: int):
    desk.person()
    viewer = desk.officer()
    public_id = desk.draft(viewer, asked(satisfied_by=[{"proof": "A letter"}]), TODAY)
    desk.reckon(app, clock, TODAY)
    assert desk.numbers(public_id)["minutes"] == 0
    assert database.session.scalars(select(Subject).where(Subject.kind == SubjectKind.PROOF)).all() == []


def test_a_draft_whose_course_is_gone_stops_and_says_so(app: Flask, clock: Clock, course: int):
    desk.person()
    public_id = desk.draft(desk.officer(), asked(), TODAY)
    with writing():
        content = {
            **database.session.scalars(select(RequirementDraft.content)).one(),
            "satisfied_by": [{"course": "gone"}],
        }
        database.session.execute(update(RequirementDraft).values(content=content))
    with pytest.raises(AssertionError):
        desk.reckon(app, clock, TODAY)
    assert desk.states() == ["failed"]
    assert public_id


def test_preparing_twice_says_the_same(app: Flask, course: int):
    publish(of_the_file("rule"))
    known = queries.published()["rule"]
    again = publishing.prepared(of_the_file("rule"), known, queries.satisfiers(), None, TODAY)
    assert again.digest == known.digest
