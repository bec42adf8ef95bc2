"""What people agreed to: each sentence with its number of guests, whoever is forgotten; and who agreed to nothing."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from tests.client import Client
from tests.make import NOW
from tests.seminars import making, planned, public, wishes
from training.core.db import writing
from training.seminars import interest, overriding, own_data, roster_queries, service
from training.seminars.models import Attendee
from training.seminars.overriding import Hand
from training.seminars.plan_models import Interest
from training.seminars.service import Claim

SOFIA = making.guest(name="Sofia Lindqvist", email="sofia@canalstreet.example")


def test_the_desk_sees_what_people_agreed_to(app: Flask, client: Client) -> None:
    one = making.session(capacity=9)
    for number, sentence in enumerate(("Old promise.", "Old promise.", "New promise.")):
        public.seated(app, one, who=making.guest(consent=sentence), now=NOW + timedelta(days=number))
    planned.desk(client)
    page = client.get("/desk/seminars/consents")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in page.soup.select("tbody tr")
    ]
    assert rows == [
        ["New promise. English", "Wed 25 Nov 2026", "1"],
        ["Old promise. English", "Mon 23 Nov 2026", "2"],
    ]
    assert client.get("/desk/seminars/consents/sentences.csv").text.count("promise.") == 2


def test_who_agrees_for_dates_and_for_news_is_counted_once_whoever_is_forgotten(app: Flask, client: Client) -> None:
    slug = making.seminar()
    claim = public.seated(app, making.session(slug), who=SOFIA)
    public.seated(app, making.session(slug), who=SOFIA)
    wishes.guest_interested(app, slug, SOFIA.email)
    noor = wishes.guest_interested(app, slug, "noor@canalstreet.example", confirmed=False)
    wishes.interested(wishes.person(), slug)
    agreed = select(Interest.consent_id.is_not(None), Interest.consent_at).order_by(Interest.id)
    assert making.rows(agreed) == [(True, NOW), (True, NOW), (False, None)], "staff agree to nothing"
    planned.desk(client)
    assert agreed_to(client) == ["2"], "Sofia once, and Noor"
    with writing():
        interest.end_by_link(noor, 0, now=NOW)
    with writing():
        own_data.erase(claim, host=making.host(app), now=NOW)
    assert making.rows(select(Attendee.email).where(Attendee.person_id.is_(None))) == [(None,), (None,)]
    assert agreed_to(client) == ["2"], "names go, facts stay"
    wishes.guest_interested(app, slug, SOFIA.email)
    assert agreed_to(client) == ["3"], "nobody knows any more that she is the same"


def agreed_to(client: Client) -> list[str]:
    """How many agreed to each sentence, the same on the page and in its file."""
    page = client.get("/desk/seminars/consents")
    shown = [row.select("td")[-1].get_text(strip=True) for row in page.soup.select("tbody tr")]
    lines = client.get("/desk/seminars/consents/sentences.csv").text.splitlines()[1:]
    assert [line.rpartition(",")[2] for line in lines] == shown
    return shown


def test_who_was_entered_by_others_is_counted_apart_and_goes_like_everybody(app: Flask, client: Client) -> None:
    one, host = making.session(capacity=9), making.host(app)
    public.seated(app, one)
    hand = Hand(None, "They asked by telephone.")
    with writing():
        registration = overriding.register_guest_for(one, SOFIA, hand, host=host, now=NOW)
    planned.desk(client)
    page = client.get("/desk/seminars/consents")
    assert "1 guest has not agreed yet" in page.words
    with writing():
        service.verify_guest(Claim(registration, link_version=0), host=host, now=NOW)
    assert "1 guest has not agreed yet" in client.get("/desk/seminars/consents").words, "no sentence, no agreement"
    ended = making.begun() + timedelta(hours=3)
    assert SOFIA.email not in roster_queries.guests_to_forget(ended + timedelta(days=29)).values()
    assert SOFIA.email in roster_queries.guests_to_forget(ended + timedelta(days=30, hours=1)).values()
    with writing():
        service.forget_guests(roster_queries.guests_to_forget(ended + timedelta(days=31)), now=NOW)
    assert "not agreed yet" not in client.get("/desk/seminars/consents").words
