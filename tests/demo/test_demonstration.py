import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from tests.client import Client
from tests.crawling import crawl
from tests.demo import looking
from tests.demo.conftest import NOW, Filled
from tests.reports import packs
from training.audit.models import Event
from training.completion import freezing, rollups
from training.completion.models import Assignment, Completion, Figures, Requirement, RollUp
from training.completion.reconciling import settle
from training.completion.rules import FigureKind, How
from training.core.db import database, writing
from training.core.errors import Conflict, Forbidden
from training.core.permissions import Held, Role, Viewer
from training.core.settings import Mode
from training.demo.filling import fill
from training.demo.signing_in import AUDITOR, EMPLOYEE, MANAGER, PASSWORD, VISITORS, Visitor
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.learning.models import Attempt
from training.learning.rules import AttemptKind
from training.notices.models import Message
from training.notices.rules import MessageState
from training.people.models import Account, Department, Membership, Person, RosterImport, Site
from training.reports import difference_queries, figure_queries, trend_pages
from training.reports.figure_rules import Why
from training.seminars.models import Attendee, Registration, SeminarSession
from training.seminars.rules import Audience, SessionStatus, State
from training.seminars.rules import Mode as Presence

TODAY = NOW.date()
PAGES = 13
"""So many pages are looked at for each sign-in, the nearest first."""
HOST = re.compile(r"(?:@|://)([A-Za-z0-9.-]+\.[A-Za-z]{2,}|localhost)")
PHONE = re.compile(r"\+\d[\d ]{6,}")


def sign_in(filled: Filled, email: str) -> Client:
    client = Client(filled.app)
    page = client.submit(client.get("/sign-in"), {"email": email, "password": PASSWORD}, action="/sign-in")
    assert page.status == 200 and page.path == "/", page.errors
    return client


# --- the organisation -------------------------------------------------------------------------------------------------


def test_the_company_is_as_large_as_promised(filled: Filled) -> None:
    staff = select(func.count()).select_from(Person).where(Person.external_id.is_not(None))
    here = (Person.left_on.is_(None)) | (Person.left_on > TODAY)
    assert looking.value(staff.where(here)) == 1200
    assert looking.value(staff) == 1350
    codes = [code for (code,) in looking.rows(select(Department.code))]
    assert len(codes) == 33 and max(code.count(" / ") for code in codes) == 2
    zones = {zone for (zone,) in looking.rows(select(Site.zone))}
    assert zones == {"America/Chicago", "Europe/Paris", "Europe/London", "Asia/Singapore"}
    assert filled.told[-1].startswith("Today")


def test_its_past_is_written_as_it_was_known(filled: Filled) -> None:
    moved = select(func.count()).select_from(Membership).where(Membership.retired_at.is_not(None))
    assert looking.value(moved) > 150
    assert looking.value(select(func.count()).select_from(RosterImport)) > 25
    for table in (Membership, Assignment, Completion):
        first, last = looking.rows(select(func.min(table.recorded_at), func.max(table.recorded_at)))[0]
        assert (last - first).days > 380 and last <= NOW, table.__tablename__
    early = looking.value(
        select(func.count()).select_from(Completion).where(Completion.recorded_at < Completion.happened_at)
    )
    assert early == 0
    assert looking.value(select(func.max(Event.at))) <= NOW


def test_two_fillings_are_the_same_but_for_ids(filled_on: Callable[[str], Filled]) -> None:
    told = {}
    for kind in ("sqlite", "postgresql"):
        with filled_on(kind).app.app_context():
            told[kind] = looking.digests()
    assert told["sqlite"] == told["postgresql"]


def test_nobody_but_the_shown_five_has_a_password(filled: Filled) -> None:
    with_one = (
        select(Person.email).join(Account, Account.person_id == Person.id).where(Account.password_hash.is_not(None))
    )
    assert {email for (email,) in looking.rows(with_one)} == {one.email for one in (*VISITORS, AUDITOR)}
    page = Client(filled.app).get("/sign-in")
    assert all(one.email in page.words for one in VISITORS) and PASSWORD in page.words


# --- what people have done --------------------------------------------------------------------------------------------


def test_roll_ups_equal_the_facts_and_nothing_is_left_to_settle(filled: Filled) -> None:
    assert rollups.differences() == []
    assert looking.rows(select(RollUp.rolled_to).distinct()) == [(TODAY,)]
    everybody = [number for (number,) in looking.rows(select(Person.id))]
    database.session.rollback()
    with writing():
        assert settle(everybody, now=NOW, today=TODAY).changed == 0


