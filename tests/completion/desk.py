"""What somebody does at the desk, in a few words each: write a draft, have it reckoned, put it into force."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from tests import make
from tests.client import Client
from tests.completion import making
from tests.conftest import Clock
from training.catalogue.content.requirement_schema import Requirement as Written
from training.catalogue.models import Clause, Framework
from training.catalogue.rules import SubjectKind
from training.completion import draft_queries, drafting, service, work
from training.completion.drafting import Asked, At
from training.completion.models import Requirement, RequirementDraft, RequirementVersion
from training.core.db import database, writing
from training.core.links import Links
from training.core.permissions import Held, Role, Viewer
from training.jobs import worker
from training.jobs.models import Job
from training.people.models import Person

TODAY = date(2026, 11, 23)
CONTENT: dict[str, Any] = {
    "title": "Phones on tables", "why": "Because phones are left on tables.", "audience": {"everyone": True},
    "satisfied_by": [{"course": "course"}], "due": {"kind": "days-from-start", "days": 30}, "renewal_months": 12,
    "window_days": 60, "grace_days": 0, "clauses": [],
}  # fmt: skip


def officer() -> Viewer:
    """Somebody of the security team, who is nowhere on the roster: nobody's duties change for them."""
    with writing():
        row = Person(given="Marek", family="Lindholm", email=None, external_id=None, language="", zone="")
        database.session.add(row)
    return Viewer(person_id=row.id, name="Marek Lindholm", held=(Held(Role.EMPLOYEE), Held(Role.SECURITY_TEAM)))


def of_the_file(slug: str, **changes: Any) -> Written:
    return Written.model_validate_json(json.dumps({"id": slug} | CONTENT | changes))


def at(day: date) -> At:
    return At(making.noon(day), day)


def asked(slug: str = "", **changes: Any) -> Asked:
    found = Asked(slug, CONTENT, "", "We found three in a week", everybody=True)
    own = {name: changes.pop(name) for name in ("owner", "reason", "everybody", "replaces") if name in changes}
    return replace(found, content=CONTENT | changes, **own)


def draft(viewer: Viewer, new: Asked, on: date) -> str:
    with writing():
        return drafting.draft(viewer, new, at=at(on))


def reckon(app: Flask, clock: Clock, on: date) -> None:
    """Let the worker do what waits, and only this kind of job."""
    clock.set(making.noon(on))
    world = app.extensions["muster"].world
    handlers = {draft_queries.FORESEE: work.consequences, service.RECONCILE: work.reconcile}
    worker.run_due(handlers, worker.Tools(world, Links("http://localhost", "k" * 40, world.now)))
    database.session.rollback()
    failed = select(Job.last_error).where(Job.last_error.is_not(None))
    assert not list(database.session.scalars(failed))
    database.session.rollback()


def numbers(public_id: str) -> dict[str, Any]:
    database.session.rollback()
    found = draft_queries.draft(public_id)
    assert found is not None
    return dict(found.consequences["numbers"])


def put(viewer: Viewer, public_id: str, on: date) -> str:
    with writing():
        return drafting.put_into_force(viewer, public_id, at=at(on))


def states() -> list[str]:
    database.session.rollback()
    found = select(RequirementDraft.state).order_by(RequirementDraft.id)
    return [state.value for state in database.session.scalars(found)]


def straight_into_force(app: Flask, clock: Clock, new: Asked, on: date) -> str:
    """All of it on one day, the duties too."""
    viewer = officer()
    public_id = draft(viewer, new, on)
    reckon(app, clock, on)
    slug = put(viewer, public_id, on)
    assert slug
    reckon(app, clock, on)
    return slug


def person(**values: Any) -> int:
    return make.person(**values).id


def versions(slug: str) -> list[RequirementVersion]:
    database.session.rollback()
    found = (
        select(RequirementVersion)
        .join(Requirement, Requirement.id == RequirementVersion.requirement_id)
        .where(Requirement.slug == slug)
        .order_by(RequirementVersion.number)
        .execution_options(populate_existing=True)
    )
    return list(database.session.scalars(found))


def requirement(slug: str) -> Requirement:
    database.session.rollback()
    found = select(Requirement).where(Requirement.slug == slug).execution_options(populate_existing=True)
    return database.session.scalars(found).one()


def publish(*written: Any, on: date = TODAY) -> Any:
    with writing():
        return service.publish_requirements(written, now=making.noon(on), today=on)


LIST = "/desk/requirements/"
FILLED = {
    "title": "Phones on tables", "why": "Because phones are left on tables.", "audience-who": "some",
    "audience-0-0-kind": "department", "audience-0-0-is": "", "audience-0-0-value": "Finance", "satisfied_by": "course:course",
    "due": "days-from-start", "start_days": "20", "owner": "Marek Lindholm", "clauses": "law.1", "reason": "Three in a week",
}  # fmt: skip
"""What somebody types into the form of a new requirement."""


class Desk:
    """Finance with Treasury below it, and Legal; a course, a policy and a clause; somebody of the security team."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.finance = make.department("Finance").id
        self.treasury = make.department("Treasury", parent=self.get(self.finance)).id
        self.legal = make.department("Legal").id
        self.site = make.site("Leeds", code="LEEDS")
        self.course = making.subject("course")
        making.subject("clear-desk", SubjectKind.POLICY)
        self.dana = make.person(
            "Dana", "Ford", department=self.get(self.treasury), site=self.site, external_id="E-1", title="Clerk"
        ).id
        self.ravi = make.person(
            "Ravi", "Nair", department=self.get(self.legal), site=self.site, attributes=["phi"], title="Head"
        ).id
        boss = make.person(
            "Marek",
            "Lindholm",
            department=self.get(self.legal),
            site=self.site,
            email="marek@alderfinch.example",
            title="Head",
        )
        make.sign_in(client, boss, role=Role.SECURITY_TEAM)
        self.boss = boss.id
        with writing():
            framework = Framework(
                slug="law", name="The law", force="law", reuse="", version="", penalty="", note="", source=""
            )
            database.session.add(framework)
            database.session.flush()
            row: dict[str, Any] = dict.fromkeys(
                (
                    "who",
                    "frequency",
                    "content",
                    "evidence",
                    "test",
                    "claim",
                    "status",
                    "served_by",
                    "note",
                    "certainty",
                    "source",
                ),
                "",
            )
            database.session.execute(
                insert(Clause).values(
                    row | {"framework_id": framework.id, "slug": "law.1", "citation": "Law 1", "title": "Teach"}
                )
            )

    def get(self, department_id: int) -> Any:
        return database.session.get(make.Department, department_id)
