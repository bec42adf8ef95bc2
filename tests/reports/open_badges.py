"""What Open Badges 3.0 demands of an AchievementCredential, as a JSON schema in our own words.

The published schema stands under a licence that does not let a copy be kept here. This one holds every MUST and every
required property of the specification's data model (sections AchievementCredential, AchievementSubject, Achievement,
Criteria, IdentityObject, IdentifierEntry, Evidence, Profile, CredentialSchema) for the properties that we use, and it
lets nothing through that we do not use, so that a new property has to be looked up first.
"""

from typing import Any

URI = {"type": "string", "pattern": r"^(https?://[^\s]+|urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
TEXT = {"type": "string", "minLength": 1}


def types(*wanted: str) -> dict[str, Any]:
    """An unordered set of which each of these MUST be one."""
    return {"type": "array", "uniqueItems": True, "allOf": [{"contains": {"const": one}} for one in wanted]}


def thing(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object", "required": list(required), "properties": required | optional, "additionalProperties": False,
    }  # fmt: skip


def some(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


PROFILE = thing({"id": URI, "type": types("Profile")}, name=TEXT, url=URI)
IDENTITY = thing(
    {
        "type": {"const": "IdentityObject"}, "hashed": {"const": True},
        "identityHash": {"type": "string", "pattern": r"^sha256\$[0-9a-f]{64}$"},
        "identityType": {"enum": ["emailAddress"]},
    },
    salt=TEXT,
)  # fmt: skip
IDENTIFIER = thing(
    {"type": {"const": "IdentifierEntry"}, "identifier": TEXT, "identifierType": {"type": "string", "pattern": "^ext:"}}
)
ACHIEVEMENT = thing(
    {
        "id": URI, "type": types("Achievement"), "name": TEXT, "description": TEXT,
        "criteria": thing({}, id=URI, narrative=TEXT),
    },
    version=TEXT, otherIdentifier=some(IDENTIFIER),
)  # fmt: skip
SUBJECT = thing(
    {"type": types("AchievementSubject"), "achievement": ACHIEVEMENT}, id=URI, identifier=some(IDENTITY), narrative=TEXT
) | {"anyOf": [{"required": ["id"]}, {"required": ["identifier"], "properties": {"identifier": {"minItems": 1}}}]}
CREDENTIAL = thing(
    {
        "@context": {
            "type": "array", "minItems": 2,
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"const": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
            ],
        },
        "id": URI,
        "type": types("VerifiableCredential")
        | {"anyOf": [{"contains": {"const": one}} for one in ("OpenBadgeCredential", "AchievementCredential")]},
        "issuer": PROFILE, "validFrom": INSTANT, "credentialSubject": SUBJECT,
    },
    name=TEXT, validUntil=INSTANT, evidence=some(thing({"type": types("Evidence")}, id=URI, narrative=TEXT)),
    credentialSchema=some(thing({"id": URI, "type": {"const": "1EdTechJsonSchemaValidator2019"}})),
)  # fmt: skip
REGISTERED = {"iss", "sub", "jti", "nbf", "exp"}


def instant(seconds: int) -> str:
    """A NumericDate as the credential writes it."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def repeated(payload: dict[str, Any]) -> list[str]:
    """Return the registered claims that do not say what the credential says, as a verifier MUST compare them."""
    wanted = {
        "iss": payload["issuer"]["id"], "sub": payload["credentialSubject"]["id"], "jti": payload["id"],
        "nbf": payload["validFrom"], "exp": payload.get("validUntil"),
    }  # fmt: skip
    found = {name: instant(value) if isinstance(value, int) else value for name, value in payload.items()}
    return [name for name, value in wanted.items() if found.get(name) != value]
