"""A small organisation made through the rooms' own verbs: two mirrored halves that must never see each other."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from flask import Flask

from tests import make
from tests.make import NOW
from training.catalogue.content.reader import read_catalogue
from training.catalogue.content.written import Catalogue
from training.catalogue.service import planned, publish
from training.completion import service as completion
from training.completion.rules import How
from training.core import site as settings
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import Role
from training.core.settings import ROOT
from training.people.models import Department, Person, Site
from training.seminars import planning
from training.seminars.attendees import Guest
from training.seminars.letters import Host
from training.seminars.planning import NewSeminar, NewSession
from training.seminars.rules import Audience
from training.seminars.service import register_guest

TODAY = date(2026, 11, 23)
LETTERS = {"A": "Άλφα", "B": "Βήτα"}
"""Words that stand in every name of a half, in letters that no page of ours writes: its canaries."""


COURSES = {"recognising-phishing", "signing-in-safely", "doors-badges-visitors"}
POLICIES = {"acceptable-use", "ai-tools"}
KITS = {"ransomware-readiness"}


@cache
def written() -> Catalogue:
    """A few of the real courses with what stands beside them, and few requirements; read once in each test process."""
    whole = read_catalogue(ROOT / "courses", ROOT / "training" / "demo" / "courses")
    return replace(
        whole,
        courses=tuple(one for one in whole.courses if one.slug in COURSES),
        policies=tuple(one for one in whole.policies if one.slug in POLICIES),
        kits=tuple(one for one in whole.kits if one.slug in KITS),
    )


@cache
def frozen() -> object:
    return planned(written())


@dataclass
class Half:
    """One half: a department with one below it, a site, three people and a manager, a guest from an organisation."""

    canary: str
    department: Department
    below: Department
    site: Site
    manager: Person
    people: list[Person] = field(default_factory=list)


@dataclass
class SmallWorld:
    host: Host
    halves: dict[str, Half]
    cso: Person
    session: str
    online: str

    @property
    def a(self) -> Half:
        return self.halves["A"]

    @property
    def b(self) -> Half:
        return self.halves["B"]


def build(app: Flask) -> SmallWorld:
    """Fill the empty database of the application in whose context this runs."""
    with writing():
        publish(frozen(), now=NOW, today=TODAY)  # type: ignore[arg-type]
        settings.change(
            {"name": "Όμικρον", "report_phone": "+44 555 0142", "zone": "Europe/London"}, by_person_id=None, now=NOW
        )
    halves = {name: _half(canary) for name, canary in LETTERS.items()}
    cso = make.person("Ωμέγα", "Ψι", department=make.department("Ζήτα"), site=halves["A"].site, title="Ψ")
    make.grant(cso, Role.CSO)
    _courses(halves)
    host = Host("Όμικρον", "training@alderfinch.example", "", "", _links(app))
    return SmallWorld(host, halves, cso, *_seminars(halves, cso, host))


def _links(app: Flask) -> Links:
    house = app.extensions["muster"]
    return Links(house.settings.site_url, house.settings.secret_key, house.world.now)


def _half(canary: str) -> Half:
    place = make.site(f"{canary} 1", city=canary, address=canary, contact=canary, how_to_report=canary)
    top = make.department(f"{canary} 2")
    below = make.department(f"{canary} 3", parent=top)
    manager = make.person(canary, "Ρο", department=top, site=place, title=canary)
    make.grant(manager, Role.MANAGER, department=top)
    half = Half(canary, top, below, place, manager)
    half.people = [
        make.person(canary, f"Σίγμα{number}", department=below, site=place, title=canary) for number in range(3)
    ]
    return half


def _courses(halves: dict[str, Half]) -> None:
    with writing():
        completion.publish_requirements(written().requirements, now=NOW, today=TODAY)
    with writing():
        completion.reconcile(now=NOW, today=TODAY)
    for half in halves.values():
        with writing():
            done = completion.NewCompletion(
                half.people[0].id, _phishing(), How.QUIZ, NOW, TODAY, right=7, asked=8, needed=7
            )
            completion.record(done, recorded_by_id=half.people[0].id, now=NOW)


def _phishing() -> int:
    from sqlalchemy import select

    from training.catalogue.models import Subject

    return int(database.session.scalars(select(Subject.id).where(Subject.slug == "recognising-phishing")).one())


def _seminars(halves: dict[str, Half], cso: Person, host: Host) -> tuple[str, str]:
    place = make.site("Ήτα 7", city="Ήτα", address="Ήτα", contact="Ήτα", how_to_report="Ήτα")
    with writing():
        venue = planning.create_venue(place.id, "Ξι 9", seats=20)
        about = NewSeminar("first-hour", "Ωράριο", "Δέλτα", 90)
        slug = planning.create_seminar(about, by_person_id=cso.id, now=NOW)
        when = datetime(2026, 12, 15, 9, 0)  # noqa: DTZ001  a wall clock
        room = planning.plan_session(NewSession(slug, when, venue=venue, capacity=20), by_person_id=cso.id, now=NOW)
        online = NewSession(
            slug, when, zone="Europe/London", join_url="https://meet.example/x", audience=Audience.OUTSIDE
        )
        other = planning.plan_session(online, by_person_id=cso.id, now=NOW)
    for number, half in enumerate(halves.values()):
        with writing():
            guest = Guest(half.canary, f"guest{number}@partner{number}.example", f"{half.canary} ΑΕ", "en", "Κ")
            register_guest(room.public_id, guest, host=host, now=NOW)
    return room.public_id, other.public_id
