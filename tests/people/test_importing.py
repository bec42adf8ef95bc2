"""Applying rosters on both databases: rows, intervals, what ends for leavers, and that nothing happens twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import make
from tests.conftest import Clock
from tests.people.rosters import TODAY, csv, line
from training.audit.models import Event
from training.core import files
from training.core.db import Base, database, scoped, writing
from training.core.digest import digest
from training.core.errors import NotFound
from training.core.links import Links
from training.core.permissions import Role
from training.core.world import new_public_id
from training.jobs.models import Job
from training.jobs.rules import JobState
from training.jobs.service import NewJob, add
from training.jobs.worker import Tools, run_due
from training.people import applying, importing, queries, work
from training.people.importing import End, Order, import_file
from training.people.models import Account, Department, Grant, Membership, Person, RosterImport, SignIn, Site
from training.people.rules import DAILY, GrantSource
from training.people.service import NewSignIn, make_link, sign_in

TOMORROW = TODAY + timedelta(days=1)


def bring_in(app: Flask, *lines: str, told: list[str] | None = None, **order: Any) -> End:
    world = app.extensions["muster"].world
    echo = (told if told is not None else []).append
    return import_file(csv(*lines), Order("people.csv", **order), world=world, echo=echo)


def rows(model: type[Base], *where: Any) -> list[Any]:
    """Rows as they are stored now, cut loose from the session."""
    database.session.rollback()
    wanted = select(model).where(*where).order_by(*model.__table__.primary_key)
    found = list(database.session.scalars(scoped(wanted, by="test")))
    database.session.expunge_all()
    return found


def person(external_id: str) -> Person:
    (found,) = rows(Person, Person.external_id == external_id)
    return found


def intervals(external_id: str, *, current_knowledge: bool = True) -> list[tuple[str, date, date | None]]:
    codes = {department.id: department.code for department in rows(Department)}
    found = rows(Membership, Membership.person_id == person(external_id).id)
    return sorted(
        (codes[one.department_id], one.valid_from, one.valid_until)
        for one in found if (one.retired_at is None) == current_knowledge
    )  # fmt: skip


def fingerprint() -> dict[str, str]:
    """A digest of every table but those that may grow: jobs and the log."""
    database.session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in {"job", "event", "event_detail"}:
            content = database.session.execute(scoped(select(table).order_by(*table.primary_key), by="test")).all()
            found[table.name] = digest(repr([tuple(row) for row in content]).encode())
    return found


@pytest.fixture(autouse=True)
def _places(app: Flask) -> None:
    make.site("LEEDS")
    make.site("OSLO")


def test_brings_people_in_with_all_that_belongs_to_them(app: Flask) -> None:
    told: list[str] = []
    end = bring_in(
        app, line("1", department="Ops", leads="yes", title="Head", start="2025-01-06"),
        line("2", department="Ops / Night", manager="1", attributes="phi|cardholder", email=""), told=told,
    )  # fmt: skip
    assert end is End.APPLIED
    assert "new: 2" in told
    assert told[-1] == "8 / 8", "2 departments, 2 people, 2 memberships, an account and a role"
    top, below = rows(Department)
    assert (top.code, top.path, below.name, below.parent_id, below.path) == (
        "Ops",
        f"/{top.id}/",
        "Night",
        top.id,
        f"/{top.id}/{below.id}/",
    )
    dana, ravi = person("1"), person("2")
    assert (dana.email, dana.started_on, ravi.email, ravi.started_on) == (
        "p1@alderfinch.example",
        date(2025, 1, 6),
        None,
        None,
    )
    assert len({dana.public_id, ravi.public_id}) == 2
    assert [account.person_id for account in rows(Account)] == [dana.id], "whoever has an address has an account"
    assert rows(Account)[0].password_hash is None
    (held,) = rows(Membership, Membership.person_id == ravi.id)
    assert (held.department_id, held.manager_id, held.attributes, held.title) == (
        below.id,
        dana.id,
        ["cardholder", "phi"],
        "Clerk",
    )
    assert (held.valid_from, held.valid_until) == (TODAY, None)
    (grant,) = rows(Grant)
    assert (grant.person_id, grant.role, grant.department_id, grant.source) == (
        dana.id,
        Role.MANAGER,
        top.id,
        GrantSource.ROSTER,
    )
    assert [job.kind for job in rows(Job)] == ["completion.reconcile"]
    assert {event.action for event in rows(Event)} == {"granted", "roster-applied"}


def test_the_same_file_twice_changes_no_row(app: Flask, clock: Clock) -> None:
    lines = [
        line("1", leads="yes", start="2026-12-01"),
        line("2", manager="1", attributes="phi"),
        line("3", leave=str(TODAY)),
    ]
    assert bring_in(app, *lines, complete=True) is End.APPLIED
    before = fingerprint()
    clock.forward(days=3)
    assert bring_in(app, *lines, complete=True) is End.NOTHING
    assert fingerprint() == before
    assert [event.action for event in rows(Event)][-1] == "roster-unchanged"


def test_a_dry_run_changes_nothing(app: Flask) -> None:
    before, told = fingerprint(), []
    assert bring_in(app, line("1"), dry_run=True, told=told) is End.PLANNED
    assert fingerprint() == before
    assert not rows(Event)
    assert any("Dana Ford1 (1)" in one for one in told)


def test_a_bad_file_changes_nothing(app: Flask) -> None:
    bring_in(app, line("1"))
    before, told = fingerprint(), []
    assert (
        bring_in(app, line("2"), line("3", start="soon"), line("4", manager="9"), told=told, complete=True)
        is End.FAULTS
    )
    assert fingerprint() == before
    assert [one.partition(":")[0] for one in told[:2]] == ["line 3, start", "line 4, manager"]
    assert told[-1] == "2 faults: nothing was changed."


def test_a_move_retires_the_row_and_keeps_what_was_true(app: Flask, clock: Clock) -> None:
    bring_in(app, line("1", department="A", start="2026-01-05"))
    clock.forward(days=1)
    bring_in(app, line("1", department="B", start="2026-01-05"))
    assert intervals("1") == [("A", date(2026, 1, 5), TOMORROW), ("B", TOMORROW, None)]
    assert intervals("1", current_knowledge=False) == [("A", date(2026, 1, 5), None)]


def test_a_leaver_loses_membership_sign_ins_links_and_what_the_roster_gave(app: Flask, clock: Clock) -> None:
    bring_in(
        app, line("1", leads="yes", department="A", start="2026-01-05"), *(line(str(number)) for number in range(2, 30))
    )
    dana = person("1")
    make.grant(dana, Role.SECURITY_TEAM)
    with writing():
        sign_in(NewSignIn(dana.id, "t" * 40, "a browser", privileged=False), now=clock())
        make_link(dana.id, "l" * 40, now=clock())
    assert queries.viewer_by_token("t" * 40, clock()) is not None
    clock.forward(days=1)
    assert bring_in(app, *(line(str(number)) for number in range(2, 30)), complete=True) is End.APPLIED
    assert person("1").left_on == TOMORROW
    assert intervals("1") == [("A", date(2026, 1, 5), TOMORROW)]
    assert rows(SignIn)[0].ended_at == clock()
    assert queries.viewer_by_token("t" * 40, clock()) is None
    kept = [(grant.role, grant.source, grant.valid_until) for grant in rows(Grant, Grant.retired_at.is_(None))]
    assert kept == [(Role.SECURITY_TEAM, GrantSource.PERSON, None), (Role.MANAGER, GrantSource.ROSTER, TOMORROW)]
    assert not queries.holds(dana.id, Role.MANAGER, rows(Department, Department.code == "A")[0].id)
    assert "left" in {event.action for event in rows(Event)}
    assert rows(Department, Department.code == "A")[0].closed_on == TOMORROW


def test_whoever_comes_back_has_a_new_membership(app: Flask, clock: Clock) -> None:
    bring_in(app, line("1", department="A", start="2026-01-05"))
    bring_in(app, line("1", department="A", start="2026-01-05", leave=str(TODAY)), yes_many_leavers=True)
    clock.forward(days=8)
    back = TODAY + timedelta(days=8)
    told: list[str] = []
    bring_in(app, line("1", department="B", start="2026-01-05"), told=told)
    assert "returned: 1" in told
    assert person("1").left_on is None
    assert intervals("1") == [("A", date(2026, 1, 5), TODAY), ("B", back, None)]


def test_many_leavers_need_a_second_yes(app: Flask) -> None:
    bring_in(app, *(line(str(number)) for number in range(10)))
    before = fingerprint()
    assert bring_in(app, *(line(str(number)) for number in range(8)), complete=True) is End.MANY_LEAVERS
    assert fingerprint() == before
    assert (
        bring_in(app, *(line(str(number)) for number in range(8)), complete=True, yes_many_leavers=True) is End.APPLIED
    )
    assert [one.external_id for one in rows(Person, Person.left_on.is_not(None))] == ["8", "9"]


def test_addresses_are_exchanged_and_passed_on(app: Flask) -> None:
    bring_in(app, *(line(str(number)) for number in range(20)))
    swapped = [line("0", email="p1@alderfinch.example"), line("1", email="p0@alderfinch.example")]
    rest = [line(str(number)) for number in range(2, 19)]
    assert bring_in(app, *swapped, *rest, line("20", email="p19@alderfinch.example"), complete=True) is End.APPLIED
    assert [person(one).email for one in ("0", "1", "19", "20")] == [
        "p1@alderfinch.example", "p0@alderfinch.example", None, "p19@alderfinch.example",
    ]  # fmt: skip


def test_the_administrator_of_the_command_line_is_recognised_by_the_address(app: Flask, clock: Clock) -> None:
    from training.people.service import make_administrator

    with writing():
        number = make_administrator("p1@alderfinch.example", "Dana Ford", now=clock())
    bring_in(app, line("1"))
    assert person("1").id == number
    assert intervals("1") == [("Operations", TODAY, None)]
    assert queries.holds(number, Role.ADMINISTRATOR, None)


def test_a_new_site_is_opened_as_the_file_describes_it(app: Flask) -> None:
    header = "external_id,given,family,department,site,site_name,site_zone,site_city"
    content = f"{header}\n1,Dana,Ford,A,BERGEN,Docks,Europe/Oslo,Bergen\n2,Ravi,Nair,A,LEEDS,Other,Europe/Oslo,Bergen".encode()
    assert import_file(content, Order("x.csv"), world=app.extensions["muster"].world, echo=str) is End.APPLIED
    found = {site.code: (site.name, site.zone, site.city) for site in rows(Site)}
    assert found["BERGEN"] == ("Docks", "Europe/Oslo", "Bergen")
    assert found["LEEDS"] == ("LEEDS", "Europe/London", "Leeds"), (
        "what is known of a site is not for the roster to change"
    )


STEPS = [
    "open_departments",
    "change_details",
    "add_people",
    "change_memberships",
    "open_accounts",
    "take_leads",
    "give_leads",
    "let_go",
]


@pytest.mark.parametrize("step", STEPS)
def test_an_import_that_broke_goes_on_where_it_stopped(app: Flask, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    bring_in(app, *(line(str(number), department="Old", leads="yes" if number == 3 else "") for number in range(12)))
    second = [
        *(line(str(number), department="New / Team", leads="yes" if number == 5 else "", given="Ada") for number in range(11)), line("77"),
    ]  # fmt: skip
    monkeypatch.setattr(importing, "MANY", 4)
    calls, whole = [], getattr(applying, step)

    def breaking(part: Any, *rest: Any, **named: Any) -> None:
        whole(part, *rest, **named)
        calls.append(part)
        if len(calls) == min(2, _parts(step)):
            raise RuntimeError("the machine stops, before the part is committed")

    monkeypatch.setattr(applying, step, breaking)
    with pytest.raises(RuntimeError):
        bring_in(app, *second, complete=True, yes_many_leavers=True)
    monkeypatch.setattr(applying, step, whole)
    assert bring_in(app, *second, complete=True, yes_many_leavers=True) is End.APPLIED
    assert bring_in(app, *second, complete=True, yes_many_leavers=True) is End.NOTHING
    assert {one.department_id for one in rows(Membership, *roster_now())} == {
        department.id for department in rows(Department) if department.code in {"New / Team", "Operations"}
    }
    assert len(rows(Membership, *roster_now())) == 12
    held = [grant for grant in rows(Grant) if grant.retired_at is None and grant.valid_until is None]
    assert [grant.person_id for grant in held] == [person("5").id]


def _parts(step: str) -> int:
    return 2 if step in {"change_details", "change_memberships"} else 1


def roster_now() -> tuple[Any, ...]:
    return Membership.retired_at.is_(None), Membership.valid_until.is_(None)


def test_two_imports_at_once_do_not_write_the_same_change_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(app, line("1", department="A"))
    whole = applying.change_memberships

    def another_first(*arguments: Any, **named: Any) -> None:
        whole(*arguments, **named)
        whole(*arguments, **named)

    monkeypatch.setattr(applying, "change_memberships", another_first)
    with pytest.raises(Exception, match=r"meanwhile|unique|UNIQUE"):
        bring_in(app, line("1", department="B"))
    assert intervals("1") == [("A", TODAY, None)]


def test_an_import_is_on_the_list_only_if_it_changed_something(app: Flask) -> None:
    bring_in(app, line("1"))
    bring_in(app, line("1"))
    (found,) = rows(RosterImport)
    assert found.applied_at is not None
    assert found.plan["counts"]["new"] == 1


def test_a_change_for_many_takes_few_statements(app: Flask, statements: Any) -> None:
    with statements() as few:
        bring_in(app, *(line(str(number)) for number in range(10)))
    with statements() as many:
        bring_in(app, *(line(str(number)) for number in range(100, 400)))
    assert len(many) <= len(few) + 2, "statements follow the kinds of changes, not the people"


def daily(app: Flask) -> None:
    world = app.extensions["muster"].world
    with writing():
        add(NewJob(DAILY, new_public_id()), now=world.now())
        database.session.execute(update(Job).where(Job.kind != DAILY).values(state=JobState.DONE))
    assert run_due(work.HANDLERS, Tools(world, Links("http://localhost", "secret", world.now))) == 1


def test_a_day_of_leaving_that_comes_needs_no_new_file(app: Flask, clock: Clock) -> None:
    bring_in(app, line("1", department="A", start="2026-01-05", leave=str(TOMORROW), leads="yes"), line("2"))
    daily(app)
    assert intervals("1") == [("A", date(2026, 1, 5), None)]
    clock.forward(days=1)
    daily(app)
    assert intervals("1") == [("A", date(2026, 1, 5), TOMORROW)]
    assert {(grant.valid_until, grant.retired_at is None) for grant in rows(Grant)} == {(None, False), (TOMORROW, True)}
    assert intervals("2")[0][2] is None
    before = fingerprint()
    daily(app)
    assert fingerprint() == before


def test_rosters_are_forgotten_after_ninety_days_but_not_their_numbers(app: Flask, clock: Clock) -> None:
    bring_in(app, line("1"))
    (key,) = [one.file_digest for one in rows(RosterImport)]
    clock.forward(days=90)
    daily(app)
    assert files.content(key) == csv(line("1"))
    clock.forward(days=1)
    daily(app)
    with pytest.raises(NotFound):
        files.content(key)
    plan = rows(RosterImport)[0].plan
    assert plan["counts"]["new"] == 1
    assert "Dana" not in str(plan)
    before = fingerprint()
    daily(app)
    assert fingerprint() == before
    bring_in(app, line("2"))
    bring_in(app, line("1", title="Head"))
    bring_in(app, line("1"))
    assert files.content(key) == csv(line("1")), "the same bytes sent again are kept again"
