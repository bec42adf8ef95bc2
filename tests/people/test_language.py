"""The language of the pages: one's own choice, the roster's, the browser's, in this order."""

import pytest
from flask import Flask

from tests import make
from tests.client import Client

SPANISH = {"Accept-Language": "es"}


def language(client: Client, **headers: str) -> str:
    return str(client.get("/account", headers=headers).soup.html["lang"])


def test_it_can_be_chosen_and_given_back_to_the_browser(app: Flask, client: Client) -> None:
    make.employee(client)
    assert (language(client), language(client, **SPANISH)) == ("en", "es")
    done = client.submit(client.get("/account"), {"language": "es"}, action="/account/language")
    assert done.path == "/account"
    assert done.soup.html["lang"] == "es"
    assert done.heading == "Su cuenta"
    assert client.get("/courses/").heading == "Todavía no hay cursos."
    assert done.soup.select_one("#language option[selected]")["value"] == "es"
    assert language(client, **{"Accept-Language": "en"}) == "es"
    client.submit(client.get("/account"), {"language": ""}, action="/account/language")
    assert language(client) == "en"


def test_the_roster_s_language_counts_until_one_chooses(app: Flask, client: Client) -> None:
    make.employee(client, language="es")
    assert language(client, **{"Accept-Language": "en"}) == "es"
    client.submit(client.get("/account"), {"language": "en"}, action="/account/language")
    assert language(client) == "en"


@pytest.mark.parametrize("wrong", ["xx", "../..", "e" * 500])
def test_no_other_language_can_be_sent(app: Flask, client: Client, wrong: str) -> None:
    make.employee(client)
    page = client.submit(client.get("/account"), {"language": wrong}, action="/account/language")
    assert page.status == 422
    assert page.errors
    assert language(client) == "en"
