"""Demand: each person once by seminar and place, in one statement, and the form that it leads to."""

from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.seminars import making, wishes
from training.catalogue.models import Subject
from training.completion.models import Assignment, Requirement, RequirementSubject, RequirementVersion
from training.core.db import database, writing
from training.core.permissions import Role
from training.people.models import Membership, Person, Site
from training.seminars import demand_queries
from training.seminars.models import Seminar

TODAY = date(2026, 11, 23)
DAY = date(2026, 1, 5)


def owe(slug: str, *people: Person, done: bool = False, exempt: bool = False, number: int = 1) -> None:
    """Put a duty for the seminar's subject on people, open unless it is done or excused."""
    subject = database.session.scalars(select(Subject.id).join(Seminar).where(Seminar.slug == slug)).one()
    with writing():
        requirement = Requirement(slug=f"{slug}-{number}")
        database.session.add(requirement)
        database.session.flush()
        version = RequirementVersion(
            requirement_id=requirement.id, number=1, title="Once", why="So.", audience={}, due={}, window_days=0, grace_days=0,
            clauses=[], digest="x", valid_from=DAY, recorded_at=making.NOW,
        )  # fmt: skip
        database.session.add(version)
        database.session.flush()
        database.session.add(RequirementSubject(version_id=version.id, subject_id=subject))
        for person in people:
            where = database.session.scalars(
                select(Membership.department_id)
                .where(Membership.person_id == person.id)
                .execution_options(scoped="test")
            ).one()
            database.session.add(
                Assignment(
                    requirement_id=requirement.id, version_id=version.id, person_id=person.id, cycle=1, due=date(2026, 2, 1),
                    because="Everybody", department_id=where, valid_from=DAY, recorded_at=making.NOW,
                    done_on=DAY if done else None, exempt_from=DAY if exempt else None,
                )
            )  # fmt: skip


def at(site: Site, number: int) -> list[Person]:
    return [wishes.person(site=site) for _ in range(number)]


def counted(viewer: Any) -> list[tuple[str, str, int, int]]:
    database.session.rollback()
    found = demand_queries.demand(viewer, making.NOW, TODAY)
    return [(one.place, one.site_name or "", one.people, one.interested) for one in found]


def test_each_person_counts_once_by_place(app: Flask) -> None:
    slug, lyon, leeds = making.seminar(), wishes.kept(make.site("Lyon")), wishes.kept(make.site("Leeds"))
    viewer = making.viewer(wishes.person(), Role.SECURITY_TEAM)
    both, owes, online, late = at(lyon, 1)[0], at(lyon, 2), at(lyon, 1)[0], at(leeds, 1)[0]
    owe(slug, both, *owes, online, late)
    owe(slug, *owes, number=2)
    owe(slug, *at(lyon, 1), done=True, number=3)
    owe(slug, *at(lyon, 1), exempt=True, number=4)
    wishes.interested(both, slug, site_id=lyon.id)
    wishes.interested(online, slug)
    wishes.guest_interested(app, slug, "sofia@canalstreet.example")
    wishes.guest_interested(app, slug, "noor@canalstreet.example", confirmed=False)
    assert sorted(counted(viewer)) == [
        ("guest", "", 1, 1), ("online", "", 1, 1), ("site", "Leeds", 1, 0), ("site", "Lyon", 3, 1),
    ]  # fmt: skip


def test_who_has_a_seat_or_left_is_not_counted(app: Flask) -> None:
    slug, lyon = making.seminar(), wishes.kept(make.site("Lyon"))
    viewer = making.viewer(wishes.person(), Role.SECURITY_TEAM)
    seated, owing, left, ended = at(lyon, 4)
    owe(slug, owing)
    wishes.interested(seated, slug, site_id=lyon.id)
    wishes.interested(left, slug, site_id=lyon.id)
    wishes.interested(ended, slug, site_id=lyon.id)
    assert counted(viewer) == [("site", "Lyon", 4, 3)]
    session = making.session(slug, capacity=1)
    for person in (seated, owing):  # one has the seat, the other waits for it
        making.register(app, session, person)
    with writing():
        gone = update(Membership).where(Membership.person_id == left.id).values(retired_at=making.NOW)
        database.session.execute(gone)
    assert counted(viewer) == [("site", "Lyon", 1, 1)]
    assert demand_queries.demand(viewer, making.begun().replace(year=2027), TODAY)[0].people == 3


def test_the_page_leads_to_a_date_at_that_site(app: Flask, client: Client, statements: Any) -> None:
    slug, lyon = making.seminar("Doors"), wishes.kept(make.site("Lyon", city="Lyon"))
    making.venue("Aula", seats=90, code="Aachen")
    with writing():
        making.planning.create_venue(lyon.id, "Salle 2", seats=30)
    for person in at(lyon, 3):
        wishes.interested(person, slug, site_id=lyon.id)
    make.sign_in(client, wishes.person(), role=Role.SECURITY_TEAM)
    page = client.get("/desk/seminars/demand")
    assert "Three seats are wished for." in page.heading
    with statements() as counting:
        client.get("/desk/seminars/demand")
    assert len(counting) <= 2, counting.texts
    link = page.soup.find("a", string="Plan Lyon, 3 people")
    form = client.get(link["href"])
    rooms = [one.get_text() for one in form.soup.select("select[name=venue] option")]
    assert rooms[0] == "Lyon: Salle 2, 30 seats" and len(rooms) == 3
    assert form.soup.select_one("select[name=venue] option[selected]").get_text() == rooms[0]
    assert form.soup.select_one("input[name=capacity]")["value"] == "3"
    file = client.get("/desk/seminars/demand/people.csv").text.splitlines()
    assert file[1] == "Doors,Lyon,3,3,0"
    for odd in ("seats=0", "seats=-4", "seats=9999999999999", "seats=x&site=none"):
        assert client.get(f"/desk/seminars/{slug}/sessions/new?{odd}").status == 200


def test_numbers_are_for_those_who_run_seminars(app: Flask, client: Client) -> None:
    make.sign_in(client, wishes.person(), role=Role.SECURITY_TEAM)
    assert "Nobody waits for a seminar." in client.get("/desk/seminars/demand").heading
    for role in (None, Role.MANAGER, Role.AUDITOR):
        make.sign_in(client, wishes.person(), role=role)
        assert client.get("/desk/seminars/demand").status == 404


def test_the_statements_do_not_grow_with_the_demand(app: Flask, statements: Any) -> None:
    viewer = making.viewer(wishes.person(), Role.SECURITY_TEAM)
    for number in range(3):
        slug, site = making.seminar(), wishes.kept(make.site(f"Site {number}"))
        for person in at(site, 2):
            wishes.interested(person, slug, site_id=site.id)
        with statements() as counting:
            assert len(demand_queries.demand(viewer, making.NOW, TODAY)) == number + 1
        assert len(counting) == 1
