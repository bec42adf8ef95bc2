"""Small pieces of the ground: CSV that no spreadsheet runs, log lines without secrets, links for one purpose, tokens."""

import csv
import io
import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.links import Links
from training.core.logs import JsonLines, without_secrets
from training.core.permissions import ROLES, Held, Permission, Role, Viewer
from training.core.tables import csv_lines, plain_cell, safe_cell
from training.core.text import text
from training.core.world import new_public_id, new_token

CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5))
def test_no_cell_is_a_formula_and_each_comes_home(rows: list[list[str]]) -> None:
    sent = "".join(csv_lines(rows))
    read = list(csv.reader(io.StringIO(sent, newline="")))
    if any(row != [""] for row in rows):
        assert [[plain_cell(cell) for cell in row] for row in read if row] == [row for row in rows if row]
    for row in read:
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize(
    ("cell", "shown"), [("=1+1", "'=1+1"), (" =1", "' =1"), ("-5", "'-5"), (-5, "-5"), (None, ""), ("plain", "plain")]
)
def test_safe_cell(cell: object, shown: str) -> None:
    assert safe_cell(cell) == shown


@given(st.text(max_size=60))
def test_a_log_line_is_one_line_and_json(message: str) -> None:
    record = logging.LogRecord("muster", logging.INFO, "x", 1, "%s", (message,), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["level"] == "info"


def test_a_log_line_holds_no_token() -> None:
    token = new_token()
    signed = Links("https://x.example", "k" * 40, lambda: datetime(2026, 1, 1, tzinfo=UTC)).sign("verify", ["abc", 1])
    for secret in (token, signed, "smtp://user:hidden@mail.example"):
        assert secret not in without_secrets(f"at /welcome/{secret} today")
    assert "hidden" not in without_secrets("smtp://user:hidden@mail.example")


def test_a_link_is_good_for_one_purpose_and_a_while() -> None:
    moment = [datetime(2026, 11, 23, 9, 0, tzinfo=UTC)]
    links = Links("https://training.company.example/", "k" * 40, lambda: moment[0])
    token = links.sign("verify", ["abc", 1])
    hour = timedelta(hours=1)
    assert links.read("verify", token, holds=hour) == ["abc", 1]
    assert links.read("manage", token, holds=hour) is None
    for place in range(len(token)):
        flipped = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        read = links.read("verify", flipped, holds=hour)
        # The last character of base64 carries bits that mean nothing: the payload is the same or there is none.
        assert read is None or read == ["abc", 1]
    assert Links("", "another" * 8, lambda: moment[0]).read("verify", token, holds=hour) is None
    moment[0] += timedelta(hours=2)
    assert links.read("verify", token, holds=hour) is None
    assert links.to("/seminars/") == "https://training.company.example/seminars/"


def test_ids_and_tokens_do_not_repeat() -> None:
    assert len({new_public_id() for _ in range(2000)}) == 2000
    assert all(len(new_token()) == 43 for _ in range(10))


def test_a_viewer_may_what_the_roles_carry() -> None:
    manager = Viewer(person_id=1, held=(Held(Role.EMPLOYEE), Held(Role.MANAGER, "/1/4/"), Held(Role.MANAGER, "/2/")))
    assert manager.may(Permission.DEPARTMENT_READ)
    assert not manager.may(Permission.SEMINAR_RUN)
    assert manager.paths(Permission.DEPARTMENT_READ) == ("/1/4/", "/2/")
    assert Viewer(held=(Held(Role.CSO),)).paths(Permission.DEPARTMENT_READ) == ("/",)
    assert not Viewer().may(Permission.SIGNED_IN)
    assert all(permission in ROLES[Role.ADMINISTRATOR] for permission in Permission)


def test_a_sentence_carries_its_values() -> None:
    assert str(text("%(n)s seats", n=3)) == "3 seats"
    assert str(text("100 %")) == "100 %"
