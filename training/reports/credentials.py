"""A certificate as an Open Badges 3.0 credential: from a frozen value to the claims that are signed. Nothing else.

The names are those of the specification's data model (AchievementCredential) and of its JSON Web Token proof format.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from training.core.digest import digest

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


@dataclass(frozen=True)
class Issuer:
    """Who signs. `address` is where the same profile is found."""

    address: str
    name: str
    url: str


@dataclass(frozen=True)
class Achieved:
    """What can be achieved: one edition of a course, a policy or a kind of seminar."""

    identifier: str
    """A URI that is the same for everybody who took this edition, and never for another."""
    name: str
    description: str
    criteria: str
    """What one has to do for it."""
    edition: str = ""
    content_digest: str = ""


@dataclass(frozen=True)
class Recipient:
    """Who achieved it: known by their address alone, of which only a salted hash leaves the house."""

    identifier: str
    email: str
    salt: str


@dataclass(frozen=True)
class Badge:
    """All that a credential says. Instants are aware; whole seconds of them are written."""

    address: str
    """Where anybody can check it; also its identifier."""
    issuer: Issuer
    achieved: Achieved
    recipient: Recipient
    narrative: str
    """What this person did."""
    evidence: str
    """What the page at the address shows, in words."""
    valid_from: datetime
    valid_until: datetime | None = None


def claims(badge: Badge) -> dict[str, Any]:
    """Return the payload of the token: the credential, and the registered claims that must repeat parts of it."""
    registered = {
        "iss": badge.issuer.address,
        "sub": badge.recipient.identifier,
        "jti": badge.address,
        "nbf": int(badge.valid_from.timestamp()),
    }
    if badge.valid_until is not None:
        registered["exp"] = int(badge.valid_until.timestamp())
    return {**_credential(badge), **registered}


def profile(issuer: Issuer) -> dict[str, Any]:
    """Return the issuer as a Profile."""
    return {"id": issuer.address, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def _credential(badge: Badge) -> dict[str, Any]:
    until = {"validUntil": _instant(badge.valid_until)} if badge.valid_until is not None else {}
    return {
        "@context": list(CONTEXTS),
        "id": badge.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.achieved.name,
        "issuer": profile(badge.issuer),
        "validFrom": _instant(badge.valid_from),
        **until,
        "credentialSubject": _subject(badge),
        "evidence": [{"id": badge.address, "type": ["Evidence"], "narrative": badge.evidence}],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _subject(badge: Badge) -> dict[str, Any]:
    return {
        "id": badge.recipient.identifier,
        "type": ["AchievementSubject"],
        **_identity(badge.recipient),
        "narrative": badge.narrative,
        "achievement": _achievement(badge.achieved),
    }


def _identity(recipient: Recipient) -> dict[str, Any]:
    if not recipient.email:
        return {}
    hashed = digest(f"{recipient.email}{recipient.salt}".encode())
    known_as = {
        "type": "IdentityObject", "hashed": True, "identityHash": f"sha256${hashed}", "identityType": "emailAddress",
        "salt": recipient.salt,
    }  # fmt: skip
    return {"identifier": [known_as]}


def _achievement(achieved: Achieved) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": achieved.identifier,
        "type": ["Achievement"],
        "name": achieved.name,
        "description": achieved.description,
        "criteria": {"narrative": achieved.criteria},
    }
    if achieved.edition:
        said["version"] = achieved.edition
    if achieved.content_digest:
        known_as = {"identifier": f"sha256:{achieved.content_digest}", "identifierType": "ext:contentDigest"}
        said["otherIdentifier"] = [{"type": "IdentifierEntry", **known_as}]
    return said


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
