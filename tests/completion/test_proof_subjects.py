"""What counts as proof from elsewhere is no course: it stands in no list, no search and no catalogue."""

from datetime import date

import pytest
from flask import Flask

from tests import make
from tests.client import Client
from tests.completion import desk, making
from tests.completion.desk import TODAY, of_the_file, publish
from tests.conftest import Clock
from training.catalogue import passages, queries, search_queries
from training.catalogue.rules import SubjectKind
from training.completion.rules import How
from training.completion.service import NewCompletion, record
from training.core.db import writing
from training.core.permissions import Role

WHAT = "A certificate of first aid"


@pytest.fixture
def person(app: Flask, client: Client, clock: Clock) -> int:
    clock.set(making.noon(TODAY))
    row = make.person(started_on=date(2025, 1, 6))
    make.sign_in(client, row, role=Role.SECURITY_TEAM)
    person = row.id
    publish(of_the_file("zebra-aid", title="Zebra aid", satisfied_by=[{"proof": WHAT}]))
    desk.reckon(app, clock, TODAY)
    return person


def test_it_stands_in_no_list(client: Client, person: int):
    for path in (
        "/courses/",
        "/policies/",
        "/seminars/",
        "/desk/kits/",
        "/desk/questions/",
        "/desk/preview/",
        "/courses/?find=zebra",
    ):
        page = client.get(path)
        assert "Zebra aid" not in page.words.replace("“zebra”", ""), path
    assert client.get("/courses/zebra-aid").status == 404
    assert client.get("/policies/zebra-aid").status == 404
    assert search_queries.search("zebra", "en") == []
    assert {SubjectKind.COURSE, SubjectKind.POLICY} == passages._SEARCHED
    assert "zebra-aid" not in queries.taught(SubjectKind.COURSE)


def test_whoever_owes_it_reads_what_to_do(client: Client, person: int):
    page = client.get("/")
    assert "Zebra aid" in page.words
    assert "Hand in a proof" in page.words
    assert "0 minutes" not in page.words


def test_whoever_did_it_has_it_in_the_record_and_on_paper(client: Client, person: int):
    subject_id = queries.subject_id(SubjectKind.PROOF, "zebra-aid")
    assert subject_id is not None
    with writing():
        new = NewCompletion(person, subject_id, How.OUTSIDE_PROOF, making.noon(TODAY), TODAY)
        done = record(new, recorded_by_id=person, now=making.noon(TODAY))
    assert "Zebra aid" in client.get("/record").words
    assert client.get(f"/certificates/{done.public_id}").status == 200
    assert "Done elsewhere." in client.get(f"/certificates/{done.public_id}").words
    assert client.get("/").heading.startswith("Nothing to do.")
