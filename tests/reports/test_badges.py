"""Badges as a stranger checks them: fetched, verified by another library with a key from the address that they name."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask import Flask
from joserfc.jwk import OKPKey
from werkzeug.serving import make_server

from tests import make
from tests.client import Client
from tests.reports import holding
from tests.reports.holding import CANARIES, Holder, holder
from tests.reports.open_badges import repeated
from tests.reports.test_credentials import faults
from training.catalogue.rules import SubjectKind
from training.completion.rules import How
from training.core.db import database
from training.core.signing import read_keys, replace_key, sign
from training.core.site import SiteMemory
from training.reports.rules import grouped

UNTIMED = {"verify_exp": False, "verify_nbf": False}
"""The clock of the tests stands still; the library asks the real one."""


@pytest.fixture
def zoe(app: Flask, client: Client, tmp_path: Path) -> Holder:
    found = holder(client, tmp_path)
    make.sign_in(client, found.person)
    return found


def badge(client: Client, number: str) -> str:
    page = client.get(f"/certificates/{number}/credential")
    assert page.status == 200
    return page.text


def key_of(client: Client, token: str) -> Any:
    """Follow the address in the token's header to its public key, as the specification says."""
    kid = jwt.get_unverified_header(token)["kid"]
    assert kid.startswith("http://localhost/keys/")
    return jwt.PyJWK(json.loads(client.get(kid.removeprefix("http://localhost")).text)).key


def read(client: Client, token: str) -> dict[str, Any]:
    payload: dict[str, Any] = jwt.decode(token, key_of(client, token), algorithms=["EdDSA"], options=UNTIMED)
    return payload


def test_a_badge_is_verified_by_another_library_and_keeps_the_data_model(zoe: Holder, client: Client) -> None:
    number = zoe.record()
    token = badge(client, number)
    payload = read(client, token)
    assert faults(payload) == []
    assert repeated(payload) == []
    row = holding.row_of(number)
    achievement = payload["credentialSubject"]["achievement"]
    assert payload["id"] == f"http://localhost/check/{grouped(number)}"
    assert payload["issuer"] == json.loads(client.get("/issuer").text)
    assert payload["issuer"]["name"] == "Alder & Finch"
    assert payload["credentialSubject"]["narrative"] == "Answered 7 of 8 questions right; 7 were needed."
    assert achievement["name"] == "Spot it"
    assert achievement["criteria"]["narrative"] == "Answer 7 of 8 questions right."
    assert achievement["version"] == "1"
    assert achievement["otherIdentifier"][0]["identifier"] == f"sha256:{row.digest}"
    assert payload["nbf"] == int(row.happened_at.timestamp())


def test_the_header_holds_what_the_specification_allows(zoe: Holder, client: Client) -> None:
    header = jwt.get_unverified_header(badge(client, zoe.record()))
    assert set(header) == {"alg", "typ", "kid"}
    assert (header["alg"], header["typ"]) == ("EdDSA", "JWT")


def test_it_says_nothing_else_about_the_person(zoe: Holder, client: Client) -> None:
    payload = read(client, badge(client, zoe.record()))
    for word in (*CANARIES, "Zoë", "Brontë", zoe.person.public_id):
        assert word not in json.dumps(payload, ensure_ascii=False), word


def test_two_badges_of_one_person_cannot_be_joined(zoe: Holder, client: Client) -> None:
    one, other = (read(client, badge(client, zoe.record()))["credentialSubject"] for _ in range(2))
    assert one["id"] != other["id"]
    assert one["identifier"] != other["identifier"]
    assert one["achievement"] == other["achievement"]


def test_an_achievement_is_one_edition(zoe: Holder, client: Client) -> None:
    first = read(client, badge(client, zoe.record()))["credentialSubject"]["achievement"]
    policy = holding.subject(SubjectKind.POLICY)
    values: dict[str, Any] = {"how": How.ACKNOWLEDGEMENT, "right": None, "asked": None, "needed": None}
    second = read(client, badge(client, zoe.record(policy, **values)))["credentialSubject"]
    assert second["achievement"]["id"] != first["id"]
    assert second["narrative"] == "Read the policy and agreed to it."
    assert "version" not in second["achievement"]


