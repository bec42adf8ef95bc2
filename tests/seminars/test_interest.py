"""Interest: said by a press or by mail, ended by one, and everybody told once of a date that is for them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import making, wishes
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role
from training.jobs.models import Job
from training.jobs.service import add
from training.notices.models import Message
from training.seminars import interest, planning, roster_queries, service, wish_work
from training.seminars.addresses import END_INTEREST
from training.seminars.models import Attendee, SeminarSession
from training.seminars.plan_models import Interest
from training.seminars.rules import Audience

FORM = {"name": "Sofia Lindqvist", "email": "sofia@canalstreet.example", "agree": "y"}
SOFIA = FORM["email"]


def mails(kind: str = "seminar.interest") -> list[tuple[str, str]]:
    found = select(Message.recipient, Message.body).where(Message.kind == kind).order_by(Message.id)
    return [(row.recipient, row.body) for row in making.rows(found)]


def live() -> list[Any]:
    found = select(Interest.id, Interest.site_id, Interest.confirmed_at, Interest.told_at)
    return making.rows(found.where(Interest.ended_at.is_(None)).order_by(Interest.id))


def test_an_employee_says_it_with_one_press_and_ends_it_with_another(app: Flask, client: Client) -> None:
    slug, leeds = making.seminar("First hour of a breach"), wishes.kept(make.site("Leeds"))
    make.employee(client, site=leeds)
    listed = client.get("/seminars/")
    assert "Not planned at present" in listed.words and "No seminar is planned." in listed.heading
    said = client.submit(listed, action="interest/say")
    assert "You are told when it is held in Leeds." in said.words
    assert live()[0].site_id == leeds.id and live()[0].confirmed_at == making.NOW
    assert "You are told" in client.get("/seminars/").words
    ended = client.submit(said, action="interest/end")
    assert "No date that suits you?" in ended.words and live() == []
    page = client.get(f"/seminars/{slug}/")
    forms = page.soup.select("form[action$='interest/say']")
    assert [form.select_one("input[name=where]")["value"] for form in forms] == ["site", "online"]
    client.post(f"/seminars/{slug}/interest/say", {"where": "online"})
    client.post(f"/seminars/{slug}/interest/say", {"where": "site"})
    assert [row.site_id for row in live()] == [leeds.id], "said again, it replaces what was said"
    assert client.get(f"/seminars/{slug}/interest").status == 200


def test_who_has_no_site_says_it_online(app: Flask) -> None:
    slug, viewer = making.seminar(), wishes.at_site(wishes.person())
    with pytest.raises(Refused, match="your site"), writing():
        interest.say_interested(viewer, slug, online=False, now=making.NOW)
    with writing():
        interest.say_interested(viewer, slug, online=True, now=making.NOW)
    with writing():
        interest.end_own(viewer, slug, now=making.NOW)
        interest.end_own(viewer, slug, now=making.NOW)
    with pytest.raises(NotFound), writing():
        interest.say_interested(viewer, "no-such", online=True, now=making.NOW)


def test_visitors_see_what_is_public_or_never_had_a_date(app: Flask, client: Client, clock: Clock) -> None:
    making.seminar("Never planned")
    for title, audience in (("Was for staff", Audience.STAFF), ("Was public", Audience.BOTH)):
        making.session(making.seminar(title), audience=audience)
    making.session(making.seminar("To come"), local_start=making.begun().replace(tzinfo=None) + timedelta(days=60))
    clock.set(making.begun())
    page = client.get("/seminars/")
    shown = [one.get_text() for one in page.soup.select("section[aria-labelledby=unplanned] h3")]
    assert shown == ["Never planned", "Was public"]
    make.employee(client)
    shown = [one.get_text() for one in client.get("/seminars/").soup.select("section[aria-labelledby=unplanned] h3")]
    assert shown == ["Never planned", "Was for staff", "Was public"]
    stranger = Client(app)
    slugs = {row.title: row.slug for row in making.rows(select(planning.Seminar.title, planning.Seminar.slug))}
    for end in ("", "interest"):
        assert stranger.get(f"/seminars/{slugs['Was for staff']}/{end}").status == 404
        assert stranger.get(f"/seminars/{slugs['Never planned']}/{end}").status == 200


def test_a_guest_asks_confirms_and_ends(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar("First hour of a breach")
    page = client.get(f"/seminars/{slug}/interest")
    quick = client.submit(page, FORM, action="interest")
    assert quick.status == 422 and "quicker than people type" in quick.words
    clock.forward(seconds=5)
    asked = client.submit(quick, FORM, action="interest")
    assert asked.path == f"/seminars/{slug}/interest/asked" and "Look into your mailbox." in asked.heading
    ((to, body),) = mails("seminar.interest-confirm")
    assert to == SOFIA and [row.confirmed_at for row in live()] == [None]
    path = body.partition("http://localhost")[2].split()[0]
    for _ in range(2):  # scanners open links too
        seen = client.get(path)
        assert "Confirm that you want to be told." in seen.heading and live()[0].confirmed_at is None
    confirmed = client.submit(seen)
    assert "You are told when it is held." in confirmed.heading and live()[0].confirmed_at is not None
    assert "Each of our mails" in client.get(path).words


def test_who_asks_twice_is_answered_alike_and_can_end_it(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    path = wishes.link(app, wishes.guest_interested(app, slug, SOFIA))
    fresh = client.get(f"/seminars/{slug}/interest")
    clock.forward(seconds=5)
    asked = client.submit(fresh, FORM, action="interest")
    assert asked.path == f"/seminars/{slug}/interest/asked", "known or not, the answer is the same"
    ((_to, again),) = mails("seminar.interest-already")
    end = again.partition("http://localhost/seminars/interest")[2].split()[0]
    ended = client.submit(client.get(f"/seminars/interest{end}"))
    assert "You are told no longer." in ended.heading and live() == []
    assert making.rows(select(Attendee.email))[0].email is None, "who wants nothing else is forgotten"
    assert client.get(path).status == 404


def test_robots_and_forgers_get_nowhere(app: Flask, client: Client, clock: Clock) -> None:
    slug = making.seminar()
    page = client.get(f"/seminars/{slug}/interest")
    clock.forward(seconds=5)
    assert client.submit(page, FORM | {"website": "x"}, action="interest").path.endswith("/asked")
    assert live() == [] and mails("seminar.interest-confirm") == []
    without = client.submit(page, FORM | {"agree": ""}, action="interest")
    assert without.status in {200, 422}
    public_id = wishes.guest_interested(app, slug, SOFIA, confirmed=False)
    for end in ("", "/end"):
        assert client.get(f"/seminars/interest/{'x' * 40}{end}").status == 404
        assert client.post(f"/seminars/interest/{'x' * 40}{end}").status == 404
    crossed = wishes.link(app, public_id, END_INTEREST).removesuffix("/end")
    assert client.get(crossed).status == 404, "a link to end confirms nothing"
    clock.forward(hours=25)
    assert client.get(wishes.link(app, public_id)).status == 200
    old = wishes.link(app, public_id)
    clock.forward(hours=25)
    assert client.get(old).status == 404


def test_an_address_gets_five_letters_a_day(app: Flask) -> None:
    slugs = [making.seminar() for _ in range(7)]
    for slug in slugs:
        wishes.guest_interested(app, slug, SOFIA, confirmed=False)
    assert len(mails("seminar.interest-confirm")) == 5 and len(live()) == 7


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        (Audience.STAFF, {"amara@alderfinch.example"}), (Audience.OUTSIDE, {SOFIA}), (Audience.INVITED, set()),
        (Audience.BOTH, {SOFIA, "amara@alderfinch.example"}),
    ],
)  # fmt: skip
def test_everybody_for_whom_the_date_is_is_told_once(app: Flask, audience: Audience, told: set[str]) -> None:
    slug = making.seminar("First hour of a breach")
    wishes.interested(wishes.person(email="amara@alderfinch.example"), slug)
    wishes.interested(wishes.person(email=None), slug)
    wishes.guest_interested(app, slug, SOFIA)
    wishes.guest_interested(app, slug, "noor@canalstreet.example", confirmed=False)
    wishes.interested(wishes.person(), making.seminar("Another"))
    one = making.session(slug, audience=audience)
    for _ in range(2):
        wishes.work_off(app)
        assert {to for to, _body in mails()} == told and len(mails()) == len(told)
        with writing():
            add(interest.NewJob(interest.TELL, "again", _payload(one)), now=making.NOW)
    assert sum(row.told_at is not None for row in live()) == len(told)
    making.session(slug, audience=audience)
    wishes.work_off(app)
    assert len(mails()) == 2 * len(told), "the next date is told too"
    for _to, body in mails():
        assert f"/seminars/{slug}/{one}" in body or "/seminars/" in body
        assert "/end" in body and "meet.alderfinch" not in body


def _payload(public_id: str) -> dict[str, int]:
    return {"session": making.rows(select(SeminarSession.id).where(SeminarSession.public_id == public_id))[0].id}


def test_a_date_that_is_off_by_then_is_not_told_and_nobody_waiting_means_no_job(app: Flask) -> None:
    slug = making.seminar()
    making.session(slug)
    assert not making.rows(select(Job.id).where(Job.kind == interest.TELL))
    wishes.interested(wishes.person(), slug)
    one = making.session(slug)
    with writing():
        planning.cancel_session(one, "No.", by_person_id=None, host=making.host(app), now=making.NOW)
    wishes.work_off(app)
    assert mails() == []


def test_telling_works_in_chunks(app: Flask, monkeypatch: pytest.MonkeyPatch, statements: Any) -> None:
    monkeypatch.setattr(wish_work, "AT_ONCE", 2)
    slug = making.seminar()
    for _ in range(5):
        wishes.interested(wishes.person(), slug)
    making.session(slug)
    wishes.work_off(app)
    assert len(mails()) == 5 and all(row.told_at for row in live())


def test_what_is_never_confirmed_or_a_year_old_ends_and_is_forgotten(app: Flask, clock: Clock) -> None:
    slug = making.seminar()
    wishes.guest_interested(app, slug, SOFIA, confirmed=False)
    wishes.guest_interested(app, slug, "lea@canalstreet.example")
    wishes.interested(wishes.person(), slug)
    emails = select(Attendee.email).where(Attendee.person_id.is_(None)).order_by(Attendee.id)
    for after, left, kept in (
        (timedelta(hours=23), 3, [SOFIA, "lea@canalstreet.example"]),
        (timedelta(hours=25), 2, [None, "lea@canalstreet.example"]),
        (timedelta(days=366), 0, [None, None]),
    ):
        clock.set(making.NOW + after)
        with writing():
            add(*wish_work.schedule(clock()), now=clock())
        wishes.work_off(app)
        assert len(live()) == left, after
        assert [row.email for row in making.rows(emails)] == kept


def test_a_guest_who_wants_to_be_told_is_not_forgotten_with_an_old_date(app: Flask) -> None:
    slug = making.seminar(retention_days=1)
    making.ask(app, making.session(slug), making.guest(7, email=SOFIA))
    public_id = wishes.guest_interested(app, slug, SOFIA)
    later = making.begun() + timedelta(days=30)
    assert roster_queries.guests_to_forget(later) == {}
    with writing():
        interest.end_by_link(public_id, 0, now=later)
        interest.end_by_link(public_id, 0, now=later)
    assert list(roster_queries.guests_to_forget(later).values()) == [SOFIA]
    with pytest.raises(NotFound), writing():
        interest.confirm_interest(public_id, 0, now=later)
    with pytest.raises(NotFound), writing():
        interest.end_by_link(public_id, 1, now=later)


def test_a_request_that_lapses_takes_no_wish_along(app: Flask) -> None:
    session = making.session()
    making.ask(app, session, making.guest(7, email=SOFIA))
    later = making.NOW + timedelta(hours=23)
    public_id = wishes.guest_interested(app, making.seminar(), SOFIA, confirmed=False, now=later)
    with writing():
        service.expire_unverified(session, now=later + timedelta(hours=2))
    with writing():
        assert interest.confirm_interest(public_id, 0, now=later + timedelta(hours=2)).email == SOFIA


def test_asking_for_nothing_but_news_takes_back_no_organisation(app: Flask) -> None:
    slug = making.seminar()
    making.ask(app, making.session(slug), making.guest(7, email=SOFIA))
    before = making.rows(select(Attendee.organisation_id))[0].organisation_id
    wishes.guest_interested(app, slug, SOFIA, confirmed=False)
    assert making.rows(select(Attendee.organisation_id))[0].organisation_id == before is not None


def test_who_came_waits_no_longer(app: Flask) -> None:
    slug = making.seminar()
    came, absent = wishes.person(), wishes.person()
    wishes.interested(came, slug)
    wishes.interested(absent, slug)
    wishes.held(app, slug, [absent, came], absent=1)
    assert len(live()) == 1


def test_looking_costs_one_statement_more_for_staff(app: Flask, client: Client, statements: Any) -> None:
    slugs = [making.seminar() for _ in range(4)]
    for path, most in (("/seminars/", 2), (f"/seminars/{slugs[0]}/", 2), (f"/seminars/{slugs[0]}/interest", 1)):
        client.get(path)
        with statements() as counted:
            client.get(path)
        assert len(counted) <= most, counted.texts
    make.sign_in(client, wishes.person(), role=Role.SECURITY_TEAM)
    for path, most in (("/seminars/", 3), (f"/seminars/{slugs[0]}/", 4)):
        client.get(path)
        with statements() as counted:
            client.get(path)
        assert len(counted) <= most, counted.texts


def test_an_employee_who_left_has_no_address_of_ours(app: Flask) -> None:
    slug, person = making.seminar(), wishes.person(email="gone@alderfinch.example")
    wishes.interested(person, slug)
    with writing():
        database.session.execute(update(type(person)).where(type(person).id == person.id).values(email=None))
    making.session(slug)
    wishes.work_off(app)
    assert mails() == []
