"""Sent twice, sent at once, and nothing given away: the hard cases of an answer."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import make
from tests.client import Client
from tests.learning import blind, making
from tests.learning.making import answers, attempts, completions, right_key, start
from training.core.db import database

THREADS = 6


@pytest.fixture
def course(app: Flask, tmp_path: Path) -> None:
    making.publish(tmp_path)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run them in threads that begin together; what each returned."""
    ready, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        ready.wait()
        outcomes[number] = work()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def devices(app: Flask, first: Client, person: Any) -> list[Client]:
    """The learner's browsers, all signed in."""
    others = [Client(app) for _ in range(THREADS - 1)]
    for other in others:
        make.sign_in(other, person)
    return [first, *others]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("last", [False, True], ids=["first", "last"])
def test_sent_at_once_it_is_one_answer(app: Flask, client: Client, last: bool) -> None:
    """Six devices send different choices of one question at one instant: one is stored, all see its feedback."""
    browsers = devices(app, client, make.employee(client))
    page = start(client)
    if last:
        page = making.onward(client, making.answer(client, page))
    keys = [right_key(page), right_key(page, right=False)] * (THREADS // 2)
    fields = [{"choice": key, "csrf_token": browser.token()} for key, browser in zip(keys, browsers, strict=True)]
    database.session.rollback()

    sent = at_once(*(
        lambda browser=browser, field=field: browser.http.post(page.path, data=field).status_code
        for browser, field in zip(browsers, fields, strict=True)
    ))  # fmt: skip

    assert sent == [303] * THREADS
    assert [row.position for row in answers()] == ([1, 2] if last else [1])
    stored = answers()[-1]
    shown = {browser.get(page.path).soup.select_one(".verdicts").get_text() for browser in browsers}
    assert len(shown) == 1
    assert len(completions()) == (1 if last and stored.credit else 0)
    assert (attempts()[0].finished_at is not None) is last


@pytest.mark.usefixtures("course")
def test_started_at_once_it_is_one_attempt(app: Flask, client: Client) -> None:
    browsers = devices(app, client, make.employee(client))
    tokens = [{"csrf_token": browser.token()} for browser in browsers]

    places = at_once(*(
        lambda browser=browser, field=field: browser.http.post(making.START, data=field).headers["Location"]
        for browser, field in zip(browsers, tokens, strict=True)
    ))  # fmt: skip

    (attempt,) = attempts()
    assert set(places) == {f"/learn/spot-it/quiz/{attempt.public_id}/1"}


@pytest.mark.usefixtures("app")
def test_the_page_gives_nothing_away(client: Client) -> None:
    """The bytes before an answer are the same, whichever option is right; only its address and its token differ."""
    person_id = make.employee(client).id
    pages = set()
    for right in range(3):
        slug, public_id = f"blind-{right}", f"00000000000{right}"
        made = blind.course(slug, blind.content("one", (right,)))
        blind.attempt(person_id, made, blind.sealed("one", made[-1]), public_id)

        page = client.get(f"/learn/{slug}/quiz/{public_id}/1")

        assert [str(box["value"])[-1] for box in page.soup.select("input[name=choice]")] == ["2", "0", "1"]
        tokenless = re.sub(r'name="csrf_token" value="[^"]+"', "", page.text)
        pages.add(tokenless.replace(slug, "blind").replace(f"quiz/{public_id}", "quiz"))
        answered = client.submit(page, {"choice": f"{right:012x}"})
        assert "Right." in answered.words, "and it is the database that decides"
    assert len(pages) == 1
