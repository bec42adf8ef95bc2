"""Fewer seats than are taken: the last to ask go back to the list, once that was seen; blocks and booked places stay."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import make
from tests.client import Client
from tests.seminars import making, planned
from tests.seminars.icalendar_reader import read
from training.core.db import database, writing
from training.core.errors import Refused
from training.seminars import attendees, planning, seats, shrinking
from training.seminars.models import RegistrationEvent
from training.seminars.organisation_models import Invitation
from training.seminars.rules import BlockState, SessionStatus, State

NOW = making.NOW


def full(app: Flask, people: int, capacity: int = 5) -> str:
    session = making.session(capacity=capacity)
    for number in range(people):
        making.register(app, session, make.person("Given", f"Number{number}"))
    return session


def look(session: str, capacity: int) -> shrinking.Shrinking:
    row = planned.date(session)
    return shrinking.look(shrinking.Seats(row.id, row.public_id, row.capacity, row.taken, open=True), capacity)


def shrink(app: Flask, session: str, capacity: int, seen: str = "") -> int:
    seen = seen or look(session, capacity).stamp
    with writing():
        return shrinking.shrink_session(
            session, capacity, seen=seen, by_person_id=None, host=making.host(app), now=NOW
        )  # fmt: skip


def test_the_last_to_ask_go_back_and_are_told(app: Flask) -> None:
    session = full(app, 6)
    assert [one.family for one in look(session, 3).back] == ["Number4", "Number3"]
    assert shrink(app, session, 3) == 2
    row = planned.date(session)
    assert (row.capacity, row.taken) == (3, 3)
    states = [one.state for one in planned.registrations(session)]
    assert states == [State.BOOKED] * 3 + [State.WAITLISTED] * 3
    mails = planned.mails("seminar.back-on-the-list")
    assert len(mails) == 2
    assert "You are number 1 on the waiting list now" in mails[0].body
    calendar = read(mails[0].calendar)
    assert calendar.one("METHOD").value == "CANCEL"
    assert calendar.parts[0].one("SEQUENCE").value == "2"
    reasons = making.rows(select(RegistrationEvent.reason).where(RegistrationEvent.old == State.BOOKED))
    assert {row.reason for row in reasons} == {shrinking.REASON}
    with writing():
        planning.resize_session(session, 4, by_person_id=None, host=making.host(app), now=NOW)
    assert [one.state for one in planned.registrations(session)][3] is State.BOOKED, (
        "the first of them comes back first"
    )


def test_seats_of_organisations_are_not_taken_back(app: Flask) -> None:
    session = full(app, 3)
    planned.block(app, session, seats_kept=2)
    with pytest.raises(Refused, match="Organisations keep 2 seats"):
        look(session, 1)
    shrink(app, session, 2)
    row = planned.date(session)
    assert (row.capacity, row.taken) == (2, 2)


def test_what_has_changed_since_is_not_done(app: Flask) -> None:
    session = full(app, 4)
    seen = look(session, 3).stamp
    making.register(app, session, make.person())
    with pytest.raises(Refused, match="Something has changed"):
        shrink(app, session, 3, seen)
    assert planned.date(session).taken == 5


@pytest.mark.parametrize(("capacity", "told"), [(0, "at least one seat"), (4, "no fewer"), (9, "no fewer")])
def test_what_is_no_shrinking_is_refused(app: Flask, capacity: int, told: str) -> None:
    session = full(app, 4)
    with pytest.raises(Refused, match=told):
        look(session, capacity)


def test_the_pages_of_fewer_seats(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = full(app, 3)
    refused = client.submit(client.get(f"/desk/sessions/{session}"), {"capacity": "2"}, action="capacity")
    assert refused.status == 422
    href = refused.soup.find("a", string="See who that is")["href"]
    page = client.get(href)
    assert "One person goes back to the waiting list." in page.heading
    assert "Number2, Given" in page.words
    done = client.submit(page)
    assert "People who went back to the waiting list: 1." in done.text
    again = client.submit(page)
    assert "no fewer than are taken" in again.text
    assert client.get(f"/desk/sessions/{session}/shrink?capacity=x").status == 200
    assert planned.date(session).taken == 2


def test_calling_off_ends_blocks_and_invitations(app: Flask, client: Client) -> None:
    planned.desk(client)
    session = full(app, 2)
    block = planned.block(app, session)
    number = planned.date(session).id
    with writing():
        values: dict[str, Any] = {"domains": ["acme.example"], "addresses": [], "created_at": NOW}
        database.session.add(Invitation(code="ABCD", session_id=number, **values))
    page = client.get(f"/desk/sessions/{session}/call-off")
    for words in (
        "2 people get a mail", "1 block of an organisation ends, 2 seats in all", "1 contact of an organisation gets a mail",
        "1 invitation lets nobody in any more",
    ):  # fmt: skip
        assert words in page.words, words
    done = client.submit(page, {"reason": "The room is flooded."})
    assert "People who are told: 3." in done.text
    assert planned.kept(block).state is BlockState.RETURNED
    row = planned.date(session)
    assert (row.status, row.taken) == (SessionStatus.CANCELLED, 0)
    (mail,) = planned.mails("contact.called-off")
    assert mail.recipient == "tom@acme.example" and "The room is flooded." in mail.body
    assert all(one.revoked_at == NOW for one in making.rows(select(Invitation.revoked_at)))


def test_who_sits_in_a_block_never_goes_back(app: Flask) -> None:
    session = full(app, 2)
    block = planned.kept(planned.block(app, session)).id
    with writing():
        who = attendees.of_guest(making.guest())
        with seats.change(session, by_id=None, now=NOW) as door:
            door.join(who, State.BOOKED, allotment_id=block)
    assert [one.family for one in look(session, 2).back] == ["Number1", "Number0"]
    with pytest.raises(Refused, match="Organisations keep 2 seats"):
        look(session, 1)
