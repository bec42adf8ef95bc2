"""Policies: reading one, agreeing to its sentence, being asked again by a raised edition."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.catalogue.beside import POLICY, POLICY_TEXT
from tests.catalogue.making import changed, whole_files
from tests.client import Client
from tests.completion import making as duties
from tests.learning import making
from training.completion.rules import How

PAGE = "/policies/clear-desk"
STATEMENT = "I have read this policy, and I will keep to it."
RULE = {"satisfied_by": ({"policy": "clear-desk"},), "due": {"kind": "days-from-start", "days": 14}}
FILE, TEXT_FILE, CHANGES_FILE = ("policies/clear-desk/policy.yaml", "policies/clear-desk/text.md",
                                 "policies/clear-desk/CHANGES.md")  # fmt: skip


@pytest.fixture
def policy(app: Flask, tmp_path: Path) -> Path:
    making.publish(tmp_path, whole_files())
    return tmp_path


def ask(on: date, slug: str = "desks") -> None:
    duties.publish(duties.written(slug, title="Clear desk", **RULE), on=on)
    duties.reconcile(on)


def raised(number: int = 2) -> dict[str, str]:
    """The folder with a material edition of the policy."""
    files = changed(FILE, "edition: 1", f"edition: {number}", whole=True)
    files[TEXT_FILE] = POLICY_TEXT.replace("into the drawer", f"into drawer {number}")
    notes = "".join(f"\n## Edition {n} (2026-11-20)\nDrawer {n} now.\n" for n in range(number, 1, -1))
    files[CHANGES_FILE] = files[CHANGES_FILE].replace("# Changes\n", f"# Changes\n{notes}")
    return files


def test_without_policies_the_page_says_so(app: Flask, client: Client) -> None:
    make.employee(client)
    assert client.get("/policies/").heading == "No policies yet."
    assert client.get(PAGE).status == 404


def test_a_visitor_is_asked_to_sign_in(policy: Path, client: Client) -> None:
    assert client.get(PAGE).path == "/sign-in" or "Sign in" in client.get(PAGE).heading


def test_read_tick_and_it_stands_in_the_record(policy: Path, client: Client) -> None:
    person = make.employee(client).id
    ask(making.TODAY)
    assert "Read and agree" in client.get("/").words
    listed = client.get("/policies/")
    assert listed.heading == "One policy. One waits for you."
    assert "Asked of you" in listed.words

    page = client.get(PAGE)
    assert "Put papers into the drawer." in page.words
    assert page.soup.select_one("label[for=agree]").get_text() == STATEMENT
    done = client.submit(page, {"agree": "y"})

    assert done.path == PAGE
    assert "Thank you. It stands in your record." in done.text
    assert "You agreed to this on Monday 23 November 2026." in done.words
    assert not done.soup.select("form input[name=agree]"), "nothing is left to tick"
    (fact,) = making.completions()
    assert (fact.how, fact.statement, fact.right, fact.asked) == (How.ACKNOWLEDGEMENT, STATEMENT, None, None)
    assert fact.digest.startswith(done.soup.select_one("aside code").get_text())
    assert [duty.done_on for duty in duties.duties(person)] == [making.TODAY]
    assert "Read and confirmed" in client.get("/record").words
    assert client.get("/").heading.startswith("Nothing to do.")


def test_without_a_tick_nothing_is_recorded_and_the_page_says_what_to_do(policy: Path, client: Client) -> None:
    make.employee(client)
    page = client.submit(client.get(PAGE))
    assert page.status == 422
    assert page.errors == ["Error: Tick the box to say that you agree; or ask first, and agree later"]
    assert making.completions() == []


def test_agreeing_twice_leaves_one_fact(policy: Path, client: Client) -> None:
    make.employee(client)
    page = client.get(PAGE)
    client.submit(page, {"agree": "y"})
    client.submit(page, {"agree": "y"})
    assert len(making.completions()) == 1


def test_what_changed_under_the_reader_is_not_agreed_to(policy: Path, client: Client) -> None:
    make.employee(client)
    page = client.get(PAGE)
    making.publish(policy, raised())
    shown = client.submit(page, {"agree": "y"})
    assert shown.status == 422
    assert "The text has changed since you opened it" in shown.errors[0]
    assert "Put papers into drawer 2." in shown.words
    assert not shown.soup.select_one("input[name=agree]").has_attr("checked"), "the tick was for the older text"
    assert making.completions() == []
    assert client.submit(shown, {"agree": "y"}).status == 200


def test_a_raised_edition_asks_again_and_shows_what_is_new(policy: Path, client: Client, clock: Any) -> None:
    who = make.employee(client)
    person = who.id
    ask(making.TODAY)
    client.submit(client.get(PAGE), {"agree": "y"})
    later = making.TODAY + timedelta(days=10)
    clock.forward(days=10)
    make.sign_in(client, who)

    making.publish(policy, raised())
    ask(later)

    old, new = duties.duties(person)
    assert (old.done_on, old.valid_until) == (making.TODAY, later)
    assert (new.valid_from, new.due, new.done_on) == (later, later + timedelta(days=14), None)
    assert duties.reconcile(later).changed == 0
    assert "Asked of you again, since the text has changed" in client.get("/policies/").words
    page = client.get(PAGE)
    assert {"What is new for you", "Drawer 2 now."} <= {h.get_text() for h in page.soup.select("#new, .lead p")}
    assert "You agreed to edition 1 on Monday 23 November 2026." in page.words
    client.submit(page, {"agree": "y"})
    assert [duty.done_on for duty in duties.duties(person)] == [making.TODAY, later]
    assert "What is new for you" not in client.get(PAGE).words


def test_a_spelling_fix_asks_nothing(policy: Path, client: Client) -> None:
    person = make.employee(client).id
    ask(making.TODAY)
    client.submit(client.get(PAGE), {"agree": "y"})
    making.publish(policy, changed(FILE, "What happens to", "What becomes of", whole=True))
    ask(making.TODAY + timedelta(days=3))
    assert len(duties.duties(person)) == 1


def test_local_words_stand_in_the_text(policy: Path, client: Client) -> None:
    make.employee(client)
    assert "Call +44 555 0100 if one is gone" in client.get(PAGE).words


def test_the_statement_is_part_of_what_the_digest_names(policy: Path, client: Client) -> None:
    make.employee(client)
    before = client.get(PAGE).soup.select_one("input[name=digest]")["value"]
    making.publish(policy, whole_files() | {FILE: POLICY.replace("I will keep to it", "I will try")})
    assert client.get(PAGE).soup.select_one("input[name=digest]")["value"] != before


@pytest.mark.parametrize("policies", [1, 20])
def test_statements_do_not_grow_with_policies(
    app: Flask, client: Client, tmp_path: Path, statements: Any, policies: int
) -> None:
    files = whole_files()
    for number in range(policies - 1):
        for name, text in list(files.items()):
            if name.startswith("policies/clear-desk/"):
                files[name.replace("clear-desk", f"desk-{number}")] = text.replace("clear-desk", f"desk-{number}")
    making.publish(tmp_path, files)
    make.employee(client)
    client.get("/policies/")  # the settings are remembered for half a minute
    counts = {}
    for path in ("/policies/", PAGE):
        with statements() as counted:
            client.get(path)
        counts[path] = len(counted)
    page = client.get(PAGE)
    with statements() as counted:
        client.submit(page, {"agree": "y"}, follow=False)
    assert counts | {"agree": len(counted)} == {"/policies/": 3, PAGE: 4, "agree": 6}
