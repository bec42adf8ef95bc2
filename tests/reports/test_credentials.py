"""The claims of a badge: every MUST of Open Badges 3.0, no plain address, and a schema that finds what is broken."""

import copy
import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.reports.open_badges import CREDENTIAL, REGISTERED, repeated
from training.reports.credentials import Achieved, Badge, Issuer, Recipient, claims, profile

SITE = "https://training.company.example"
ISSUER = Issuer(f"{SITE}/issuer", "Alder & Finch", f"{SITE}/")
EMAIL = "zoe.bronte@alderfinch.example"
BADGE = Badge(
    address=f"{SITE}/check/7QK4-M2XD-9TPA",
    issuer=ISSUER,
    achieved=Achieved(
        "urn:uuid:02e3e0d0-aae6-5373-899b-c35d8d446595", "Spot it", "About it.", "Answer 7 of 8 questions right.", "3",
        "9f3c" * 16,
    ),
    recipient=Recipient(f"{SITE}/check/7QK4-M2XD-9TPA#person", EMAIL, "salt"),
    narrative="Answered 7 of 8 questions right; 7 were needed.",
    evidence="The page says whether this record still stands.",
    valid_from=datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1))),
    valid_until=datetime(2027, 11, 23, 23, 59, 59, tzinfo=UTC),
)  # fmt: skip
BARE = Badge(
    BADGE.address, ISSUER, Achieved(BADGE.achieved.identifier, "Spot it", "About it.", "Finish it."),
    Recipient(BADGE.recipient.identifier, "", "salt"), "Finished it.", "A page.", BADGE.valid_from,
)  # fmt: skip


def credential(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in payload.items() if name not in REGISTERED}


def faults(payload: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(CREDENTIAL).iter_errors(credential(payload))]


@pytest.mark.parametrize("badge", [BADGE, BARE], ids=["whole", "bare"])
def test_it_keeps_every_must_of_the_data_model(badge: Badge) -> None:
    payload = claims(badge)
    assert faults(payload) == []
    assert repeated(payload) == []
    assert ("exp" in payload) == ("validUntil" in payload) == (badge.valid_until is not None)


MUSTS = [
    ("@context",), ("id",), ("type",), ("issuer",), ("issuer", "id"), ("issuer", "type"), ("validFrom",),
    ("credentialSubject",), ("credentialSubject", "type"), ("credentialSubject", "achievement"),
    *(("credentialSubject", "achievement", one) for one in ("id", "type", "name", "description", "criteria")),
    *(("credentialSubject", "identifier", 0, one) for one in ("type", "hashed", "identityHash", "identityType")),
    *(("credentialSubject", "achievement", "otherIdentifier", 0, one) for one in ("type", "identifier", "identifierType")),
    ("evidence", 0, "type"), ("credentialSchema", 0, "id"), ("credentialSchema", 0, "type"),
]  # fmt: skip


@pytest.mark.parametrize("path", MUSTS, ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize("broken", ["gone", "wrong"])
def test_the_schema_finds_each_broken_must(path: tuple[Any, ...], broken: str) -> None:
    payload = copy.deepcopy(claims(BADGE))
    place: Any = payload
    for step in path[:-1]:
        place = place[step]
    if broken == "gone":
        del place[path[-1]]
    else:
        place[path[-1]] = [] if isinstance(place[path[-1]], list) else None
    assert faults(payload) != []


def test_a_recipient_that_nobody_can_tell_is_a_fault() -> None:
    payload = claims(BARE)
    del payload["credentialSubject"]["id"]
    assert faults(payload) != []


@pytest.mark.parametrize("name", ["iss", "sub", "jti", "nbf", "exp"])
def test_registered_claims_that_differ_are_found(name: str) -> None:
    payload = claims(BADGE)
    payload[name] = payload[name] + 1 if isinstance(payload[name], int) else f"{payload[name]}/"
    assert repeated(payload) == [name]


def test_instants_are_in_utc_and_the_same_in_both_places() -> None:
    payload = claims(BADGE)
    assert payload["validFrom"] == "2026-11-23T09:00:00Z"
    assert payload["nbf"] == int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp())


def test_of_the_address_only_a_salted_hash_leaves_the_house() -> None:
    payload = claims(BADGE)
    (identity,) = payload["credentialSubject"]["identifier"]
    assert identity["identityHash"] == "sha256$" + hashlib.sha256(f"{EMAIL}salt".encode()).hexdigest()
    assert EMAIL not in str(payload)
    assert "zoe" not in str(payload).lower()


def test_the_hash_is_the_one_of_the_specification() -> None:
    """Its own example: a@example.com salted with Kosher."""
    recipient = Recipient("urn:x", "a@example.com", "Kosher")
    badge = Badge(BADGE.address, ISSUER, BADGE.achieved, recipient, "", "", BADGE.valid_from)
    (identity,) = claims(badge)["credentialSubject"]["identifier"]
    assert identity["identityHash"] == "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def test_the_edition_and_the_digest_say_what_was_taught() -> None:
    achievement = claims(BADGE)["credentialSubject"]["achievement"]
    assert achievement["version"] == "3"
    (known_as,) = achievement["otherIdentifier"]
    assert known_as["identifier"] == "sha256:" + "9f3c" * 16


def test_the_profile_is_the_one_in_the_badge() -> None:
    assert profile(ISSUER) == claims(BADGE)["issuer"]
