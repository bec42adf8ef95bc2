"""Whoever looks around in the demonstration finds every page of the room of seminars with something on it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tests.client import Client, Page
from tests.demo import looking
from tests.demo.conftest import NOW, Filled
from training.audit.models import Event
from training.core.db import database
from training.demo.seminars_described import FIRST_HOUR, ON_THE_ROAD, PAYMENTS, TEAM_DAY, VISITEURS, VISITORS
from training.demo.signing_in import EMPLOYEE, MANAGER, PASSWORD, SECURITY_TEAM, Visitor
from training.notices.models import Message
from training.seminars import checking
from training.seminars.day_models import AttendanceRecord, SpecialNeed
from training.seminars.models import Registration, Seminar, SeminarSession
from training.seminars.organisation_models import Allotment, Organisation
from training.seminars.plan_models import SessionTrainer
from training.seminars.rules import Audience, BlockState, SessionStatus, State

LINK = re.compile(r"https?://[^/\s]+(/organisations/contact/\S+)")


def signed_in(filled: Filled, who: Visitor) -> Client:
    client = Client(filled.app)
    page = client.submit(client.get("/sign-in"), {"email": who.email, "password": PASSWORD}, action="/sign-in")
    assert page.path == "/", page.errors
    return client


@pytest.fixture
def team(filled: Filled) -> Iterator[Client]:
    yield signed_in(filled, SECURITY_TEAM)
    database.session.rollback()


def dates(slug: str) -> list[SeminarSession]:
    found = select(SeminarSession).join(Seminar, Seminar.id == SeminarSession.seminar_id).where(Seminar.slug == slug)
    return [one for (one,) in looking.rows(found.order_by(SeminarSession.starts_at))]


def only(found: list[SeminarSession]) -> SeminarSession:
    assert len(found) == 1
    return found[0]


def coming(slug: str, **wanted: object) -> SeminarSession:
    """Return the only date of a seminar that is open, has not begun, and is as wanted."""
    able = [one for one in dates(slug) if one.status is SessionStatus.OPEN and one.starts_at > NOW]
    return only([one for one in able if all(getattr(one, name) == value for name, value in wanted.items())])


def with_block(state: BlockState) -> tuple[SeminarSession, str]:
    """Return the first date with a block in that state, and whose it is."""
    found = (
        select(SeminarSession, Organisation.name)
        .join(Allotment, Allotment.session_id == SeminarSession.id)
        .join(Organisation, Organisation.id == Allotment.organisation_id)
        .where(Allotment.state == state)
        .order_by(Allotment.id)
    )
    date, organisation = looking.rows(found)[0]
    return date, organisation


def states(date: SeminarSession) -> Counter[State]:
    return Counter(
        state for (state,) in looking.rows(select(Registration.state).where(Registration.session_id == date.id))
    )


def desk(client: Client, date: SeminarSession, page: str = "") -> Page:
    found = client.get(f"/desk/sessions/{date.public_id}{page}")
    assert found.status == 200
    return found


def numbers(words: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", words)]


# --- the day ----------------------------------------------------------------------------------------------------------


def test_the_trainer_holds_a_date_today_and_some_people_are_here(team: Client) -> None:
    page = team.get("/today")
    assert page.heading == "You give one seminar today."
    assert "Still to sign" in page.words, "and one of an earlier day waits to be signed"
    door = team.get(page.soup.select_one("[aria-labelledby=near] a.button")["href"])
    here, seats = numbers(re.search(r"\d+ of \d+ here", door.words)[0])  # type: ignore[index]
    assert 5 < here < seats
    assert "Not here yet" in door.words


def test_every_date_is_given_by_somebody_and_one_by_an_outsider(filled: Filled) -> None:
    given = {number for (number,) in looking.rows(select(SessionTrainer.session_id).distinct())}
    assert given == {number for (number,) in looking.rows(select(SeminarSession.id))}
    assert [name for (name,) in looking.rows(select(SessionTrainer.name).where(SessionTrainer.name != ""))]


def test_no_seat_was_miscounted_on_the_way(filled: Filled) -> None:
    assert checking.faults(NOW) == []


# --- planning ---------------------------------------------------------------------------------------------------------


def test_a_series_has_a_closed_date_open_ones_and_a_draft(team: Client) -> None:
    series = [one for one in dates(VISITORS) if one.series]
    assert [one.status for one in series] == [
        SessionStatus.CLOSED, SessionStatus.OPEN, SessionStatus.OPEN, SessionStatus.DRAFT,
    ]  # fmt: skip
    assert (series[1].starts_at.date() - series[0].starts_at.date()).days == 84
    assert series[0].taken > 5
    page = team.get("/desk/seminars/")
    assert page.soup.select_one("#drafts") and "Closed," in page.words
    assert "dates in the archive" in team.get("/desk/seminars/archive").heading


def test_a_date_was_moved_and_people_answer(filled: Filled, team: Client) -> None:
    date = coming(PAYMENTS)
    assert date.previous_starts_at and date.previous_starts_at != date.starts_at
    page = desk(team, date, "/move/answers")
    answers = Counter(cell.get_text(strip=True) for cell in page.soup.select("tbody td.cell-state"))
    assert answers["Comes"] >= 3 and answers["Gave the seat back"] >= 1 and answers["No answer yet"] >= 1, answers
    own = signed_in(filled, MANAGER).get(f"/seminars/{PAYMENTS}/{date.public_id}")
    assert "Does the new date suit you?" in own.words


def test_costs_add_up_and_have_two_lines_of_the_budget(team: Client) -> None:
    page = team.get("/desk/seminars/costs/")
    tables = page.soup.select("main table")
    assert len(tables) == 2
    sums = [sum(cents(cell) for cell in amounts(table)) for table in tables]
    assert sums[0] == sums[1] == cents(page.heading)
    assert len(tables[0].select("tbody tr")) == 2
    assert "nobody yet" in page.words and len(tables[1].select("tbody tr")) > 10


def amounts(table: Any) -> list[str]:
    """Return the cells of the first column of money."""
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]
    return [next(cell for cell in row if cell.startswith("$")) for row in rows]


def cents(words: str) -> int:
    return round(100 * float(re.search(r"\$([\d,]+\.\d\d)", words)[1].replace(",", "")))  # type: ignore[index]


def test_materials_are_for_before_and_after(team: Client) -> None:
    words = desk(team, dates(FIRST_HOUR)[-1], "/materials").words
    assert words.count("for everybody with a seat") >= 2 and words.count("for those who were there") >= 2
    assert "first-hour-card.pdf" in words and "https://" in words


# --- organisations ----------------------------------------------------------------------------------------------------


def contact_page(filled: Filled, organisation: str) -> tuple[Client, Page]:
    """Return the page of the contact of an organisation, through the link in the mail that let them in."""
    domain = select(Organisation.domains).where(Organisation.name == organisation)
    email = f"%@{looking.value(domain)[0]}"
    mails = looking.rows(select(Message.body).where(Message.recipient.like(email)).order_by(Message.id))
    link = next(found[1] for (body,) in mails if (found := LINK.search(body)))
    client = Client(filled.app)
    return client, client.get(link)


def test_a_block_that_was_held_reports_who_was_there(filled: Filled, team: Client) -> None:
    date, organisation = with_block(BlockState.RETURNED)
    assert date.status is SessionStatus.HELD
    client, page = contact_page(filled, organisation)
    report = client.get(page.soup.select_one("a[href$=attended]")["href"])
    there, named = numbers(report.heading)
    assert 2 <= there <= named and report.soup.select("tbody tr")
    people = team.get("/desk/organisations/")
    assert organisation in people.words and len(people.soup.select("tbody tr")) >= 5


def test_a_block_that_is_coming_has_colleagues_in_all_states(filled: Filled) -> None:
    date, organisation = with_block(BlockState.HELD)
    assert date.starts_at > NOW
    client, page = contact_page(filled, organisation)
    assert "to name by" in page.heading
    block = client.get(page.soup.select_one("main a[href*='/blocks/']")["href"]).words
    assert "Has a seat" in block and "Has not confirmed yet" in block
    assert "Who does not come any more" in block, "one was swapped"


def test_a_block_waits_as_one_since_too_few_seats_are_free(filled: Filled) -> None:
    date, organisation = with_block(BlockState.WAITING)
    assert date.capacity and 0 < date.capacity - date.taken < 6
    assert contact_page(filled, organisation)[1].heading == "Eight seats are waited for."


def test_a_date_by_invitation_has_a_code_that_was_used(team: Client) -> None:
    date = coming(FIRST_HOUR, audience=Audience.INVITED)
    words = desk(team, date, "/codes").words
    assert "2 of 10" in words and "Revoked" in words
    assert states(date) == {State.BOOKED: 2, State.UNVERIFIED: 1}


# --- the queue --------------------------------------------------------------------------------------------------------


def test_a_full_date_makes_offers_and_people_wait(team: Client) -> None:
    date = coming(VISITEURS)
    now = states(date)
    assert date.offer_hours and date.taken == date.capacity
    assert now[State.OFFERED] == 1 and now[State.WAITLISTED] >= 2
    words = desk(team, date, "/places").words
    assert "Has an offer" in words and "(Marek Lindholm)" in words, "somebody was put first, and it says why"


def test_the_manager_has_requests_to_decide(filled: Filled) -> None:
    client = signed_in(filled, MANAGER)
    assert "Three people wait for your decision." in client.get("/").words
    page = client.get("/seminars/approvals/")
    assert page.words.count("A day with the security team") == 3
    assert states(coming(TEAM_DAY))[State.BOOKED] >= 2, "other managers have agreed"


def test_the_employee_has_a_seat_and_a_request(filled: Filled) -> None:
    words = signed_in(filled, EMPLOYEE).get("/").words
    assert "First hour of a breach" in words
    assert "Waits for an answer" in words.partition("A day with the security team")[2]


# --- what people tell us ----------------------------------------------------------------------------------------------


def test_answers_stand_by_person_and_needs_go_after_the_day(team: Client) -> None:
    date = coming(FIRST_HOUR, audience=Audience.BOTH)
    assert numbers(desk(team, date, "/answers").heading)[0] >= 10
    assert desk(team, date, "/needs").heading == "Two people need something."
    kept = (
        select(SeminarSession.ends_at)
        .join(Registration, Registration.session_id == SeminarSession.id)
        .join(SpecialNeed, SpecialNeed.registration_id == Registration.id)
    )
    assert all(ends_at > NOW for (ends_at,) in looking.rows(kept)), "those of held dates are erased"
    assert "needs-forgotten" in events()


def events() -> set[str]:
    return {action for (action,) in looking.rows(select(Event.action).distinct())}


def test_demand_says_what_to_plan(team: Client) -> None:
    assert not dates(ON_THE_ROAD)
    page = team.get("/desk/seminars/demand")
    words = page.words.partition("Devices and papers on the road")[2]
    assert "Plan Lyon, 14 people" in words
    assert "Plan online, 6 people" in words and "Plan for guests, 3 people" in words
    form = team.get(page.soup.select_one(f"a[href*='{ON_THE_ROAD}']")["href"])
    assert form.soup.select_one("select[name=venue] option[selected]").get_text(strip=True).find("Salle 3") >= 0


def test_feedback_has_enough_answers(team: Client) -> None:
    held = [one for one in dates(FIRST_HOUR) if one.status is SessionStatus.HELD][-1]
    page = desk(team, held, "/feedback")
    assert numbers(page.heading)[0] >= 6 and len(page.soup.select("main table")) == 3
    assert page.soup.select("[aria-labelledby=words] li")


def test_a_record_was_corrected_and_somebody_walked_in(team: Client) -> None:
    held = [one for one in dates(FIRST_HOUR) if one.status is SessionStatus.HELD][-1]
    corrected = select(AttendanceRecord.reason).where(AttendanceRecord.supersedes_id.is_not(None))
    ((reason,),) = looking.rows(corrected)
    assert reason in desk(team, held, "/attendance/signed").words
    assert "walked-in" in events()


def test_what_is_kept_of_guests_and_what_they_agreed_to_is_told(team: Client) -> None:
    page = team.get("/desk/seminars/retention")
    assert "known by name" in page.heading and "erased on" in page.words and "Forget them now" in page.words
    rows = team.get("/desk/seminars/consents").soup.select("tbody tr")
    agreed = [int(row.select("td")[-1].get_text(strip=True)) for row in rows]
    assert len(agreed) == 2 and max(agreed) > 20 and min(agreed) == 3, "for dates, and to be told of one"
