"""What a page of imports is asked for in these tests: send a file, plan it, say yes, read its numbers."""

from io import BytesIO

from flask import Flask
from sqlalchemy import select

from tests.client import Client, Page
from tests.completion.elsewhere import work_off
from training.completion.models import HistoryImport
from training.completion.rules import HistoryState
from training.core.db import database

HEADER = "person,course,date,right,asked,valid_until,note"


def send(client: Client, *lines: str, system: str = "Old LMS", header: str = HEADER) -> Page:
    page = client.get("/desk/history/")
    file = (BytesIO("\n".join([header, *lines]).encode()), "history.csv")
    return client.submit(page, {"system": system, "file": file})


def planned(app: Flask, client: Client, *lines: str, **values: str) -> Page:
    page = send(client, *lines, **values)
    work_off(app)
    return client.get(page.path)


def applied(app: Flask, client: Client, *lines: str, **values: str) -> Page:
    page = planned(app, client, *lines, **values)
    return agreed(app, client, page)


def agreed(app: Flask, client: Client, page: Page, **yes: str) -> Page:
    page = client.submit(page, yes, action="/apply")
    work_off(app)
    return client.get(page.path)


def numbers(page: Page) -> dict[str, str]:
    rows = page.soup.select('section[aria-labelledby="numbers"] tbody tr')
    return {row.th.get_text(strip=True): next(iter(row.td.stripped_strings)) for row in rows}


def state() -> HistoryState:
    database.session.rollback()
    found = database.session.scalars(select(HistoryImport.state).order_by(HistoryImport.id.desc())).first()
    assert found is not None
    return found


LINES = (
    "1001,phishing,2026-11-10,7,8,,", "p1002@alderfinch.example,phishing,2026-10-01,,,2027-09-30,Held in Leeds",
    "1003,phishing,2024-03-14,,,,",
)  # fmt: skip
