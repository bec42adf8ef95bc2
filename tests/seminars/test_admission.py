"""Who may register: every rule in its words, and page and verb that always agree."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from tests import make
from tests.client import Client
from tests.conftest import Clock
from tests.seminars import admitting, making
from training.core.db import database, writing
from training.core.errors import NotFound, Refused
from training.core.permissions import Role, Viewer
from training.seminars import service
from training.seminars.admission import Asker, Rule, Terms, hindrance, hindrance_to_confirm
from training.seminars.models import Registration
from training.seminars.rules import Audience, SessionStatus, State
from training.web.request import translated

STARTS = making.begun()
USUAL = Terms(SessionStatus.OPEN, Audience.BOTH, STARTS, STARTS + timedelta(hours=3), "America/Chicago")
OFFSETS = st.sampled_from([None, timedelta(hours=-1), timedelta(0), timedelta(hours=1)])


def of(**values: Any) -> Terms:
    return Terms(**({name: getattr(USUAL, name) for name in USUAL.__dataclass_fields__} | values))


@pytest.mark.parametrize(
    ("terms", "asker", "now", "rule"),
    [
        (of(), Asker(staff=True), making.NOW, None),
        (of(), Asker(staff=False), making.NOW, None),
        (of(), Asker(staff=True, registered=True), making.NOW, Rule.REGISTERED),
        (of(status=SessionStatus.CANCELLED), Asker(staff=True), making.NOW, Rule.CALLED_OFF),
        (of(status=SessionStatus.DRAFT), Asker(staff=True), making.NOW, Rule.DRAFT),
        (of(status=SessionStatus.HELD), Asker(staff=True), STARTS, Rule.OVER),
        (of(), Asker(staff=True), STARTS + timedelta(hours=3), Rule.OVER),
        (of(), Asker(staff=True), STARTS, Rule.BEGUN),
        (of(status=SessionStatus.CLOSED), Asker(staff=True), making.NOW, Rule.CLOSED),
        (of(opens_at=making.NOW + timedelta(seconds=1)), Asker(staff=True), making.NOW, Rule.EARLY),
        (of(opens_at=making.NOW), Asker(staff=True), making.NOW, None),
        (of(closes_at=making.NOW), Asker(staff=True), making.NOW, Rule.LATE),
        (of(closes_at=making.NOW + timedelta(seconds=1)), Asker(staff=True), making.NOW, None),
        (of(audience=Audience.OUTSIDE), Asker(staff=True), making.NOW, Rule.AUDIENCE),
        (of(audience=Audience.STAFF), Asker(staff=False), making.NOW, Rule.AUDIENCE),
        (of(audience=Audience.INVITED), Asker(staff=False), making.NOW, Rule.AUDIENCE),
        (of(audience=Audience.INVITED), Asker(staff=False, invited=True), making.NOW, None),
        (of(audience=Audience.INVITED), Asker(staff=True, invited=True), making.NOW, Rule.AUDIENCE),
    ],
)  # fmt: skip
def test_each_rule(terms: Terms, asker: Asker, now: Any, rule: Rule | None) -> None:
    found = hindrance(terms, asker, now)
    assert (found.rule if found else None) is rule
    assert found is None or (str(found.why) and str(found.then)), "a reason says what to do next"


def test_the_window_is_told_by_the_clock_at_the_place() -> None:
    found = hindrance(of(opens_at=making.NOW + timedelta(days=1)), Asker(staff=True), making.NOW)
    assert found is not None and "at 03:00 (Chicago)" in str(found.why)


def test_confirming_knows_no_window() -> None:
    assert hindrance_to_confirm(of(closes_at=making.NOW, status=SessionStatus.CLOSED), making.NOW) is None
    for terms in (of(status=SessionStatus.CANCELLED), of(starts_at=making.NOW)):
        assert hindrance_to_confirm(terms, making.NOW) is not None


def test_who_asked_in_the_window_keeps_the_place(app: Flask, client: Client, clock: Clock) -> None:
    session = admitting.on_terms(making.session(capacity=1), closes_at=making.NOW + timedelta(hours=1))
    making.ask(app, session, making.guest())
    registration = admitting.newest()
    late = making.NOW + timedelta(hours=2)
    with pytest.raises(Refused, match="registration closed"):
        making.register(app, session, make.person(), now=late)
    clock.set(late)
    token = making.host(app).links.sign("seminar.verify", [registration, 0])
    done = client.submit(client.get(f"/seminars/verify/{token}"))
    assert done.heading.startswith("You have a seat.")


def test_a_draft_is_not_there_but_for_those_who_plan_it(app: Flask, client: Client) -> None:
    slug = making.seminar()
    session = admitting.on_terms(making.session(slug), status=SessionStatus.DRAFT)
    make.employee(client)
    assert client.get(f"/seminars/{slug}/{session}").status == 404
    with pytest.raises(NotFound):
        making.register(app, session, make.person())
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    assert "not published yet" in client.get(f"/seminars/{slug}/{session}").words


# --- page and verb agree --------------------------------------------------------------------------------------------------

DRAWN = st.fixed_dictionaries(
    {
        "status": st.sampled_from(list(SessionStatus)), "audience": st.sampled_from(list(Audience)), "opens": OFFSETS,
        "closes": OFFSETS, "begins": st.sampled_from([timedelta(hours=-4), timedelta(0), timedelta(days=9), timedelta(days=9)]),
        "registered": st.booleans(),
    }
)  # fmt: skip


@pytest.mark.parametrize("who", ["employee", "security team", "guest"])
def test_page_and_verb_always_agree(app: Flask, client: Client, who: str) -> None:
    slug = making.seminar()
    session = making.session(slug, capacity=None)
    path = f"/seminars/{slug}/{session}"
    person = admitting.person()
    viewer = making.viewer(person, *([Role.SECURITY_TEAM] if who == "security team" else []))
    if who != "guest":
        make.sign_in(client, person, role=Role.SECURITY_TEAM if who == "security team" else None)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(DRAWN)
    def agree(drawn: dict[str, Any]) -> None:
        _arrange(app, session, person, drawn)
        page = client.get(path)
        said = _of_page(page, who)
        done = _of_verb(app, session, viewer, who)
        assert said == done, drawn

    agree()


def _arrange(app: Flask, session: str, person: Any, drawn: dict[str, Any]) -> None:
    now = making.NOW
    with writing():
        database.session.execute(
            update(Registration.__table__).where(Registration.id > 0).values(state=State.CANCELLED)
        )
    admitting.on_terms(
        session, status=SessionStatus.OPEN, audience=Audience.BOTH, opens_at=None, closes_at=None, taken=0,
        starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9, hours=3),
    )  # fmt: skip
    if drawn["registered"]:
        making.register(app, session, person)
    starts = now + drawn["begins"]
    window = {f"{name}_at": now + drawn[name] if drawn[name] is not None else None for name in ("opens", "closes")}
    admitting.on_terms(
        session, status=drawn["status"], audience=drawn["audience"], starts_at=starts,
        ends_at=starts + timedelta(hours=3), **window,
    )  # fmt: skip


def _of_page(page: Any, who: str) -> str:
    """What the page lets its reader do: `may`, `not there`, `has` something, or the reason why not."""
    if page.status == 404:
        return "not there"
    action = "ask" if who == "guest" else "register"
    if any(page.target(form).endswith(action) for form in page.soup.select("form[method=post]")):
        return "may"
    heading = page.soup.select_one("#seat").get_text()
    return heading if heading.startswith("You cannot register because") else "has"


def _of_verb(app: Flask, session: str, viewer: Viewer, who: str) -> str:
    """The same of the verb, which is then undone."""
    host = making.host(app)
    try:
        with writing():
            if who == "guest":
                service.register_guest(session, making.guest(), host=host, now=making.NOW)
            else:
                service.register_employee(viewer, session, host=host, now=making.NOW)
            raise Undo
    except Undo:
        return "may"
    except NotFound:
        return "not there"
    except Refused as refused:
        words = refused.message.values["why"]
        said = str(words)
        if said.startswith("You are registered"):
            return "has"
        return _as_on_the_page(app, words)


def _as_on_the_page(app: Flask, words: Any) -> str:
    with app.test_request_context():
        return str(translated(words))


class Undo(Exception):
    pass