def test_it_ends_with_the_last_day_at_the_persons_site(zoe: Holder, client: Client) -> None:
    from tests.completion import making

    rule = making.written("yearly", satisfied_by=({"course": "spot-it"},), due={"kind": "days-from-start", "days": 30})
    making.publish(rule, on=holding.TODAY - timedelta(days=20))
    making.reconcile(holding.TODAY - timedelta(days=20))
    number = zoe.record()
    assert holding.row_of(number).valid_until == date(2027, 11, 23)
    payload = read(client, badge(client, number))
    assert payload["validUntil"] == "2027-11-23T23:59:59Z"
    assert payload["exp"] == int(datetime(2027, 11, 23, 23, 59, 59, tzinfo=UTC).timestamp())


# --- what is refused --------------------------------------------------------------------------------------------------


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_changed_word_is_refused(zoe: Holder, client: Client) -> None:
    token = badge(client, zoe.record())
    payload = read(client, token)
    payload["credentialSubject"]["narrative"] = "Answered 8 of 8 questions right; 7 were needed."
    head, _payload, signature = token.split(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{head}.{part(payload)}.{signature}", key_of(client, token), algorithms=["EdDSA"], options=UNTIMED)


def test_a_signature_of_another_key_is_refused(zoe: Holder, client: Client) -> None:
    token = badge(client, zoe.record())
    forged = sign(read(client, token), OKPKey.generate_key("Ed25519"), jwt.get_unverified_header(token)["kid"])
    with pytest.raises(jwt.InvalidSignatureError):
        read(client, forged)


def test_no_signature_and_another_algorithm_are_refused(zoe: Holder, client: Client) -> None:
    token = badge(client, zoe.record())
    key, header, payload = key_of(client, token), jwt.get_unverified_header(token), token.split(".")[1]
    for algorithm in ("none", "HS256", "RS256"):
        for signature in ("", token.split(".")[2]):
            forged = f"{part(header | {'alg': algorithm})}.{payload}.{signature}"
            with pytest.raises(jwt.InvalidTokenError):
                jwt.decode(forged, key, algorithms=["EdDSA"], options=UNTIMED)


# --- where the keys are -----------------------------------------------------------------------------------------------


def test_the_list_of_keys_is_public_and_may_be_kept_for_an_hour(app: Flask, client: Client) -> None:
    (held,) = app.extensions["muster"].keys.all
    for path in ("/.well-known/jwks.json", f"/keys/{held.thumbprint()}", "/issuer"):
        page = client.get(path)
        assert page.status == 200
        assert page.headers["Content-Type"] == "application/json"
        assert page.headers["Cache-Control"] == "public, max-age=3600"
        assert page.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in page.headers
    (listed,) = json.loads(client.get("/.well-known/jwks.json").text)["keys"]
    assert listed == json.loads(client.get(f"/keys/{held.thumbprint()}").text)
    assert listed["kid"] == f"http://localhost/keys/{held.thumbprint()}"
    assert "d" not in listed
    assert client.get(f"/keys/{'A' * 43}").status == 404


def test_a_badge_outlives_its_key(zoe: Holder, app: Flask, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    old = badge(client, zoe.record())
    house = app.extensions["muster"]
    file = house.settings.signing_key_file
    replace_key(file)
    monkeypatch.setitem(app.extensions, "muster", replace(house, keys=read_keys(file)))
    new = badge(client, zoe.record())
    assert jwt.get_unverified_header(old)["kid"] != jwt.get_unverified_header(new)["kid"]
    assert read(client, old)["type"] == read(client, new)["type"]
    assert len(json.loads(client.get("/.well-known/jwks.json").text)["keys"]) == len(read_keys(file).all) >= 2
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(old, key_of(client, new), algorithms=["EdDSA"], options=UNTIMED)


@pytest.fixture
def served(zoe: Holder, another_app: Any) -> Iterator[Client]:
    """The same house on a real port, which its addresses name."""
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True)
    app = another_app(site_url=f"http://127.0.0.1:{server.server_port}")
    app.extensions["muster"] = replace(app.extensions["muster"], memory=SiteMemory())
    server.app = app
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    client = Client(app)
    with app.app_context():
        make.sign_in(client, zoe.person)
    yield client
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        database.engine.dispose()


def test_a_key_set_client_finds_the_key_over_http(zoe: Holder, served: Client) -> None:
    token = badge(served, zoe.record())
    site = jwt.get_unverified_header(token)["kid"].partition("/keys/")[0]
    key = jwt.PyJWKClient(f"{site}/.well-known/jwks.json").get_signing_key_from_jwt(token)
    assert jwt.decode(token, key, algorithms=["EdDSA"], options=UNTIMED)["iss"] == f"{site}/issuer"
