"""The check for strangers: whether a record stands, what its certificate says, and not a word more about the person."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from tests import make
from tests.client import Client, Page
from tests.reports import holding
from tests.reports.holding import CANARIES, Holder, holder
from training.core.db import writing
from training.core.permissions import Role
from training.people.models import Person
from training.reports import checking
from training.reports.rules import grouped

UNKNOWN = "/check/7QK4-M2XD-9TPA"


@pytest.fixture
def zoe(app: Flask, client: Client, tmp_path: Path) -> Holder:
    return holder(client, tmp_path)


def check(client: Client, number: str) -> Page:
    return client.get(f"/check/{grouped(number)}")


# --- what it says -----------------------------------------------------------------------------------------------------


def test_a_record_that_stands(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    page = check(client, number)
    assert page.status == 200
    assert page.heading == "This record stands. No end is set to its validity."
    for words in (
        f"Certificate {grouped(number)}",
        "Zoë Brontë finished Spot it on Monday 23 November 2026 and answered 7 of 8 questions right. 7 were needed.",
        "Edition 1 of Mon 23 Nov 2026",
        "How Lessons and a quiz",
        "Valid until no end is set",
        "Organisation Alder & Finch",
        f"Content digest sha256 {holding.row_of(number).digest[:4]}",
    ):
        assert words in page.words, words


def test_the_check_says_what_the_certificate_says(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    checked = check(client, number).words
    make.sign_in(client, zoe.person)
    sheet = client.get(f"/certificates/{number}").soup.select_one("article.certificate")
    for part in sheet.select(".certificate-name, .lede, .tiny .address"):
        assert " ".join(part.get_text(" ", strip=True).split()) in checked


def test_the_last_day_of_its_validity_still_counts(zoe: Holder, client: Client, clock: Any) -> None:
    number = ending(zoe)
    assert holding.row_of(number).valid_until == date(2027, 11, 23)
    assert check(client, number).heading == "This record stands. It is valid until Tuesday 23 November 2027."
    clock.forward(days=365)
    assert check(client, number).heading.startswith("This record stands.")
    clock.forward(days=1)
    assert check(client, number).heading == "Its validity ended on Tuesday 23 November 2027. The record itself stands."


def ending(zoe: Holder) -> str:
    """A record that counts for a year, since a requirement says so."""
    from tests.completion import making

    rule = making.written("yearly", satisfied_by=({"course": "spot-it"},), due={"kind": "days-from-start", "days": 30})
    making.publish(rule, on=holding.TODAY - timedelta(days=20))
    making.reconcile(holding.TODAY - timedelta(days=20))
    return zoe.record()


def test_a_record_that_was_taken_back(zoe: Holder, client: Client, clock: Any) -> None:
    number = zoe.record()
    void = holding.take_back(number, clock.forward(days=2))
    page = check(client, number)
    assert page.status == 200
    assert page.heading.startswith("It was taken back on Wednesday 25 November 2026.")
    assert "Canaryreason" not in page.text
    assert void not in page.text.lower().replace("-", "")
    assert check(client, void).status == 404, "the row that takes it back was never a certificate"


def test_a_record_that_was_corrected_says_so_and_leads_nowhere(zoe: Holder, client: Client, clock: Any) -> None:
    number = zoe.record()
    right = holding.correct(number, clock.forward(days=1))
    page = check(client, number)
    assert page.heading.startswith("It was corrected on Tuesday 24 November 2026: a later record took its place.")
    assert "answered 7 of 8" in page.words
    assert grouped(right) not in page.text
    assert right not in page.text
    assert check(client, right).heading.startswith("This record stands.")


@pytest.mark.parametrize("details", [{"given": "", "family": ""}, {"erased_at": make.NOW}])
def test_somebody_whose_details_were_erased_has_no_name(zoe: Holder, client: Client, details: dict[str, Any]) -> None:
    number = zoe.record()
    with writing():
        from training.core.db import database

        database.session.execute(update(Person).where(Person.id == zoe.person.id).values(details))
    page = check(client, number)
    assert "A person whose details have been erased finished Spot it" in page.words
    assert "Zoë" not in page.text
    assert page.heading.startswith("This record stands.")


# --- who may ask, and how ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["visitor", "holder", *Role])
def test_anybody_reads_the_same_and_nothing_else_about_the_person(zoe: Holder, client: Client, role: str) -> None:
    number = zoe.record()
    if role == "holder":
        make.sign_in(client, zoe.person)
    elif role != "visitor":
        make.sign_in(client, make.person("Ann", "Other"), role=Role(role))
    page = check(client, number)
    assert "Zoë Brontë" in page.words
    for canary in CANARIES:
        assert canary not in page.text, canary
    assert zoe.person.public_id not in page.text


def test_other_records_of_the_person_are_not_told(zoe: Holder, client: Client) -> None:
    number, other = zoe.record(), zoe.record(local_date=date(2025, 3, 4))
    page = check(client, number)
    assert "2025" not in page.text
    assert other not in page.text
    assert grouped(other) not in page.text


@pytest.mark.parametrize("shape", ["{}", "{} ", "upper", "plain", "look-alike"])
def test_the_number_is_read_as_people_type_it(zoe: Holder, client: Client, shape: str) -> None:
    number = zoe.record()
    typed = {
        "{}": grouped(number), "{} ": f" {grouped(number)} ", "upper": number.upper(), "plain": number,
        "look-alike": grouped(number).replace("0", "O").replace("1", "l"),
    }[shape]  # fmt: skip
    assert client.get("/check/", query_string={"number": typed}).heading.startswith("This record stands.")
    assert client.get(f"/check/{typed.strip()}").heading.startswith("This record stands.")


def test_the_form_leads_to_the_check_page(zoe: Holder, client: Client) -> None:
    page = client.get("/check/")
    assert page.heading == "Check a certificate. Its number is enough."
    assert page.errors == []
    assert page.soup.select_one("main form")["method"] == "get"
    number = zoe.record()
    answer = client.get("/check/", query_string={"number": number}, follow=False)
    assert (answer.status, answer.headers["Location"]) == (303, f"/check/{grouped(number)}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter the number that stands on the certificate"),
        ("7QK4", "Enter all twelve letters and digits, such as 7QK4-M2XD-9TPA."),
        ("x" * 500, "Use at most 200 characters"),
        ("7QK4\0\x1b", "Enter all twelve letters and digits"),
    ],
)
def test_the_form_says_what_is_wrong(app: Flask, client: Client, typed: str, told: str) -> None:
    page = client.get("/check/", query_string={"number": typed})
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert any(told in error for error in page.errors)


@pytest.mark.parametrize("number", ["7QK4-M2XD-9TPA", "000000000000", "nonsense", "%00", "../../etc/passwd", "a" * 300])
def test_an_unknown_number_gets_a_kind_page(app: Flask, client: Client, number: str) -> None:
    page = client.get(f"/check/{number}")
    assert page.status == 404
    if "/" not in number and len(number) < 60:
        assert page.heading == "This number is not known here."
        assert "The letters I, L, O and U are never in it" in page.words


def test_visitors_find_it_in_the_top_bar_and_staff_do_not(app: Flask, client: Client) -> None:
    def words() -> list[str]:
        return [one.get_text(strip=True) for one in client.get("/check/").soup.select("nav a")]

    assert words() == ["Seminars", "Certificates", "Is it from us?"]
    assert client.get(UNKNOWN).soup.select_one("nav a[aria-current]").get_text(strip=True) == "Certificates"
    make.employee(client)
    assert "Certificates" not in words()


@pytest.mark.parametrize("path", ["/check/", "/check/?number=", UNKNOWN, "known"])
def test_nobody_lists_or_keeps_it_and_no_cookie_is_set(zoe: Holder, client: Client, path: str) -> None:
    page = client.get(f"/check/{zoe.record()}" if path == "known" else path)
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


# --- trying numbers out -----------------------------------------------------------------------------------------------


def test_numbers_cannot_be_tried_out(zoe: Holder, client: Client, clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "CHECKED_PER_NETWORK", 3)
    number = zoe.record()
    assert [check(client, number).status, client.get(UNKNOWN).status, client.get("/check/x").status] == [200, 404, 404]
    for path in (UNKNOWN, f"/check/{number}"):
        page = client.get(path)
        assert page.status == 429
        assert page.heading == "Too many tries. A short pause helps."
        assert "minutes, then try again." in page.words
        assert "Zoë" not in page.text
    assert client.get(UNKNOWN, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status == 404, "others are not held up"
    clock.forward(minutes=15)
    assert check(client, number).status == 200


def test_known_and_unknown_numbers_take_the_same_statements(zoe: Holder, client: Client, statements: Any) -> None:
    number, taken, texts = zoe.record(), holding.take_back(zoe.record()), []
    check(client, number)
    for path in (f"/check/{number}", f"/check/{taken}", UNKNOWN, "/check/nonsense"):
        with statements() as counted:
            client.get(path)
        texts.append(counted.texts)
    assert all(one == texts[0] for one in texts), texts
    assert len(texts[0]) == 3, "the try is counted, then one look at guests and one at employees"


def test_the_form_alone_asks_the_database_nothing(app: Flask, client: Client, statements: Any) -> None:
    client.get("/check/")
    with statements() as counted:
        client.get("/check/")
    assert len(counted) == 0, counted.texts
