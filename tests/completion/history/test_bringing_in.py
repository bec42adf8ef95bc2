"""Imports of history as the security team uses them: send, match, read the plan, say yes, take all of it back."""

from datetime import date

from flask import Flask
from sqlalchemy import or_, select

from tests import make
from tests.client import Client
from tests.completion import elsewhere, making
from tests.completion.elsewhere import TODAY, work_off
from tests.completion.history.bringing import LINES, agreed, applied, numbers, planned, send
from training.completion import rollups
from training.completion.models import Assignment
from training.completion.rules import How
from training.core.db import database, scoped, writing


def test_sends_plans_and_records(app: Flask, security: Client) -> None:
    page = send(security, *LINES)
    assert page.heading == "The file is being read. Nothing changes before you have seen the plan."
    assert page.headers["Refresh"] == "2"
    work_off(app)
    page = security.get(page.path)
    assert page.heading == "Nothing is changed yet. 3 completions would be recorded."
    assert numbers(page) == {
        "Lines in the file": "3", "Completions to record": "3", "People whom they concern": "3",
        "Duties that become done": "2", "Open duties that are due on another day": "0",
    }  # fmt: skip
    assert elsewhere.completions() == []
    page = security.submit(page, action="/apply")
    assert page.heading.startswith("The completions are being recorded.")
    work_off(app)
    page = security.get(page.path)
    assert page.heading == "3 completions recorded. The duties of these people follow it."
    assert "applied" in security.get("/desk/history/").words


def test_what_is_recorded_is_kept_as_what_it_is(app: Flask, security: Client, people: list[int], course: int) -> None:
    applied(app, security, *LINES)
    facts = {one.person_id: one for one in elsewhere.completions()}
    first, second = facts[people[0]], facts[people[1]]
    assert {one.how for one in facts.values()} == {How.IMPORT}
    assert (first.subject_id, first.local_date, first.right, first.asked) == (course, date(2026, 11, 10), 7, 8)
    assert (first.edition_id, first.digest, first.needed, first.statement) == (None, None, None, None)
    assert first.origin == "Old LMS: phishing · 2026-11-10 · 7/8"
    assert second.origin == "Old LMS: phishing · 2026-10-01 · valid_until 2027-09-30 · Held in Leeds"
    assert first.recorded_at == make.NOW
    assert [making.duties(one)[0].done_on for one in people] == [date(2026, 11, 10), date(2026, 10, 1), None, None]
    assert rollups.differences() == []


def test_the_numbers_come_true(app: Flask, security: Client) -> None:
    """What the plan foresees is what is written: duties that become done, counted before and after."""
    before = done()
    page = planned(app, security, *LINES, "1004,phishing,2026-01-20,,,,")
    foreseen = int(numbers(page)["Duties that become done"])
    agreed(app, security, page)
    assert done() - before == foreseen == 2


def done() -> int:
    database.session.rollback()
    found = select(Assignment.id).where(
        Assignment.retired_at.is_(None), Assignment.done_on.is_not(None), Assignment.valid_from <= TODAY,
        or_(Assignment.valid_until.is_(None), Assignment.valid_until > TODAY),
    )  # fmt: skip
    return len(database.session.scalars(scoped(found, by="test")).all())


def test_an_earlier_completion_moves_the_day_on_which_an_open_duty_is_due(
    app: Flask, security: Client, people: list[int]
) -> None:
    before = making.duties(people[0])[0].due
    page = planned(app, security, "1001,phishing,2025-12-20,,,,")
    told = numbers(page)
    assert (told["Duties that become done"], told["Open duties that are due on another day"]) == ("0", "1")
    agreed(app, security, page)
    (after,) = making.duties(people[0])
    assert (before, after.due, after.done_on) == (date(2026, 12, 1), date(2026, 12, 20), None)


def test_old_titles_are_matched_or_left_out(app: Flask, security: Client, course: int) -> None:
    lines = ("1001,Phish 101,2026-11-10,,,,", "1002,Fire safety,2026-11-10,,,,", "1003,phishing,2026-11-10,,,,")
    page = planned(app, security, *lines)
    assert page.heading == "Nothing is changed yet. Some names need a match first."
    assert "2 names of courses are not known here. Say what each counts as." in page.words
    assert not page.soup.select('form[action$="/apply"]')
    labels = {label.get_text(strip=True): label["for"] for label in page.soup.select("form[action$='/titles'] label")}
    assert list(labels) == ["Fire safety", "Phish 101"]
    phishing = next(o["value"] for o in page.soup.select("option") if o.get_text() == "Phishing (course)")
    page = security.submit(page, {labels["Fire safety"]: "leave-out", labels["Phish 101"]: phishing}, action="/titles")
    work_off(app)
    page = security.get(page.path)
    assert numbers(page)["Completions to record"] == "2"
    assert numbers(page)["Lines of courses that are left out"] == "1"
    agreed(app, security, page)
    assert [one.origin for one in elsewhere.completions()] == [
        "Old LMS: Phish 101 · 2026-11-10", "Old LMS: phishing · 2026-11-10",
    ]  # fmt: skip
    again = planned(app, security, "1004,Phish 101,2026-11-11,,,,", system="old lms")
    assert again.heading.endswith("1 completion would be recorded."), "the answers of the last file are remembered"


