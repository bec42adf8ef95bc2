"""Every address, its permission and who gets in: the list, the code and the answers over HTTP are the same."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import IntegerConverter

from tests import make
from tests.client import Client
from tests.shape.sources import ROOT
from training.audit.models import Event
from training.catalogue.content.course_rules import QUIZ
from training.core.db import database
from training.core.permissions import ROLES, Permission, Role
from training.web.blueprint import Blueprint

LIST = ROOT / "docs" / "addresses.md"
PARTS = {
    "slug": "nothing-of-that-name", "form": "csv", "public_id": "000000000000", "position": "1", "token": "x" * 43, "path": "css/none.css",
    "default": "nothing", "number": "7QK4-M2XD-9TPA", "month": "2026-11",
}  # fmt: skip
READ: dict[str, Any] = {"position": int, "month": lambda month: date.fromisoformat(f"{month}-01")}


def declared(app: Flask) -> dict[str, Permission]:
    found: dict[str, Permission] = {}
    for blueprint in app.blueprints.values():
        assert isinstance(blueprint, Blueprint)
        found.update(blueprint.permissions)
    return found


def rows(app: Flask) -> list[str]:
    permissions = declared(app)
    return sorted(
        f"| `{rule.rule}` | {'POST' if 'POST' in (rule.methods or ()) else 'GET'} | {permissions[rule.endpoint]} | `{rule.endpoint}` |"
        for rule in app.url_map.iter_rules()
    )


def test_the_list_of_addresses_is_true(app: Flask) -> None:
    listed = [line for line in LIST.read_text().splitlines() if line.startswith("| `")]
    assert listed == rows(app), "write docs/addresses.md anew: python -m tests.shape.addresses"


def test_every_route_states_a_permission(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(declared(app))


def test_a_route_without_a_permission_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="permission"):
        Blueprint("room", __name__).page("/x")  # type: ignore[call-arg]


def test_no_address_holds_a_number_of_a_row(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert not [part for part in rule._converters.values() if isinstance(part, IntegerConverter)], rule.rule
        assert rule.rule == rule.rule.lower() and "_" not in rule.rule.replace("public_id", "").split("<")[0], rule.rule


def address(rule: Any) -> str:
    values = {name: PARTS[_kind(rule, name)] for name in rule.arguments}
    adapter = rule.map.bind("localhost")
    return str(
        adapter.build(
            rule.endpoint,
            {k: READ.get(_kind(rule, k), str)(v) for k, v in values.items()},
            method=_method(rule),
        )
    )


def _kind(rule: Any, name: str) -> str:
    kinds = {v: k for k, v in rule.map.converters.items()}
    return kinds.get(type(rule._converters[name]), "default")


def _method(rule: Any) -> str:
    return "POST" if "POST" in rule.methods else "GET"


def refusals() -> int:
    return database.session.scalar(select(func.count()).select_from(Event).where(Event.action == "refused")) or 0


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: str(role or "visitor"))
def test_who_gets_in(app: Flask, client: Client, role: Role | None) -> None:
    """For each route: let in, sent to the sign-in, or told that nothing is there (and then a refusal is on record)."""
    if role is not None:
        make.sign_in(client, make.person(), role=None if role is Role.EMPLOYEE else role)
    held = ROLES[role] | ROLES[Role.EMPLOYEE] if role else {Permission.PUBLIC}
    for rule in app.url_map.iter_rules():
        permission = declared(app)[rule.endpoint]
        if rule.endpoint == "people.sign_out":
            continue
        database.session.rollback()
        before = refusals()
        ask = client.post if _method(rule) == "POST" else client.get
        page = ask(address(rule), follow=False)
        database.session.rollback()
        outcome = (
            "refused"
            if refusals() > before
            else "sign-in"
            if "/sign-in" in page.headers.get("Location", "") or page.status == 401
            else "in"
        )
        wanted = "in" if permission in held else "refused" if role else "sign-in"
        if rule.endpoint in {"people.set_password"}:
            continue
        assert outcome == wanted, f"{rule.rule} as {role}: {outcome}, wanted {wanted}"
        assert page.status < 500, f"{rule.rule} as {role}: {page.status}"
        assert outcome != "refused" or page.status == 404


def test_every_action_needs_a_form_of_ours(app: Flask, client: Client) -> None:
    make.sign_in(client, make.person(), role=Role.ADMINISTRATOR)
    for rule in app.url_map.iter_rules():
        if _method(rule) == "POST":
            page = client.post(address(rule), {"csrf_token": "forged"}, follow=False)
            assert page.status == 403, rule.rule
            page = client.post(address(rule), follow=False, headers={"Sec-Fetch-Site": "cross-site"})
            assert page.status == 403, rule.rule


def test_no_lesson_can_hide_behind_a_page(app: Flask) -> None:
    below_a_course = [rule.rule.split("/")[3] for rule in app.url_map.iter_rules() if rule.rule.startswith("/learn/<")]
    assert set(below_a_course) - {"", "<slug:lesson>"} == {QUIZ}, "the checker must refuse lessons of these names"
