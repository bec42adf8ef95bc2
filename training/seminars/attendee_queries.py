"""Looks at what many registrations share and none of them changes: organisations by name, sentences of consent."""

from sqlalchemy import bindparam, select

from training.core.db import database, scoped
from training.seminars.models import Consent
from training.seminars.organisation_models import Organisation

_ORGANISATION = scoped(select(Organisation.id).where(Organisation.key == bindparam("key")), by="its name")
_CONSENT = select(Consent.id).where(Consent.digest == bindparam("digest"))


def organisation_called(key: str) -> int:
    """Return the id of the organisation with this key."""
    number: int = database.session.execute(_ORGANISATION, {"key": key}).scalar_one()
    return number


def consent_worded(digest: str) -> int:
    """Return the id of the sentence with this digest."""
    number: int = database.session.execute(_CONSENT, {"digest": digest}).scalar_one()
    return number
