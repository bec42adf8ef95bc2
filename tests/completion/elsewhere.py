"""Makers of credit from elsewhere: a requirement that accepts proof, files of each kind, people who hand in and decide."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from tests.completion import making
from training.catalogue.rules import SubjectKind
from training.completion import history_work
from training.completion.models import Completion, OutsideProof
from training.completion.queries import satisfiers
from training.completion.rules import How
from training.core.db import database, scoped
from training.core.links import Links
from training.core.permissions import Held, Role, Viewer
from training.jobs.worker import Tools, run_due
from training.notices.models import Message
from training.people.models import Person

START, TODAY = date(2026, 11, 1), date(2026, 11, 23)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 40 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40 + b"\xff\xd9"


WHAT = "A certificate of an hour on phishing, not older than a year"


def accepting(slug: str = "phishing-each-year", course: str = "recognising-phishing", **terms: Any) -> tuple[int, int]:
    """Publish a requirement that a course or a proof satisfies; return the ids of the course and of the proof."""
    taught = making.subject(course)
    making.publish(making.written(slug, satisfied_by=({"course": course}, {"proof": WHAT}), **terms), on=START)
    return taught, satisfiers()[SubjectKind.PROOF, slug][0]


def detached(person: Person) -> Person:
    """Return somebody as they are now: a row that is still attached would be read again after each transaction."""
    database.session.expunge(person)
    return person


def viewer(person: Person, *roles: Role, path: str = "") -> Viewer:
    """Somebody as the verbs want to know them."""
    held = (Held(Role.EMPLOYEE), *(Held(role, path) for role in roles))
    return Viewer(person_id=person.id, name=f"{person.given} {person.family}", zone="Europe/London", held=held)


def hand_in(client: Client, file: bytes = PDF, name: str = "certificate.pdf", **values: Any) -> Page:
    """Fill in the form for a new proof and send it."""
    page = client.get("/record/proofs/new")
    choice = page.soup.select_one("input[name=counts_as]")
    data: dict[str, Any] = {
        "counts_as": choice["value"] if choice else "", "title": "Phishing awareness", "issuer": "National Cyber School",
        "done_on": "2026-10-05", "file": (BytesIO(file), name),
    }  # fmt: skip
    return client.submit(page, data | values, action="/record/proofs/new")


def proofs() -> list[OutsideProof]:
    database.session.rollback()
    found = select(OutsideProof).order_by(OutsideProof.id).execution_options(populate_existing=True)
    rows = list(database.session.scalars(scoped(found, by="test")))
    database.session.expunge_all()
    return rows


def completions(how: How | None = None) -> list[Completion]:
    database.session.rollback()
    found = select(Completion).order_by(Completion.id).execution_options(populate_existing=True)
    rows = [one for one in database.session.scalars(scoped(found, by="test")) if how is None or one.how is how]
    database.session.expunge_all()
    return rows


def standing() -> list[Completion]:
    """Those that are neither taken back nor take something back."""
    found = completions()
    gone = {one.supersedes_id for one in found}
    return [one for one in found if not one.void and one.id not in gone]


def work_off(app: Flask) -> None:
    """Carry out what is due of imports of history."""
    world = app.extensions["muster"].world
    run_due(history_work.HANDLERS, Tools(world, Links("http://localhost", "secret", world.now)))
    database.session.remove()


def security(client: Client, **values: Any) -> Person:
    """Sign somebody of the security team in."""
    person = make.sign_in(client, make.person("Marek", "Lindholm", **values), role=Role.SECURITY_TEAM)
    return detached(person)


def decide(client: Client, decision: str = "accept", reason: str = "") -> Any:
    (proof,) = proofs()
    page = client.get(f"/desk/proofs/{proof.public_id}")
    return client.submit(page, {"decision": decision, "reason": reason}, action="/decide")


def mails() -> list[Message]:
    database.session.rollback()
    return list(database.session.scalars(scoped(select(Message).order_by(Message.id), by="test")))
