"""The file store: content-addressed, in the database, so that one backup and one transaction hold everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, exists, func, or_, select, update
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
    """Keep the bytes once and return their SHA-256. The stored name is never used as a path.

    Bytes that were forgotten are kept again. Whoever stores bytes that are there already makes them young again, and
    holds their row until a row of theirs names it: `forget_unnamed` takes nothing from under them.
    """
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
    adding = insert(File).values(row).on_conflict_do_update(index_elements=[File.digest], set_={"stored_at": now})
    if not database.session.execute(adding.returning(func.length(File.content))).scalar_one() and upload.content:
        database.session.execute(update(File).where(File.digest == key).values(content=upload.content))
    return key


def forget(keys: Sequence[str]) -> None:
    """Drop the bytes of files and keep that they were there: for files of personal data whose time is over."""
    database.session.execute(update(File).where(File.digest.in_(keys)).values(content=b""))


def forget_unnamed(*, before: datetime) -> int:
    """Drop the bytes stored before an instant that no row of any table names any more; return of how many files.

    A row names a file by a foreign key, so nothing that was part of a fact is ever taken. Safe to repeat.
    """
    named = [
        exists().where(column == File.digest)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "file.digest" for key in column.foreign_keys)
    ]
    taking = (
        update(File)
        .where(File.stored_at < before, func.length(File.content) > 0, ~or_(*named))
        .values(content=b"")
        .returning(File.digest)
    )
    return len(database.session.scalars(taking, execution_options={"synchronize_session": False}).all())


def content(key: str) -> bytes:
    """Return the bytes with this SHA-256. Raises NotFound, also for bytes that were forgotten."""
    found = database.session.execute(select(File.content).where(File.digest == key)).scalar_one_or_none()
    if not found:
        raise NotFound
    return found
