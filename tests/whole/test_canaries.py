"""Two mirrored halves of one organisation: no word of one ever reaches somebody of the other, in any byte."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import make, small_world
from tests.client import Client, Page
from tests.crawling import crawl
from tests.small_world import SmallWorld
from training.core.db import database
from training.notices.models import Message


@pytest.fixture
def world(app: Flask) -> SmallWorld:
    return small_world.build(app)


def everything(client: Client) -> Iterator[Page]:
    return crawl(client, "/", "/departments/", "/desk/", "/seminars/", "/courses/", "/record", "/report")


@pytest.mark.parametrize(("own", "other"), ["AB", "BA"])
def test_a_manager_sees_no_word_of_the_other_half(client: Client, world: SmallWorld, own: str, other: str) -> None:
    make.sign_in(client, world.halves[own].manager)
    words, seen = 0, set()
    for page in everything(client):
        # Contacts of all sites are for all staff: whoever travels must find them.
        if page.path == "/report":
            continue
        assert page.status < 500
        assert world.halves[other].canary not in page.text, page.path
        words += page.text.count(world.halves[own].canary)
        seen.add(page.path)
    assert words > 20, "the crawl saw nothing of the own half: this test could not fail"
    assert any(path.endswith(".csv") for path in seen), "exports are part of it"


def test_what_the_other_half_has_is_not_there(client: Client, world: SmallWorld) -> None:
    make.sign_in(client, world.a.manager)
    for department in (world.b.department, world.b.below):
        for rest in ("", "/phishing-each-year", "/phishing-each-year/people.csv"):
            assert client.get(f"/departments/{department.public_id}{rest}").status == 404
    assert client.get(f"/departments/{world.a.below.public_id}").status == 200


def test_an_employee_sees_nobody(client: Client, world: SmallWorld) -> None:
    make.sign_in(client, world.a.people[0])
    for page in everything(client):
        assert world.b.canary not in page.text or page.path == "/report", page.path
        assert "Σίγμα1" not in page.text, page.path


def test_a_visitor_sees_no_person_at_all(client: Client, world: SmallWorld) -> None:
    for page in everything(client):
        for name in ("Σίγμα", "Ρο", world.b.canary):
            assert name not in page.words, page.path


def test_mail_goes_to_its_own_reader_alone(app: Flask, world: SmallWorld) -> None:
    mails = database.session.query(Message).execution_options(scoped="test").all()
    assert len(mails) == 2
    for mail in mails:
        own = next(half for half in world.halves.values() if half.canary in mail.recipient_name)
        other = world.b if own is world.a else world.a
        assert other.canary not in mail.body + mail.subject + mail.recipient_name + (mail.calendar or "").replace(
            other.site.city, ""
        )


def test_the_security_team_sees_both(client: Client, world: SmallWorld) -> None:
    make.sign_in(client, world.cso)
    text = "".join(page.text for page in everything(client))
    assert world.a.canary in text
    assert world.b.canary in text
