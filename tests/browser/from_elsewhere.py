"""Credit from elsewhere for the way past all pages: a paper that waits, one that counts, imports in each of their states."""

from datetime import timedelta

from flask import Flask

from tests.browser import house
from tests.browser.house import House
from tests.completion.elsewhere import PDF
from tests.make import NOW
from tests.seminars import making
from tests.small_world import TODAY
from training.completion import history_importing, proof_queries, proof_service
from training.completion.proof_letters import Host
from training.completion.proof_service import Decision, NewProof
from training.core.db import writing
from training.core.files import Upload
from training.core.permissions import Role
from training.people.models import Person

HEADER = "person,course,date,right,asked"


def hand_in(person: Person, title: str) -> str:
    """Hand in a paper for the first thing that a duty accepts; return its public id."""
    viewer = making.viewer(person)
    counts_as = proof_queries.acceptable(viewer, TODAY)[0].public_id
    paper = Upload("certificate.pdf", "application/pdf", PDF + title.encode() + b"%%EOF")
    new = NewProof(counts_as, title, "National Cyber School", TODAY - timedelta(days=40), paper)
    with writing():
        return proof_service.hand_in(viewer, new, now=NOW, today=TODAY)


def accept(app: Flask, found: House, public_id: str) -> None:
    """Let the security team accept it."""
    viewer, host = making.viewer(found.rafael, Role.SECURITY_TEAM), Host("Alder & Finch", house.links(app))
    with writing():
        proof_service.decide(viewer, public_id, Decision(accept=True, reason="Seen"), host=host, now=NOW)


def send(app: Flask, found: House, *lines: str) -> str:
    """Send a file of history; return the address of its import."""
    viewer = making.viewer(found.rafael, Role.SECURITY_TEAM)
    file, world = (
        Upload("history.csv", "text/csv", "\n".join([HEADER, *lines]).encode()),
        app.extensions["muster"].world,
    )
    return "/desk/history/" + history_importing.receive(viewer, file, "Old LMS", world=world)
