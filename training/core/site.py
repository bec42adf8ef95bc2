"""What this installation is called and how people reach its security team: settings that live in the database."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Json, Short, database, insert

KEPT_FOR = timedelta(seconds=30)


class Setting(Base):
    __tablename__ = "setting"

    key: Mapped[Short] = mapped_column(primary_key=True)
    value: Mapped[Json]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True)
class Site:
    """The organisation as its own pages name it."""

    name: str = "Your organisation"
    report_phone: str = ""
    report_mail: str = ""
    report_button: str = "Report"
    seminar_mail: str = ""
    seminar_phone: str = ""
    zone: str = "UTC"
    language: str = "en"
    goal: int = 80
    """Per cent: the share of duties done that the organisation reads its numbers against."""
    currency: str = "USD"
    """In which costs are entered, as ISO 4217 names it."""


SETTINGS = select(Setting.key, Setting.value)


class SiteMemory:
    """Keeps the settings in the process, so that no page asks for them; other processes see a change within 30 s."""

    def __init__(self) -> None:
        self._site = Site()
        self._until: datetime | None = None

    def site(self, now: datetime) -> Site:
        """Return the settings as of at most 30 seconds ago."""
        if self._until is None or now >= self._until:
            rows: dict[str, Any] = {key: value for key, value in database.session.execute(SETTINGS)}  # noqa: C416  typed rows
            known = {entry.name for entry in fields(Site)}
            self._site = Site(**{key: value for key, value in rows.items() if key in known})
            self._until = now + KEPT_FOR
        return self._site

    def forget(self) -> None:
        """Read again at the next request."""
        self._until = None


def change(values: Mapping[str, Any], *, by_person_id: int | None, now: datetime) -> None:
    """Store settings by their names in `Site`."""
    for key, value in values.items():
        row = {"key": key, "value": value, "changed_at": now, "changed_by_id": by_person_id}
        changes = {name: row[name] for name in ("value", "changed_at", "changed_by_id")}
        database.session.execute(
            insert(Setting).values(row).on_conflict_do_update(index_elements=[Setting.key], set_=changes)
        )