def parts(department: str, requirement: str) -> tuple[int, ...]:
    columns = [func.sum(getattr(RollUp, name)) for name in rollups.NAMES]
    sums = (
        select(*columns)
        .join(Department, Department.id == RollUp.department_id)
        .join(Requirement, Requirement.id == RollUp.requirement_id)
        .where(Department.code.startswith(department), Requirement.slug == requirement)
    )
    return tuple(looking.rows(sums)[0])


def test_the_manager_leads_forty_eight_people_in_all_five_states(filled: Filled) -> None:
    assert parts("Finance", "phishing-each-year") == (36, 3, 2, 5, 2)
    company = parts("", "phishing-each-year")
    assert sum(company) == 1200 and all(number > 2 for number in company)
    assert company[0] + company[1] > 1000


def test_attempts_lead_to_the_completions_that_they_must(filled: Filled) -> None:
    whole = Attempt.kind == AttemptKind.COURSE
    states = Counter(state for (state,) in looking.rows(select(Attempt.state).where(whole)))
    assert states["passed"] > 900 and states["failed"] > 50
    same = (Completion.person_id == Attempt.person_id) & (Completion.happened_at == Attempt.finished_at)
    found = looking.value(select(func.count()).select_from(Attempt).join(Completion, same))
    assert found == states["passed"]
    hows = Counter(how for (how,) in looking.rows(select(Completion.how)))
    assert hows.pop(How.OUTSIDE_PROOF) == 1, "one paper has been accepted"
    assert set(hows) == {"quiz", "test-out", "seminar", "import", "acknowledgement"} and min(hows.values()) > 20


# --- seminars ---------------------------------------------------------------------------------------------------------


def test_dates_of_every_kind_are_held_or_come(filled: Filled) -> None:
    dates = [row[0] for row in looking.rows(select(SeminarSession))]
    held = [one for one in dates if one.status in {SessionStatus.HELD, SessionStatus.ARCHIVED}]
    coming = [one for one in dates if one.status is SessionStatus.OPEN and one.starts_at > NOW]
    assert len(held) >= 5 and len(coming) >= 5
    assert any(one.status is SessionStatus.CANCELLED for one in dates)
    assert [one for one in dates if one.status is SessionStatus.OPEN and one.ends_at < NOW], (
        "one waits for its register"
    )
    assert any(one.mode is Presence.ONLINE for one in coming)
    assert any(one.audience is Audience.OUTSIDE and one.taken for one in coming)
    assert any(one.capacity and 0 < 4 * (one.capacity - one.taken) <= one.capacity for one in coming), "nearly full"
    full = [one.id for one in coming if one.taken == one.capacity]
    waiting = select(func.count()).select_from(Registration).where(
        Registration.session_id.in_(full), Registration.state == State.WAITLISTED
    )  # fmt: skip
    assert looking.value(waiting) >= 2


def test_guests_are_forgotten_when_it_was_promised(filled: Filled) -> None:
    guests = looking.rows(select(Attendee.email, Attendee.erased_at).where(Attendee.person_id.is_(None)))
    assert any(erased and not email for email, erased in guests), "of the old seminars"
    assert sum(email is not None for email, _erased in guests) > 10, "of the coming ones"


# --- nothing leaves the house -----------------------------------------------------------------------------------------


def test_no_mail_and_no_job_waits(filled: Filled) -> None:
    assert {state for (state,) in looking.rows(select(Message.state).distinct())} == {MessageState.KEPT}
    assert {state for (state,) in looking.rows(select(Job.state).distinct())} == {JobState.DONE}


def test_no_address_and_no_telephone_could_be_anybodys(filled: Filled) -> None:
    mails = looking.rows(select(Message.recipient, Message.body, func.coalesce(Message.calendar, "")))
    people = looking.rows(select(Person.email)) + looking.rows(select(Attendee.email))
    sites = looking.rows(select(Site.report_phone, Site.report_mail, Site.how_to_report, Site.contact))
    # Lines of calendar entries are folded after 75 bytes, in the middle of words too.
    told = "\n".join(str(cell).replace("\r\n ", "") for row in (*mails, *people, *sites) for cell in row)
    hosts = {host.rstrip(".").lower() for host in HOST.findall(told)}
    ours = {host for host in hosts if host == "localhost" or host.endswith((".example", ".test"))}
    assert len(hosts) > 5 and hosts == ours, hosts - ours
    phones = PHONE.findall(told)
    assert phones and all(re.search(r"555 01\d\d$", phone.strip()) for phone in phones), set(phones)


# --- what one sees ----------------------------------------------------------------------------------------------------


