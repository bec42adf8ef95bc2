"""Material that was taken away leaves no bytes; what any row names, a fact above all, keeps its own."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.completion import making as completion
from tests.conftest import Clock
from tests.seminars import making, planned
from training.completion.models import OutsideProof
from training.completion.rules import ProofState
from training.core import files
from training.core.db import database, writing
from training.core.errors import NotFound
from training.core.files import File, Upload
from training.seminars import materials, work
from training.seminars.materials import NewMaterial
from training.seminars.plan_models import Material

PHONES = Upload("phones.txt", "text/plain", b"Hannah Chen 0140")
OTHER = Upload("plan.txt", "text/plain", b"Leave by the east stairs.")


def add(session: str, upload: Upload, now: Any = making.NOW) -> str:
    runner = planned.runner()
    with writing():
        return materials.add_material(runner, session, NewMaterial("Paper", after=False, file=upload), now=now)


def remove(session: str, material: str) -> None:
    runner = planned.runner()
    with writing():
        materials.remove_material(runner, session, material, now=making.NOW)


def night(app: Flask, clock: Clock) -> None:
    clock.forward(days=1, minutes=1)
    work.forget(None, type("Tools", (), {"world": app.extensions["muster"].world}))  # type: ignore[arg-type]


def kept() -> dict[str, int]:
    return {row.name: len(row.content) for row in making.rows(select(File.name, File.content))}


def test_bytes_that_nobody_names_go_at_night_and_no_others(app: Flask, clock: Clock) -> None:
    session, other = making.session(), making.session()
    first, second = add(session, PHONES), add(other, PHONES)
    stays = add(session, OTHER)
    remove(session, first)
    night(app, clock)
    assert kept() == {"phones.txt": 16, "plan.txt": 25}, "another date names the same bytes"
    remove(other, second)
    assert kept()["phones.txt"] == 16, "not before the night"
    night(app, clock)
    night(app, clock)
    assert kept() == {"phones.txt": 0, "plan.txt": 25}
    assert [row.public_id for row in making.rows(select(Material.public_id))] == [stays]


def test_what_was_taken_can_be_brought_again(app: Flask, clock: Clock) -> None:
    session = making.session()
    remove(session, add(session, PHONES))
    night(app, clock)
    add(session, PHONES, now=clock())
    assert kept() == {"phones.txt": 16}
    night(app, clock)
    assert kept() == {"phones.txt": 16}


def test_bytes_may_wait_a_day_for_their_row(app: Flask, clock: Clock) -> None:
    session = making.session()
    remove(session, add(session, PHONES))
    clock.forward(days=3)
    with writing():
        key = files.store(PHONES, permission="seminar:run", owner_id=None, now=clock())
        files.forget_unnamed(before=clock() - timedelta(hours=1))
    assert files.content(key) == PHONES.content, "whoever stores them anew makes them young"


def test_the_file_of_a_fact_stays_and_one_that_nobody_named_goes(app: Flask, clock: Clock) -> None:
    person, subject = make.person().id, completion.subject("course")
    with writing():
        proof, alone = (
            files.store(one, permission="proof:decide", owner_id=None, now=making.NOW) for one in (PHONES, OTHER)
        )
        row = OutsideProof(
            public_id="000000000001", person_id=person, subject_id=subject, title="Course", issuer="A school",
            done_on=making.NOW.date(), file_digest=proof, state=ProofState.WAITING, handed_in_by_id=person,
            handed_in_at=making.NOW,
        )  # fmt: skip
        database.session.add(row)
    for _each in range(3):
        night(app, clock)
    assert files.content(proof) == PHONES.content
    with pytest.raises(NotFound):
        files.content(alone)
