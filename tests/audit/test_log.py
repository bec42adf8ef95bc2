"""The log: a commitment that proves a detail for as long as it is kept, and says nothing after."""

import hashlib

from flask import Flask
from sqlalchemy import delete, select

from tests import make
from training.audit.models import Event, EventDetail
from training.audit.service import Happening, record
from training.core.db import database, writing
from training.core.digest import canonical


def test_a_detail_can_be_proved_and_erased(app: Flask) -> None:
    person = make.person()
    detail = {"name": "Amara Okafor", "role": "cso"}
    with writing():
        record(Happening("granted", "person", person.id, detail), actor_id=person.id, now=make.NOW)
        record(Happening("granted", "person", person.id, detail), actor_id=person.id, now=make.NOW)
    events = database.session.scalars(select(Event).order_by(Event.id)).all()
    kept = database.session.scalars(select(EventDetail).order_by(EventDetail.event_id)).all()
    for event, beside in zip(events, kept, strict=True):
        assert hashlib.sha256(beside.salt + canonical(beside.detail)).digest() == event.commitment
        about = {
            "at": event.at.isoformat(), "actor": event.actor_id, "action": event.action, "kind": event.subject_kind,
            "subject": event.subject_id, "commitment": event.commitment.hex(),
        }  # fmt: skip
        assert hashlib.sha256(b"\0" + canonical(about)).digest() == event.leaf
    assert events[0].commitment != events[1].commitment, "the same detail cannot be recognised"
    with writing():
        database.session.execute(delete(EventDetail))
    assert len(database.session.scalars(select(Event)).all()) == 2


def test_an_event_without_detail_is_one_row(app: Flask) -> None:
    with writing():
        record(Happening("seen", "course", 1), actor_id=None, now=make.NOW)
    assert database.session.scalars(select(EventDetail)).all() == []