def test_the_employee_is_told_what_to_do(filled: Filled) -> None:
    client = sign_in(filled, EMPLOYEE.email)
    page = client.get("/")
    assert re.fullmatch(r"Two things, \d\d minutes\. The first is due on Friday\.", page.heading), page.heading
    assert "good morning Amara" in page.words
    assert "Lesson 4 of 6" in page.words
    record = client.get("/record")
    assert record.words.count("2025") + record.words.count("2026") >= 4 or len(record.soup.select("main a")) >= 5


@pytest.mark.parametrize("visitor", VISITORS, ids=lambda visitor: visitor.family)
def test_every_page_answers(filled: Filled, visitor: Visitor) -> None:
    seen = list(islice(crawl(sign_in(filled, visitor.email)), PAGES))
    assert len(seen) > 10
    assert [page.path for page in seen if page.status != 200] == []


def test_the_manager_finds_the_department(filled: Filled) -> None:
    page = sign_in(filled, MANAGER.email).get("/departments/")
    assert "Finance" in page.words and page.status == 200


# --- where it must not be ---------------------------------------------------------------------------------------------


def test_a_database_with_people_stays_as_it_is(filled: Filled) -> None:
    house = filled.app.extensions["muster"]
    before = looking.numbers()
    database.session.rollback()
    assert fill(house.world, house.settings) is False
    assert looking.numbers() == before


def test_production_is_refused(filled: Filled) -> None:
    house = filled.app.extensions["muster"]
    with pytest.raises(Forbidden):
        fill(house.world, house.settings.model_copy(update={"mode": Mode.PRODUCTION}))


def test_a_filling_that_was_cut_short_is_told(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    house = filled.app.extensions["muster"]
    monkeypatch.setattr("training.demo.filling.setting", lambda _key: "begun")
    with pytest.raises(Conflict, match="cut short"):
        fill(house.world, house.settings)


# --- figures ----------------------------------------------------------------------------------------------------------


def test_twelve_months_and_the_last_weeks_are_published_and_one_month_has_a_difference(filled: Filled) -> None:
    months = looking.rows(select(Figures.day).where(Figures.kind == FigureKind.MONTHLY).order_by(Figures.day))
    assert [day for (day,) in months][-12:] == trend_pages.month_ends(TODAY)
    weeks = looking.rows(select(Figures.day).where(Figures.kind == FigureKind.WEEKLY).order_by(Figures.day))
    assert len(weeks) >= 7 and {day.weekday() for (day,) in weeks} == {6}
    assert freezing.tampered() == []
    everything = Viewer(person_id=0, held=(Held(Role.CSO),))
    published = figure_queries.month(date(2026, 10, 1))
    found = list(difference_queries.export(everything, published))
    assert 5 < len(found) < 60
    assert {(one.why, one.team_now, one.how) for one in found} == {
        (Why.COMPLETED, "Warehouse", How.IMPORT),
        (Why.COMPLETED, "Warehouse", How.OUTSIDE_PROOF),
    }
    before = figure_queries.month(date(2026, 9, 1))
    # In Singapore it is the first of October while September ends in Chicago; and the paper was of that month, too.
    assert {one.why for one in difference_queries.export(everything, before)} <= {Why.DAY_AFTER, Why.COMPLETED}
    database.session.rollback()


def test_the_manager_sees_the_year(filled: Filled) -> None:
    page = sign_in(filled, MANAGER.email).get("/departments/")
    assert len(page.soup.select("table.months tbody tr")) == 13
    assert "Since Sunday 15 November 2026" in page.words


# --- what was proved --------------------------------------------------------------------------------------------------


def test_a_pack_is_ready_and_an_auditor_may_read_it(filled: Filled, tmp_path: Path) -> None:
    client = Client(filled.app)
    page = client.submit(client.get("/sign-in"), {"email": AUDITOR.email, "password": PASSWORD}, action="/sign-in")
    assert page.path == "/evidence/" and len(page.soup.select("main h3 a")) == 1
    page = client.get(page.soup.select_one("main h3 a")["href"])
    people = [int(one.get_text(" ", strip=True).split()[0].replace(",", "")) for one in page.soup.select("dl.sum dd")]
    assert sum(people[:5]) == people[5] > 1000 and min(people[:5]) > 0
    file = client.http.get(page.soup.select_one("[aria-labelledby=packs] a")["href"]).data
    (tmp_path / "pack.zip").write_bytes(file)
    with ZipFile(tmp_path / "pack.zip") as archive:
        archive.extract("verify.py", tmp_path)
    told = packs.verify(tmp_path / "pack.zip", script=tmp_path / "verify.py")
    assert told.returncode == 0 and "OK: " in told.stdout, told.stdout