def test_a_choice_that_is_none_is_refused(app: Flask, security: Client) -> None:
    page = planned(app, security, "1001,Phish 101,2026-11-10,,,,")
    refused = security.submit(page, {"title-0": "000000000000"}, action="/titles")
    assert refused.status == 422
    assert refused.title.startswith("Error:")
    unanswered = security.submit(page, {"title-0": ""}, action="/titles")
    work_off(app)
    assert security.get(unanswered.path).heading.endswith("Some names need a match first.")


def test_strangers_and_faults_stay_out_with_a_yes_of_their_own(app: Flask, security: Client) -> None:
    page = planned(
        app,
        security,
        *LINES,
        "2002,phishing,2026-11-10,,,,",
        "1004,phishing,2027-01-01,,,,",
        "1004,phishing,1989-01-01,9,8,,",
    )
    assert "2002" in page.words
    assert "2027-01-01 is still to come." in page.words
    assert "1989-01-01 is before 1990." in page.words
    refused = security.submit(page, action="/apply")
    assert refused.status == 422
    assert "Confirm that these people stay out" in " ".join(refused.errors)
    refused = security.submit(refused, {"without_strangers": "y"}, action="/apply")
    assert "Confirm that these lines stay out" in " ".join(refused.errors)
    assert elsewhere.completions() == []
    security.submit(refused, {"without_strangers": "y", "without_faulty": "y"}, action="/apply")
    work_off(app)
    assert len(elsewhere.completions()) == 3


def test_a_broken_file_is_refused_with_its_lines(app: Flask, security: Client) -> None:
    page = planned(app, security, "1001,phishing", "1002,phishing,2026-11-10,,,,,,")
    assert page.heading == "The file cannot be taken. Nothing was changed."
    rows = [
        [cell.get_text() for cell in row.select("th, td")][:3]
        for row in page.soup.select("#faults, section[aria-labelledby=faults] tbody tr")
    ]
    assert ["2", "–", "The line has 2 cells, the header has 7."] in rows
    assert not page.soup.select('form[action$="/apply"]')


def test_a_file_and_a_name_must_be_given(security: Client) -> None:
    page = security.submit(security.get("/desk/history/"))
    assert page.status == 422
    assert page.errors == ["Error: Enter the name that people know it by", "Error: Choose the file"]


def test_the_same_file_again_adds_nothing(app: Flask, security: Client) -> None:
    applied(app, security, *LINES)
    page = planned(app, security, *LINES, LINES[0])
    assert page.heading.startswith("Nothing to record.")
    assert numbers(page)["Lines that are recorded already"] == "4"
    assert not page.soup.select('form[action$="/apply"]')
    page = planned(app, security, *LINES, "1004,phishing,2026-11-11,,,,", "1004,phishing,2026-11-11,,,,")
    assert numbers(page)["Completions to record"] == "1"
    assert numbers(page)["Lines that stand there twice"] == "1"


def test_a_whole_import_is_taken_back_and_may_come_again(app: Flask, security: Client, people: list[int]) -> None:
    before = rolled()
    page = applied(app, security, *LINES)
    assert rolled() != before
    back = security.get(f"{page.path}/take-back")
    assert back.heading.startswith("Take back what came from Old LMS")
    page = security.submit(back, {"reason": "The wrong export"})
    assert page.heading.startswith("The import is being taken back.")
    work_off(app)
    page = security.get(page.path)
    assert page.heading == "This import was taken back. Nothing of it counts any more."
    assert "Marek Lindholm" in page.words
    assert "The wrong export" in page.words
    assert elsewhere.standing() == []
    assert {one.reason for one in elsewhere.completions() if one.void} == {"The wrong export"}
    assert rolled() == before
    assert rollups.differences() == []
    assert [making.duties(one)[0].done_on for one in people] == [None] * 4


def test_what_went_with_its_import_may_come_again_and_goes_once(app: Flask, security: Client) -> None:
    page = applied(app, security, *LINES)
    back = security.get(f"{page.path}/take-back")
    assert security.submit(back).status == 422, "without a reason nothing is taken back"
    security.submit(back, {"reason": "The wrong export"})
    work_off(app)
    assert security.post(back.path, {"reason": "Again"}).status == 409
    applied(app, security, *LINES)
    assert len(elsewhere.standing()) == 3


def rolled() -> object:
    from training.completion.models import RollUp

    database.session.rollback()
    return sorted(
        database.session.execute(select(RollUp.requirement_id, RollUp.department_id, RollUp.done, RollUp.open))
    )


def test_only_its_own_facts_are_taken_back(app: Flask, security: Client, people: list[int], course: int) -> None:
    first = applied(app, security, LINES[0])
    applied(app, security, LINES[0], LINES[1])
    making.record(people[2], course, date(2026, 11, 20))
    security.submit(security.get(f"{first.path}/take-back"), {"reason": "Wrong"})
    work_off(app)
    assert [one.person_id for one in elsewhere.standing()] == [people[1], people[2]]


def test_what_was_taken_back_by_itself_stays_out(app: Flask, security: Client) -> None:
    from training.completion import service

    applied(app, security, *LINES)
    with writing():
        service.take_back(elsewhere.completions()[0].id, reason="Never happened", by_person_id=None, now=make.NOW)
    page = planned(app, security, *LINES)
    assert page.heading.startswith("Nothing to record.")
