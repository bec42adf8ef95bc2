"""The register of laws and standards: what each clause asks, what serves it, and what is not certain."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.catalogue.making import whole_files
from tests.client import Client
from tests.completion import making as duties
from tests.learning import making
from training.core.permissions import Role

LAW = "/desk/clauses/law"


@pytest.fixture
def register(app: Flask, client: Client, tmp_path: Path) -> Client:
    making.publish(tmp_path, whole_files())
    make.sign_in(client, make.person(), role=Role.SECURITY_TEAM)
    return client


def clause(page: Any, slug: str) -> str:
    section = page.soup.find(id=slug).find_parent("section")
    return " ".join(section.get_text(" ", strip=True).split())


def test_an_empty_register_says_where_it_comes_from(app: Flask, client: Client) -> None:
    make.sign_in(client, make.person(), role=Role.CSO)
    assert client.get("/desk/clauses/").heading == "The register is empty."


def test_the_list_counts_clauses_and_what_was_never_checked(register: Client) -> None:
    page = register.get("/desk/clauses/")
    assert page.heading == "3 clauses in one framework. 2 of them still have to be checked against their text."
    assert "This is not legal advice." in page.words


def test_a_clause_shows_what_serves_it_how_far_and_why(register: Client) -> None:
    duties.publish(duties.written("spots", satisfied_by=({"course": "spot-it"},), clauses=("law.1",)), on=making.TODAY)
    told = clause(register.get(LAW), "law.1")
    assert "Part of what it asks to be taught" in told
    assert "Spot it , in part" in told or "Spot it, in part" in told
    assert "Clear desk (policy)" in told
    assert "One subject." in told
    assert "For small firms (seminar)" in told
    assert "Spots (asked of people)" in told


def test_what_is_not_certain_is_said(register: Client) -> None:
    page = register.get(LAW)
    assert "No course may claim it." in clause(page, "law.2")
    assert "From memory: read the text itself before you rely on this." in clause(page, "law.2")
    assert "In force from Fri 1 Jan 2027." in clause(page, "law.3")
    assert "Nothing in the catalogue serves it." in clause(page, "law.3")
    assert "From memory" not in clause(page, "law.1")


def test_a_clause_grows_stale_after_a_year(register: Client, clock: Any) -> None:
    clock.forward(days=360)
    make.sign_in(register, make.person(), role=Role.SECURITY_TEAM)
    assert "Checked more than a year ago" in clause(register.get(LAW), "law.1")
    assert making.TODAY + timedelta(days=360) > making.TODAY


def test_it_never_says_that_anybody_complies(register: Client) -> None:
    assert "complian" not in register.get(LAW).text.lower()


@pytest.mark.parametrize("role", [None, Role.MANAGER])
def test_others_do_not_see_the_register(app: Flask, client: Client, tmp_path: Path, role: Role | None) -> None:
    making.publish(tmp_path, whole_files())
    make.sign_in(client, make.person(), role=role)
    assert client.get("/desk/clauses/").status == 404
    assert client.get(LAW).status == 404


def test_statements_do_not_grow(register: Client, statements: Any) -> None:
    register.get(LAW)
    counts = {}
    for path in ("/desk/clauses/", LAW):
        with statements() as counted:
            register.get(path)
        counts[path] = len(counted)
    assert counts == {"/desk/clauses/": 2, LAW: 5}
