"""Imports of history when something goes wrong, who may do them, and any files in any order."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import TODAY, work_off
from tests.completion.history.bringing import HEADER, LINES, agreed, applied, numbers, planned, state
from tests.conftest import Clock
from training.completion import crediting, history_importing, history_service, rollups
from training.completion.history_importing import Run, carry_out, make_plan
from training.completion.models import Completion
from training.completion.rules import HistoryState, How
from training.core.db import database, writing
from training.core.permissions import Role
from training.jobs.rules import MOST_ATTEMPTS

# --- when something goes wrong ----------------------------------------------------------------------------------------


def breaking(whole: Any) -> Any:
    """Let the first part through, and no other."""
    times: list[int] = []

    def breaks(*arguments: Any, **named: Any) -> Any:
        times.append(1)
        if len(times) > 1:
            raise RuntimeError("the machine stops")
        return whole(*arguments, **named)

    return breaks


def test_an_import_that_broke_is_finished_by_the_next_try(
    app: Flask, security: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_importing, "PEOPLE_AT_ONCE", 1)
    page = planned(app, security, *LINES)
    security.submit(page, action="/apply")
    whole = crediting.record_many
    monkeypatch.setattr(crediting, "record_many", breaking(whole))
    work_off(app)
    assert state() is HistoryState.APPLYING
    assert len(elsewhere.completions()) == 1, "the first part is in"
    monkeypatch.setattr(crediting, "record_many", whole)
    clock.forward(minutes=5)
    work_off(app)
    assert state() is HistoryState.APPLIED
    assert len({one.recorded_at for one in elsewhere.completions()}) == 2, "each says when it was recorded"
    make.sign_in(security, make.person(external_id=None), role=Role.SECURITY_TEAM)
    security.submit(security.get(f"{page.path}/take-back"), {"reason": "All of it"})
    work_off(app)
    assert elsewhere.standing() == [], "both runs are taken back"


def test_an_import_that_is_given_up_says_so(
    app: Flask, security: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = planned(app, security, *LINES)
    other = planned(app, security, "1004,phishing,2026-11-11,,,,")
    security.submit(page, action="/apply")
    assert "Another import is running" in security.submit(other, action="/apply").words

    def broken(*_arguments: Any, **_named: Any) -> None:
        raise RuntimeError("it never works")

    whole = crediting.record_many
    monkeypatch.setattr(crediting, "record_many", broken)
    for _try in range(MOST_ATTEMPTS):
        work_off(app)
        clock.forward(hours=7)
    monkeypatch.setattr(crediting, "record_many", whole)
    make.sign_in(security, make.person(external_id=None), role=Role.SECURITY_TEAM)
    assert security.get(page.path).heading.startswith("The import stopped.")
    security.submit(security.get(other.path), action="/apply")
    work_off(app)
    assert security.get(other.path).heading.startswith("1 completion recorded.")


def test_a_plan_that_has_grown_old_is_made_anew_and_asked_again(app: Flask, security: Client) -> None:
    page = planned(app, security, *LINES)
    applied(app, security, LINES[0])
    security.submit(page, action="/apply")
    work_off(app)
    again = security.get(page.path)
    assert "The plan was made anew" in again.words
    assert numbers(again)["Completions to record"] == "2"
    assert security.submit(page, action="/apply").status == 409, "the first plan's yes is not a yes to the second"
    agreed(app, security, again)
    assert len(elsewhere.completions()) == 3


def test_a_discarded_plan_does_not_happen(app: Flask, security: Client) -> None:
    page = planned(app, security, *LINES)
    security.submit(page, action="/discard")
    assert state() is HistoryState.DISCARDED
    assert security.submit(page, action="/apply").status == 409
    work_off(app)
    assert elsewhere.completions() == []


def test_old_files_are_forgotten_and_what_was_recorded_stays(app: Flask, security: Client, clock: Clock) -> None:
    page = applied(app, security, *LINES)
    clock.forward(days=91)
    with writing():
        assert history_service.forget_old(now=clock()) == 1
    with writing():
        assert history_service.forget_old(now=clock()) == 0
    make.sign_in(security, make.person(external_id=None), role=Role.SECURITY_TEAM)
    page = security.get(page.path)
    assert "removed after 90 days" in page.words
    assert "Given1001" not in page.words
    security.submit(security.get(f"{page.path}/take-back"), {"reason": "Even now"})
    work_off(app)
    assert elsewhere.standing() == []


# --- who --------------------------------------------------------------------------------------------------------------


def test_only_those_who_may_import_for_the_whole_company(app: Flask, client: Client, security: Client) -> None:
    page = planned(app, security, *LINES)
    part = make.department("Part")
    refused = ((Role.EMPLOYEE, None), (Role.MANAGER, None), (Role.AUDITOR, None), (Role.SECURITY_TEAM, part))
    for role, place in refused:
        make.sign_in(client, make.person(), role=role, department=place)
        for path in ("/desk/history/", page.path, f"{page.path}/take-back"):
            assert client.get(path).status == 404, (role, path)
        for path in (
            "/desk/history/",
            f"{page.path}/apply",
            f"{page.path}/titles",
            f"{page.path}/discard",
            f"{page.path}/take-back",
        ):
            data = {"system": "x", "file": (BytesIO(b"x"), "x.csv"), "reason": "x"}
            assert client.post(path, data).status == 404, (role, path)
    for role in (Role.CSO, Role.ADMINISTRATOR):
        make.sign_in(client, make.person(), role=role)
        assert client.get(page.path).status == 200


def test_statements_do_not_grow(app: Flask, security: Client, statements: Any) -> None:
    counts = []
    for lines in (LINES[:1], LINES):
        page = planned(app, security, *lines)
        with statements() as counted:
            security.get(page.path)
        counts.append(len(counted))
    with statements() as counted:
        security.get("/desk/history/")
    assert (counts, len(counted)) == ([2, 2], 2), "who looks, what is shown"


def test_recording_many_takes_as_many_statements_as_recording_few(app: Flask, course: int, statements: Any) -> None:
    ids = [making.person(started_on=date(2024, 1, 8)) for _ in range(12)]
    making.reconcile(TODAY)
    counts = []
    for some in (ids[:2], ids[2:]):
        news = [
            crediting.NewCompletion(one, course, How.IMPORT, make.NOW, date(2026, 11, 10), origin="Old LMS: x") for one in some
        ]  # fmt: skip
        with statements() as counted, writing():
            crediting.record_many(news, recorded_by_id=None, now=make.NOW, today=TODAY)
        counts.append(len(counted))
    assert counts[0] == counts[1], counted.texts
    assert counts[0] <= 20
    assert rollups.differences() == []


# --- any files in any order -------------------------------------------------------------------------------------------

WRITTEN = st.lists(
    st.tuples(st.integers(0, 2), st.dates(date(2024, 2, 1), TODAY), st.sampled_from(["", "n"])), max_size=8
)


@given(st.lists(st.tuples(WRITTEN, st.booleans()), max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_files_in_any_order_never_make_a_line_two_facts(
    app: Flask, course: int, files: list[tuple[list[tuple[int, date, str]], bool]]
) -> None:
    ids = [making.person(started_on=date(2024, 1, 8)) for _ in range(3)]
    making.reconcile(TODAY, ids)
    keys = {one: f"E{one}-{ids[0]}" for one in ids}
    _rename(keys)
    wanted = set()
    for rows, breaks in files:
        _bring([f"{keys[ids[who]]},phishing,{day},,,,{note}" for who, day, note in rows], breaks=breaks)
        if not breaks:
            wanted |= {(ids[who], day, note) for who, day, note in rows}
    facts = [one for one in elsewhere.completions() if one.person_id in ids]
    found = [(one.person_id, one.local_date, "n" if (one.origin or "").endswith("· n") else "") for one in facts]
    assert len(found) == len(set(found)), "the same line is one fact"
    assert wanted <= set(found)
    assert rollups.differences() == []
    settled = making.reconcile(TODAY, ids)
    assert settled.changed == 0, "nothing is left to settle"


def _bring(lines: list[str], *, breaks: bool) -> None:
    """Plan and carry out, the latter twice; one that breaks carries out the first half."""
    content = "\n".join([HEADER, *lines]).encode()
    made = make_plan(content, "Old LMS", {}, today=TODAY, note=lambda *_: None).plan
    if breaks:
        made.facts = made.facts[: len(made.facts) // 2]
    for _time in range(2):
        carry_out(made, Run("any", "Old LMS", None, make.NOW, TODAY), lambda *_: None)


def _rename(keys: dict[int, str]) -> None:
    from sqlalchemy import update

    from training.people.models import Person

    with writing():
        for person_id, key in keys.items():
            database.session.execute(update(Person).where(Person.id == person_id).values(external_id=key))


def test_a_completion_is_what_the_import_says(app: Flask) -> None:
    assert {"origin", "right", "asked", "local_date"} <= set(Completion.__table__.columns.keys())
