"""Signing in and out: right and wrong, known and unknown, too often, ended elsewhere, links that are used up."""

import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client, Page
from training.core.db import database, writing
from training.core.permissions import Role
from training.core.world import new_token
from training.people import service
from training.people.models import SignIn


def try_to_sign_in(client: Client, email: str, password: str) -> Page:
    return client.submit(client.get("/sign-in"), {"email": email, "password": password})


def test_the_right_password_opens_the_page_that_was_asked_for(app: Flask, client: Client) -> None:
    person = make.person("Amara", "Okafor")
    password = make.password(person)
    door = client.get("/record")
    assert door.heading == "Sign in to your training"
    page = client.submit(door, {"email": f" {str(person.email).upper()} ", "password": password})
    assert page.path == "/record"
    assert "Amara Okafor" in page.text


def test_wrong_and_unknown_look_the_same(app: Flask, client: Client) -> None:
    person = make.person()
    make.password(person)
    wrong = try_to_sign_in(client, str(person.email), "not this one at all")
    unknown = try_to_sign_in(client, "nobody@alderfinch.example", "not this one at all")
    assert wrong.status == unknown.status == 422
    assert wrong.errors == unknown.errors
    assert "do not go together" in wrong.text
    assert wrong.text.count(str(person.email)) == unknown.text.count("nobody@alderfinch.example") > 0
    assert "not this one" not in wrong.text


def test_wrong_and_unknown_take_the_same_time(app: Flask, client: Client) -> None:
    """Both do one argon2 verification: without it an unknown address answers in a tenth of the time."""
    person = make.person()
    make.password(person)
    taken: dict[str, list[float]] = {str(person.email): [], "nobody@alderfinch.example": []}
    for _ in range(4):
        for email, times in taken.items():
            start = time.process_time()
            try_to_sign_in(client, email, "not this one at all")
            times.append(time.process_time() - start)
    known, unknown = (statistics.median(times) for times in taken.values())
    assert 0.4 < known / unknown < 2.5


def test_too_many_tries_wait(app: Flask, client: Client, clock: Any) -> None:
    person = make.person()
    password = make.password(person)
    for _ in range(service.TRIES_PER_ACCOUNT):
        assert try_to_sign_in(client, str(person.email), "wrong every time").status == 422
    page = try_to_sign_in(client, str(person.email), password)
    assert page.status == 429
    assert int(page.headers["Retry-After"]) > 0
    clock.forward(minutes=16)
    assert try_to_sign_in(client, str(person.email), password).path == "/"


def test_signing_out_ends_it_here_and_the_old_cookie_is_dead(app: Flask, client: Client) -> None:
    make.employee(client)
    with client.http.session_transaction() as kept:
        held = dict(kept)
    page = client.submit(client.get("/account"), action="/sign-out")
    assert page.path == "/sign-in"
    client.keep(**held)
    assert client.get("/record").path.startswith("/sign-in")


def test_devices_are_ended_one_by_one_or_all(app: Flask, client: Client) -> None:
    person = make.employee(client)
    others = [Client(app), Client(app)]
    for other in others:
        make.sign_in(other, person)
    page = client.get("/account")
    assert len(page.soup.select("main tbody tr")) == 3
    client.submit(page, action="/end")
    client.submit(client.get("/account"), action="/end-others")
    assert [other.get("/record").path[:8] for other in others] == ["/sign-in", "/sign-in"]
    assert client.get("/record").path == "/record"


def test_somebody_elses_device_does_not_exist(app: Flask, client: Client) -> None:
    make.employee(client)
    other = Client(app)
    make.employee(other)
    device = database.session.scalar(
        select(SignIn.public_id).order_by(SignIn.id.desc()).execution_options(scoped="test")
    )
    assert client.post(f"/account/devices/{device}/end").status == 404
    assert other.get("/record").path == "/record"


@pytest.mark.parametrize(("role", "days"), [(None, 30), (Role.CSO, 0.5)])
def test_a_sign_in_ends_with_time(app: Flask, client: Client, clock: Any, role: Role | None, days: float) -> None:
    person = make.person()
    if role:
        make.grant(person, role)
    password = make.password(person)
    try_to_sign_in(client, str(person.email), password)
    steps = int(timedelta(days=days) / timedelta(hours=6))
    for _ in range(steps - 1):
        clock.forward(hours=6)
        assert client.get("/record").path == "/record"
    clock.forward(hours=7)
    assert client.get("/record").path.startswith("/sign-in")


def test_an_idle_sign_in_ends(app: Flask, client: Client, clock: Any) -> None:
    make.employee(client)
    clock.forward(hours=12, minutes=1)
    assert client.get("/record").path.startswith("/sign-in")


def test_who_has_left_is_out_at_the_next_request(app: Flask, client: Client) -> None:
    person = make.employee(client)
    with writing():
        database.session.add(person)
        person.left_on = make.NOW.date()
    assert client.get("/record").path.startswith("/sign-in")


def link_for(person_id: int) -> str:
    token = new_token()
    with writing():
        service.make_link(person_id, token, now=make.NOW)
    return f"/welcome/{token}"


def test_a_one_time_link_sets_the_password_once(app: Flask, client: Client, clock: Any) -> None:
    person = make.person("Théo", "Moreau")
    address = link_for(person.id)
    page = client.get(address)
    short = client.submit(page, {"password": "too short", "again": "too short"})
    assert short.status == 422
    assert "at least 15" in short.words
    other = client.submit(page, {"password": "four plain words here", "again": "four plain words there"})
    assert "not the same" in other.words
    named = client.submit(page, {"password": "Moreau Théo Moreau", "again": "Moreau Théo Moreau"})
    assert named.status == 422
    done = client.submit(page, {"password": "four plain words here", "again": "four plain words here"})
    assert done.path == "/sign-in"
    assert client.get(address).heading == "This link is over"
    assert client.post(address, {"password": "four plain words here", "again": "four plain words here"}).status == 404
    assert try_to_sign_in(client, str(person.email), "four plain words here").path == "/"


def test_a_one_time_link_ages_and_a_new_one_ends_the_old(app: Flask, client: Client, clock: Any) -> None:
    person = make.person()
    first, second = link_for(person.id), link_for(person.id)
    assert client.get(first).status == 404
    assert client.get(second).status == 200
    clock.forward(hours=25)
    assert client.get(second).status == 404


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "x" * 500]
)
def test_nobody_is_sent_elsewhere_after_signing_in(app: Flask, client: Client, onward: str) -> None:
    person = make.person()
    password = make.password(person)
    page = client.submit(
        client.get("/sign-in"), {"email": person.email, "password": password, "onward": onward}, follow=False
    )
    assert page.headers["Location"] == "/"
