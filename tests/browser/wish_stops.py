"""Pages of what people tell us: questions and answers, needs, interest and demand, feedback before and after five."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.browser.desk_stops import Stop
from tests.browser.house import House
from tests.make import NOW
from tests.seminars import making, wishes
from training.core.db import database, writing
from training.core.permissions import Viewer
from training.people.models import Person
from training.seminars import attendance, feedback, feedback_queries, interest, service
from training.seminars.addresses import CONFIRM_INTEREST, END_INTEREST, MANAGE
from training.seminars.attendance import Marked
from training.seminars.feedback import Opinion
from training.seminars.models import Registration
from training.seminars.questions import Told
from training.seminars.rules import Mark
from training.seminars.service import Claim


def stops(app: Flask, found: House) -> list[Stop]:
    """A seminar that asks and is held, one that is not planned, one whose guest was there."""
    slug, wanted = making.seminar("Calls with a borrowed voice"), making.seminar("Lost and stolen devices")
    wishes.ask_for(slug, wishes.ROLE, wishes.LUNCH, wishes.HOPE)
    coming = making.session(slug, venue_id=found.room, local_start=datetime(2026, 12, 16, 9, 0), capacity=20)  # noqa: DTZ001
    with writing():
        service.register_employee(
            making.viewer(found.jonas), coming, host=making.host(app), now=NOW,
            told=Told({"q1": "Office", "q2": "Yes", "q3": "A card for the desk"}, "A ramp at the entrance"),
        )  # fmt: skip
    questions, desk, seminar = f"/desk/seminars/{slug}/questions", f"/desk/sessions/{coming}", f"/seminars/{slug}"
    return [
        Stop("cso", questions, "Ask this question"), Stop("cso", f"{questions}/q1"), Stop("cso", f"/desk/seminars/{wanted}/questions"),
        Stop("mila", f"{seminar}/{coming}", "Take a seat"), Stop("", f"{seminar}/{coming}", "Ask for a seat"),
        Stop("cso", f"{desk}/answers"), Stop("cso", f"{desk}/needs"), Stop("cso", f"{desk}/feedback"),
        *_interest(app, found, wanted), *_feedback(app, found, making.seminar("Six links")),
    ]  # fmt: skip


def _interest(app: Flask, found: House, slug: str) -> list[Stop]:
    for person, online in ((found.amara, False), (found.mila, True)):
        with writing():
            interest.say_interested(_at_site(person), slug, online=online, now=NOW)
    told, new = (
        wishes.guest_interested(app, slug, f"{name}@lakeside.example", confirmed=name == "ada")
        for name in ("ada", "ben")
    )
    page = f"/seminars/{slug}/interest"
    return [
        Stop("", page, "Tell me"), Stop("jonas", page), Stop("amara", f"/seminars/{slug}/"), Stop("", f"{page}/asked"),
        Stop("", wishes.link(app, told)), Stop("", wishes.link(app, new)), Stop("", wishes.link(app, told, END_INTEREST)),
        Stop("", f"/seminars/interest/{making.host(app).links.sign(CONFIRM_INTEREST, ['none', 0])}"),
        Stop("cso", "/desk/seminars/demand"), Stop("cso", f"/desk/seminars/{slug}/sessions/new?seats=3"),
    ]  # fmt: skip


def _at_site(person: Person) -> Viewer:
    site = make.site().id
    return replace(making.viewer(person), site_id=site, language="en")


def _feedback(app: Flask, found: House, slug: str) -> list[Stop]:
    """A date of last Friday: five have said how it was, one has not, nor has a guest."""
    early, start = NOW - timedelta(days=10), datetime(2026, 11, 20, 14, 0)  # noqa: DTZ001  a wall clock
    one = making.session(slug, now=early, local_start=start, capacity=None)
    people = [found.amara, *(wishes.person() for _ in range(5))]
    ids = [making.register(app, one, person, now=early).registration for person in people]
    making.ask(app, one, making.guest(77, email="ola@lakeside.example"), now=early)
    guest = database.session.scalars(
        select(Registration.public_id).order_by(Registration.id.desc()).limit(1).execution_options(scoped="test")
    ).one()
    with writing():
        service.verify_guest(Claim(guest, link_version=0), host=making.host(app), now=early)
    with writing():
        marks = {number: Marked(Mark.HERE) for number in (*ids, guest)}
        attendance.mark_attendance(one, marks, by_person_id=None, now=NOW)
    with writing():
        attendance.close_attendance(one, by_person_id=None, now=NOW)
    for grade, person in enumerate(people[1:], start=1):
        asked = feedback_queries.own(making.viewer(person), slug, one)
        with writing():
            feedback.give_feedback(asked, Opinion(grade, 3, 5, f"Comment {grade}"), now=NOW)
    manage = f"/seminars/manage/{making.host(app).links.sign(MANAGE, [guest, 0])}"
    return [
        Stop("amara", f"/seminars/{slug}/{one}"), Stop("amara", f"/seminars/{slug}/{one}/feedback", "Say it"),
        Stop("", manage), Stop("", f"{manage}/feedback"), Stop("cso", f"/desk/sessions/{one}/feedback"),
        Stop("cso", f"/desk/seminars/{slug}/feedback"), Stop("cso", f"/desk/sessions/{one}"),
    ]  # fmt: skip
