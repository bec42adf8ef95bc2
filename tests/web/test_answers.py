"""What every answer does: error pages with a number, headers, caching, cookies, assets, the CSRF field."""

import json
import logging

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests import make
from tests.client import Client
from training.core.errors import Conflict, Forbidden, MusterError, NotFound, Refused, TooMany, Unavailable
from training.core.permissions import Role
from training.core.text import text
from training.web import csrf

RAISED = {
    403: Forbidden(text("Not this.")), 404: NotFound(), 409: Conflict(text("Somebody was faster.")),
    422: Refused("", text("Put it right.")), 429: TooMany(text("Wait."), retry_after=60), 503: Unavailable(text("Later.")),
    500: ValueError("SELECT secret FROM /etc/passwd"),
}  # fmt: skip


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """The privacy page raises what stands in this list."""
    raised: list[Exception] = []
    page = app.view_functions["reports.privacy"]

    def fail() -> object:
        if raised:
            raise raised[0]
        return page()

    monkeypatch.setitem(app.view_functions, "reports.privacy", fail)
    return raised


@pytest.mark.parametrize("status", RAISED)
def test_every_failure_has_a_page(client: Client, failing: list[Exception], status: int) -> None:
    failing.append(RAISED[status])
    page = client.get("/privacy")
    assert page.status == status
    assert page.headers["X-Request-Id"] in page.text
    assert "SELECT" not in page.text
    assert "passwd" not in page.text
    if isinstance(RAISED[status], MusterError) and status != 500:
        assert str(RAISED[status]) in page.words
    if status in {429, 503}:
        assert int(page.headers["Retry-After"]) > 0


@pytest.mark.parametrize("status", RAISED)
def test_every_failure_has_json(client: Client, failing: list[Exception], status: int) -> None:
    failing.append(RAISED[status])
    page = client.get("/privacy", headers={"Accept": "application/json"})
    assert page.headers["Content-Type"].startswith("application/problem+json")
    told = json.loads(page.text)
    assert told["status"] == page.status == status
    assert told["request"] == page.headers["X-Request-Id"]
    assert "SELECT" not in page.text


def test_a_database_that_is_busy_is_a_pause(client: Client, failing: list[Exception]) -> None:
    failing.append(OperationalError("SELECT 1", {}, Exception("database is locked")))
    page = client.get("/privacy")
    assert page.status == 503
    assert page.headers["Retry-After"] == "5"
    assert "locked" not in page.text


def test_what_routing_refuses_has_a_page_too(client: Client) -> None:
    assert client.get("/nothing-here").status == 404
    answer = client.post("/privacy")
    assert answer.status == 405
    assert "GET" in answer.headers["Allow"]


def test_a_body_that_is_too_large(client: Client, app: Flask) -> None:
    most = app.config["MAX_CONTENT_LENGTH"]
    page = client.post("/sign-in", {"email": "x" * (most + 1)})
    assert page.status == 413


def test_an_unexpected_error_is_logged_with_its_number(
    client: Client, failing: list[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    failing.append(ValueError("boom"))
    with caplog.at_level(logging.ERROR):
        client.get("/privacy")
    assert any(record.exc_info and "boom" in str(record.exc_info[1]) for record in caplog.records)


@pytest.mark.parametrize("path", ["/privacy", "/accessibility", "/report", "/seminars/", "/nothing"])
def test_public_pages_set_no_cookie(client: Client, path: str) -> None:
    page = client.get(path)
    assert "Set-Cookie" not in page.headers


def test_what_is_personal_is_not_kept(client: Client, app: Flask) -> None:
    make.employee(client)
    for path in ("/", "/record", "/privacy", "/account"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_assets_are_kept_for_ever_under_their_fingerprint(client: Client) -> None:
    links = [str(tag["href"]) for tag in client.get("/privacy").soup.select("link[rel=stylesheet]")]
    assert links
    for link in links:
        page = client.get(link)
        assert page.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert page.headers["Content-Type"] == "text/css; charset=utf-8"
        again = client.get(link, headers={"If-None-Match": page.headers["ETag"]})
        assert again.status == 304


@pytest.mark.parametrize(
    "path",
    ["/static/../wsgi.py", "/static/..%2fwsgi.py", "/static//etc/passwd", "/static/fonts/", "/static/css/%00.css"],
)
def test_nothing_else_is_served(client: Client, path: str) -> None:
    assert client.get(path).status in {404, 400}


def test_a_form_is_bound_to_its_browser_and_ages(app: Flask, client: Client, clock: object) -> None:
    make.employee(client)
    token = client.token()
    assert client.post("/account/devices/end-others", {csrf.FIELD: token}).status == 200
    other = Client(app)
    make.employee(other)
    assert other.post("/account/devices/end-others", {csrf.FIELD: token}).status == 403
    clock.forward(hours=13)  # type: ignore[attr-defined]
    assert client.post("/account/devices/end-others", {csrf.FIELD: token}, follow=False).status == 403


def test_a_new_setting_is_seen(app: Flask, client: Client) -> None:
    make.sign_in(client, make.person(), role=Role.CSO)
    page = client.get("/admin/settings")
    saved = client.submit(
        page, {"name": "Alder & Finch", "zone": "Europe/Paris", "report_phone": "+1 555 0142"}, action=""
    )
    assert saved.status == 200
    assert "Alder & Finch" in saved.title
    refused = client.submit(client.get("/admin/settings"), {"zone": "Mars/Olympus", "name": "Keep what I typed"})
    assert refused.status == 422
    assert refused.title.startswith("Error:")
    assert "Keep what I typed" in refused.text
