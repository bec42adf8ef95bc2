"""The file store: content-addressed, in the database, so that one backup and one transaction hold everything."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, select
from sqlalchemy.orm import Mapped, mapped_column

from training.core.db import Base, Line, Short, database, insert
from training.core.digest import digest
from training.core.errors import NotFound, Refused
from training.core.text import text

LARGEST = 20 * 1024 * 1024


class File(Base):
    __tablename__ = "file"

    digest: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[Line]
    media_type: Mapped[Short]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    permission: Mapped[Short]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stored_at: Mapped[datetime]


@dataclass(frozen=True)
class Upload:
    """What somebody sent: the name they gave it and its bytes."""

    name: str
    media_type: str
    content: bytes


def store(upload: Upload, *, permission: str, owner_id: int | None, now: datetime) -> str:
    """Keep the bytes once and return their SHA-256. The stored name is never used as a path."""
    if len(upload.content) > LARGEST:
        raise Refused(
            "file", text("The file is larger than %(n)s MB. Split it and try again.", n=LARGEST // 1024 // 1024)
        )
    key = digest(upload.content)
    row = {
        "digest": key,
        "name": upload.name[-200:],
        "media_type": upload.media_type[:40],
        "size": len(upload.content),
        "content": upload.content,
        "permission": permission,
        "owner_id": owner_id,
        "stored_at": now,
    }
    database.session.execute(insert(File).values(row).on_conflict_do_nothing(index_elements=[File.digest]))
    return key


def content(key: str) -> bytes:
    """Return the bytes with this SHA-256. Raises NotFound."""
    found = database.session.execute(select(File.content).where(File.digest == key)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
