"""Something on every page: attempts in every state, dates before and after, guests, files, mail; and the way past all of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.browser import (
    admission_stops,
    contact_stops,
    day_stops,
    desk_stops,
    from_elsewhere,
    house,
    planning_stops,
    public_stops,
    requirement_stops,
    wish_stops,
)
from tests.browser.desk_stops import Stop
from tests.browser.house import PHISHING, House
from tests.make import NOW
from tests.seminars import making
from tests.small_world import TODAY
from training.catalogue.models import Question, Subject
from training.completion import freezing, freezing_queries, team_service
from training.completion.as_of import AsOf, Known
from training.completion.freezing import NewFigures
from training.completion.models import Assignment, Completion
from training.completion.rules import FigureKind
from training.core.db import database, writing
from training.core.files import Upload
from training.core.permissions import Role
from training.core.world import new_public_id, new_token
from training.learning import queries as courses
from training.learning import starting
from training.learning.accommodation_service import NewArrangement, arrange
from training.learning.attempt_queries import AttemptPlace
from training.learning.models import Attempt
from training.learning.readiness import Moment
from training.learning.refreshing import path
from training.learning.rules import AttemptKind
from training.learning.work import count_all
from training.people import doubt_service, importing
from training.people.models import Person, RosterDoubt
from training.people.service import make_link
from training.seminars import attendance
from training.seminars import service as seats
from training.seminars.addresses import VERIFY
from training.seminars.attendance import Marked
from training.seminars.attendees import Guest
from training.seminars.rules import VERIFY_HOLDS, Mark
from training.seminars.service import Claim

GUESTS = {name: f"{name.lower()}@canalstreet.example" for name in ("Sofia", "Tom", "Lea", "Noor")}
"""The first two have the seats, Lea waits, Noor has not confirmed."""
NO_TOKEN = "made-up" * 6
HEADER = "external_id,given,family,email,department,site,site_name,site_zone,site_city,title"
DANA = "1001,Dana,Ford,dana@alderfinch.example,Operations,LEEDS,Leeds,Europe/London,Leeds,Head"


@dataclass(frozen=True)
class Everything:
    people: dict[str, int]
    """Who they are: the id of each."""
    stops: list[Stop]


def build(app: Flask) -> Everything:
    """Fill the empty database; each stop is a page that can be opened at the usual Monday, 09:00."""
    found = house.build(app)
    nadia = make.person("Nadia", "Brandt", department=found.finance)
    make.grant(nadia, Role.CSO)
    house.pass_course(found.mila, NOW)
    house.pass_course(found.mila, NOW, "signing-in-safely")
    people = {"amara": found.amara, "jonas": found.jonas, "mila": found.mila, "ines": found.ines, "cso": nadia}
    ids = {who: person.id for who, person in people.items()}
    stops = [
        *_open_to_all(found),
        *_learning(app, found),
        *_seminars(app, found),
        *public_stops.stops(app, found, GUESTS["Sofia"]),
        *admission_stops.stops(app, found),
        *contact_stops.contacts(app),
        *_teams(found),
        *_acting(found),
        *_desk(app, found),
        *desk_stops.evidence(app, found),
        *_elsewhere(app, found),
        *wish_stops.stops(app, found),
        Stop("cso", requirement_stops.being_reckoned(found), looks_again=True),
    ]
    robin = select(Person.id).where(Person.email == "robin@audit.example").execution_options(scoped="test")
    return Everything(ids | {"robin": database.session.scalars(robin).one()}, stops)


def _open_to_all(found: House) -> list[Stop]:
    token = new_token()
    with writing():
        make_link(found.amara.id, token, now=NOW)
    return [
        Stop("", "/sign-in", "Sign in"), Stop("", f"/welcome/{token}", "Set the password"), Stop("", f"/welcome/{NO_TOKEN}"),
        Stop("", "/report"), Stop("", "/privacy"), Stop("", "/accessibility"), Stop("", "/nothing-here"), Stop("", "/ui"),
        Stop("", "/check/", "Check it"), Stop("", "/check/7QK4-M2XD-9TPA"),
        Stop("", f"/check/{number_of(found.jonas)}"), Stop("jonas", f"/check/{number_of(found.jonas)}"),
        Stop("mila", "/"), Stop("amara", "/"), Stop("amara", "/record"), Stop("jonas", "/record"), Stop("amara", "/account"), Stop("amara", "/account/calendar"),
        Stop("amara", "/report"),
    ]  # fmt: skip


def _learning(app: Flask, found: House) -> list[Stop]:
    passed, failed = _attempt(found.jonas, *[True] * 8), _attempt(found.amara, *[True] * 3, *[False] * 5)
    open_one = _attempt(found.amara, False)
    certificate = number_of(found.jonas)
    lessons = ("sender-link-request", "where-lures-hide", "check-it-another-way")
    return [
        Stop("amara", "/courses/"), Stop("amara", "/courses/recognising-phishing"), Stop("jonas", "/courses/recognising-phishing"),
        *(Stop("amara", f"/learn/recognising-phishing/{lesson}") for lesson in lessons),
        Stop("amara", "/learn/signing-in-safely/"), Stop("amara", "/learn/doors-badges-visitors/look-for-the-booking"),
        Stop("jonas", "/learn/signing-in-safely/quiz"), Stop("amara", f"{open_one}/2"), Stop("amara", f"{open_one}/2", "Answer"),
        Stop("amara", f"{open_one}/1"), Stop("amara", f"{failed}/result"), Stop("jonas", f"{passed}/result"),
        Stop("jonas", f"/certificates/{certificate}"), Stop("amara", "/courses/?find=password"), Stop("amara", "/courses/?find=zebra"),
        Stop("amara", "/courses/signing-in-safely/changes"), Stop("amara", "/policies/"),
        Stop("amara", "/policies/acceptable-use", "Put it into my record"),
        Stop("cso", "/desk/preview/"), Stop("cso", "/desk/preview/spot-it"),
        *_kinds(found), *_weeks_later(app, found),
        Stop("mila", "/learn/doors-badges-visitors/the-desk-you-leave/questions"), Stop("amara", "/memory"), Stop("jonas", "/memory"),
        Stop("cso", "/desk/gift/", "Read the file"),
    ]  # fmt: skip


def _kinds(found: House) -> list[Stop]:
    """A question of each kind: to be answered, answered with nothing, and answered wrongly."""
    stops = []
    for number, kind in enumerate(("many", "order", "match", "inspect")):
        slug, question = question_of(kind)
        for person, answered in (("mila", False), ("ines", True)):
            made = sealed(getattr(found, person), slug, question, number)
            address = f"/learn/{slug}/quiz/{made}/1"
            if answered:
                house.answer_by_verb(getattr(found, person), AttemptPlace(slug, made), 1, right=False)
                stops.append(Stop(person, address))
            else:
                stops += [Stop(person, address), Stop(person, address, "Answer")]
    return stops


def question_of(kind: str) -> tuple[str, Question]:
    for slug, question in database.session.execute(
        select(Subject.slug, Question).join(Question, Question.edition_id == Subject.edition_id)
    ):
        if question.content["kind"] == kind:
            return slug, question
    raise AssertionError(kind)


def sealed(person: Person, slug: str, question: Question, number: int, kind: AttemptKind = AttemptKind.TOPIC) -> str:
    """An attempt at this one question."""
    subject = database.session.scalars(select(Subject).where(Subject.slug == slug)).one()
    drawn = {
        "question": question.id,
        "digest": question.digest,
        "options": [one["key"] for one in question.content["options"]],
    }
    drawn["choices"] = [one["key"] for one in question.content["choices"]]
    public_id = new_public_id()
    with writing():
        row = Attempt(
            public_id=public_id, person_id=person.id, subject_id=subject.id, edition_id=subject.edition_id, kind=kind,
            part=f"part-{number}", number=1, language="en", draw=[drawn], needed=1, started_at=NOW,
        )  # fmt: skip
        database.session.add(row)
    return public_id


def _weeks_later(app: Flask, found: House) -> list[Stop]:
    """A refresher that waits, one that was answered, figures of a day, and something that was arranged."""
    slug, question = question_of("one")
    waits, done = (sealed(found.amara, slug, question, number, AttemptKind.REFRESHER) for number in (8, 9))
    house.answer_by_verb(found.amara, AttemptPlace(slug, done), 1, right=False)
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    new = NewArrangement(found.jonas.email or "", 150, True, True, None, "Agreed with the health service")
    with writing():
        arrange(viewer, new, at=Moment(NOW, TODAY))
    count_all(now=NOW + timedelta(minutes=1), today=TODAY)
    links = house.links(app)
    figures = f"/desk/questions/{slug}"
    return [
        Stop("", path(links, waits)), Stop("", path(links, done)), Stop("amara", path(links, waits), "Answer"),
        Stop("cso", "/desk/questions/"), Stop("cso", figures), Stop("cso", f"{figures}/{question.slug}/take-out", "Take it out"),
        Stop("cso", "/desk/recall/"), Stop("cso", "/desk/beliefs/"), Stop("cso", "/desk/accommodations/", "Arrange it"),
    ]  # fmt: skip


def number_of(person: Person) -> str:
    """The number of the first certificate of somebody."""
    numbers = select(Completion.public_id).where(Completion.person_id == person.id).order_by(Completion.id)
    return str(database.session.scalars(numbers.execution_options(scoped="test")).first())


def _attempt(person: Person, *verdicts: bool) -> str:
    """Answer the questions of an attempt so; return its address."""
    with writing():
        viewer = making.viewer(person)
        started = starting.start_course(viewer, courses.course(viewer, PHISHING), {}, at=Moment(NOW, TODAY))
    assert started is not None
    place = AttemptPlace(PHISHING, started.public_id)
    for position, right in enumerate(verdicts, start=1):
        house.answer_by_verb(person, place, position, right=right)
    return f"/learn/{PHISHING}/quiz/{started.public_id}"


def _seminars(app: Flask, found: House) -> list[Stop]:
    slug = making.seminar("First hour of a breach")
    coming = _coming(app, found, slug)
    begun, held = _begun(app, found, slug), _held(app, found, slug)
    of_the_day = day_stops.stops(app, found, begun)
    session, desk, register = (
        f"/seminars/{slug}/{coming}",
        f"/desk/sessions/{coming}",
        f"/desk/sessions/{begun}/attendance",
    )
    correct = f"/desk/registrations/{held.registration}/correct"
    return [
        Stop("", "/seminars/"), Stop("", f"/seminars/{slug}/"), Stop("", session, "Ask for a seat"), Stop("", f"{session}/asked"),
        Stop("", house.link_to(GUESTS["Noor"], "verify")), Stop("", house.link_to(GUESTS["Sofia"], "manage")),
        Stop("", house.link_to(GUESTS["Lea"], "manage")), Stop("", f"/seminars/verify/{NO_TOKEN}"),
        Stop("", f"/seminars/{slug}/{held.session}"), Stop("amara", "/seminars/"), Stop("amara", session), Stop("mila", session),
        Stop("cso", "/desk/seminars/"), Stop("cso", "/desk/seminars/new", "Save the seminar"), Stop("cso", "/desk/rooms/new"),
        Stop("cso", f"/desk/seminars/{slug}/sessions/new", "Plan the date"), Stop("cso", desk),
        Stop("cso", f"{desk}/call-off", "Call it off"), Stop("cso", register), Stop("cso", f"{register}/review"),
        Stop("cso", "/desk/kits/"), Stop("cso", "/desk/kits/ransomware-readiness"),
        *(Stop("cso", f"/desk/kits/ransomware-readiness/{paper}") for paper in ("trainer", "exercise", "handout")),
        Stop("cso", f"/desk/sessions/{held.session}"), Stop("cso", correct, "Correct the record"), *of_the_day,
        *planning_stops.stops(app, found, slug, coming),
    ]  # fmt: skip


def _coming(app: Flask, found: House, slug: str) -> str:
    """A date with two seats: two guests have them, a guest and an employee wait, a guest has not confirmed."""
    one, host = making.session(slug, venue_id=found.room, capacity=2), making.host(app)
    for name, email in GUESTS.items():
        making.ask(app, one, Guest(name, email, "Canal Street Dental", "en", "Keep my name."))
    for name in ("Sofia", "Tom", "Lea"):
        token = house.link_to(GUESTS[name], "verify").rpartition("/")[2]
        registration, version = host.links.read(VERIFY, token, holds=VERIFY_HOLDS)
        with writing():
            seats.verify_guest(Claim(registration, link_version=version), host=host, now=NOW)
    making.register(app, one, found.amara)
    return one


def _begun(app: Flask, found: House, slug: str) -> str:
    """A date that began an hour ago: one is marked as here, one for a part, one not yet."""
    early, start = NOW - timedelta(days=10), datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001  a wall clock
    one = making.session(slug, venue_id=found.room, now=early, local_start=start, capacity=20)
    mila, jonas = (making.register(app, one, person, now=early).registration for person in (found.mila, found.jonas))
    making.register(app, one, found.amara, now=early)
    with writing():
        marks = {jonas: Marked(Mark.HERE), mila: Marked(Mark.PARTLY, 30)}
        attendance.mark_attendance(one, marks, by_person_id=None, now=NOW)
    return one


@dataclass(frozen=True)
class Held:
    session: str
    registration: str


def _held(app: Flask, found: House, slug: str) -> Held:
    """A date whose attendance is signed."""
    early, start = NOW - timedelta(days=10), datetime(2026, 11, 20, 9, 0)  # noqa: DTZ001  a wall clock
    one = making.session(slug, venue_id=found.room, now=early, local_start=start, capacity=20)
    ines = making.register(app, one, found.ines, now=early).registration
    with writing():
        attendance.mark_attendance(one, {ines: Marked(Mark.ABSENT)}, by_person_id=None, now=NOW)
    with writing():
        attendance.close_attendance(one, by_person_id=None, now=NOW)
    return Held(one, ines)


def _teams(found: House) -> list[Stop]:
    finance = f"/departments/{found.finance.public_id}"
    _published(found)
    return [
        Stop("ines", "/departments/"), Stop("ines", finance), Stop("ines", f"{finance}/phishing-each-year"),
        Stop("ines", f"{finance}/phishing-each-year?part=open"), Stop("cso", "/departments/"), Stop("cso", "/departments/everybody/phishing-each-year"),
        Stop("ines", "/departments/figures/"), Stop("cso", "/departments/figures/2026-10"),
        Stop("ines", "/departments/figures/2026-11"), Stop("cso", "/departments/figures/2026-11"),
        *(Stop("ines", f"{path}?on={on}") for path in ("/departments/", finance, f"{finance}/phishing-each-year")
          for on in ("2026-11-22", "2026-11-22&known=now", "2999-01-01")),
    ]  # fmt: skip


def _acting(found: House) -> list[Stop]:
    """One is on leave, of one a manager says that they are not in the team; what is asked of another is explained."""
    ines, elke = (
        making.viewer(found.ines, Role.MANAGER),
        make.person("Elke", "Brandt", department=found.payments).public_id,
    )
    with writing():
        days = (TODAY, TODAY + timedelta(days=60))
        team_service.put_on_leave(ines, elke, days, "Parental leave", now=NOW, today=TODAY)
        doubt_service.raise_doubt(ines, elke, "Moved to Treasury", now=NOW)
    numbers = (Assignment.person_id == found.amara.id, Assignment.retired_at.is_(None))
    duty = database.session.scalars(
        select(Assignment.public_id).where(*numbers).execution_options(scoped="test")
    ).first()
    doubt = database.session.scalars(select(RosterDoubt.public_id).execution_options(scoped="test")).one()
    amara, elke = f"/people/{found.amara.public_id}", f"/people/{elke}"
    cuts = f"/departments/{found.finance.public_id}/phishing-each-year/cuts"
    return [
        Stop("amara", "/duties/"), Stop("mila", "/duties/"), Stop("amara", f"/duties/{duty}"), Stop("ines", f"/duties/{duty}"),
        Stop("ines", amara), Stop("ines", elke), Stop("ines", f"/duties/{duty}/extend", "Give more time"),
        Stop("ines", f"{amara}/leave", "Mark on leave"), Stop("ines", f"{elke}/back", "Change the end of leave"),
        Stop("ines", f"{amara}/back"), Stop("ines", f"{amara}/doubt", "Ask for the roster to be checked"),
        Stop("ines", f"/people/{found.ines.public_id}/leave"), Stop("cso", "/desk/roster/doubts/"),
        Stop("cso", f"/desk/roster/doubts/{doubt}", "Settle it"), Stop("ines", cuts),
        Stop("cso", "/departments/everybody/phishing-each-year/cuts"),
        Stop("ines", f"/departments/{found.finance.public_id}/phishing-each-year?title=Clerk"),
    ]  # fmt: skip


def _published(found: House) -> None:
    """Two months and a week; of the second month something comes to light an hour later."""
    as_of = AsOf(TODAY, NOW, Known.THEN)
    lines = freezing_queries.lines(as_of)
    for kind, day in ((FigureKind.MONTHLY, date(2026, 10, 31)), (FigureKind.WEEKLY, date(2026, 11, 15))):
        with writing():
            freezing.freeze(NewFigures(kind, AsOf(day, NOW, Known.THEN), lines), now=NOW)
    with writing():
        freezing.freeze(NewFigures(FigureKind.MONTHLY, as_of, lines), now=NOW)
    house.pass_course(found.rafael, NOW + timedelta(hours=1))


def _desk(app: Flask, found: House) -> list[Stop]:
    risks = desk_stops.risks(found)
    plan = _send(app, found, DANA, complete=True)
    faults = _send(app, found, DANA, "1002,Ravi,Nair,not an address,Operations,LEEDS,,,,Clerk")
    house.work_off(app)
    reading = _send(app, found, DANA)
    mail = house.mails_to(GUESTS["Sofia"])[-1]
    return [
        Stop("cso", "/desk/"), Stop("cso", "/desk/running-out/"), *risks, Stop("cso", "/desk/outbox/"), Stop("cso", f"/desk/outbox/{mail.public_id}"),
        Stop("cso", "/admin/roster/", "Show what it would change"), Stop("cso", plan, "Make these changes"), Stop("cso", faults),
        Stop("cso", reading, looks_again=True), Stop("cso", "/admin/settings"),
        Stop("cso", "/desk/clauses/"), Stop("cso", "/desk/clauses/iso-soc"),
        *desk_stops.reminders(found),
        *(Stop("cso", path, press) for path, press in requirement_stops.stops(app, found)),
    ]  # fmt: skip


def _elsewhere(app: Flask, found: House) -> list[Stop]:
    """A paper that waits, one that counts; a history that needs a yes, one that needs a match, one that is read."""
    waits, counts = (from_elsewhere.hand_in(one, "Phishing awareness") for one in (found.amara, found.ines))
    from_elsewhere.accept(app, found, counts)
    known = f"{found.amara.external_id},recognising-phishing,2026-09-04,7,8"
    faulty = (known, known.replace("2026", "2027"), "nobody,recognising-phishing,2026-09-04,,")
    plan, match = (
        from_elsewhere.send(app, found, *faulty),
        from_elsewhere.send(app, found, known.replace("recog", "Recog")),
    )
    broken = from_elsewhere.send(app, found, "too few")
    house.work_off(app)
    reading = from_elsewhere.send(app, found, known)
    return [
        Stop("amara", "/record/proofs/"), Stop("jonas", "/record/proofs/"), Stop("jonas", "/record/proofs/new"),
        Stop("amara", "/record/proofs/new", "Hand it in"), Stop("cso", "/desk/proofs/"), Stop("ines", "/record"),
        Stop("cso", f"/desk/proofs/{waits}", "Decide and tell the person"),
        Stop("cso", f"/desk/proofs/{counts}/take-back", "Take it back"), Stop("cso", f"/desk/proofs/{counts}"),
        Stop("cso", "/desk/history/", "Show what it would change"), Stop("cso", plan, "Record 1 completion"),
        Stop("cso", match), Stop("cso", broken), Stop("cso", f"{plan}/take-back"),
        Stop("cso", reading, looks_again=True),
    ]  # fmt: skip


def _send(app: Flask, found: House, *lines: str, complete: bool = False) -> str:
    file = Upload("people.csv", "text/csv", "\n".join([HEADER, *lines]).encode())
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    return "/admin/roster/" + importing.receive(viewer, file, complete=complete, world=app.extensions["muster"].world)
