"""Writes an evidence pack as a ZIP file of flat memory, and cuts it into the parts that the database keeps."""

import hashlib
from collections.abc import Callable, Iterator
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from training.core.digest import canonical
from training.reports.pack_files import File, Pack
from training.reports.pack_subject import Subject

FORMAT = 1
STEPS = 13
"""Files that a pack always has, the content as one of them, and the parts: what the progress counts."""
Note = Callable[[int, int], None]
"""Told how many steps are done, of how many. No statement may be under way: it writes."""


class Written(NamedTuple):
    path: str
    size: int
    digest: str


def build(about: Subject, out: IO[bytes], note: Note) -> None:
    """Write the whole pack into an open file. The same facts, seed and instant give the same files."""
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        pack, written = Pack(about), list[Written]()
        for file in pack.files():
            written.append(_write(archive, file, about))
            note(len(written), STEPS)
        written += [_write(archive, file, about) for file in pack.contents()]
        note(STEPS - 1, STEPS)
        manifest = canonical(_manifest(about, sorted(written)))
        _write(archive, File("manifest.json", lambda: [manifest]), about)


def _write(archive: ZipFile, file: File, about: Subject) -> Written:
    info = ZipInfo(file.path, about.matter.known_at.timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    size, digest = 0, hashlib.sha256()
    with archive.open(info, "w") as entry:
        for block in file.blocks():
            entry.write(block)
            digest.update(block)
            size += len(block)
    return Written(file.path, size, digest.hexdigest())


def _manifest(about: Subject, written: list[Written]) -> dict[str, Any]:
    matter = about.matter
    return {
        "format": FORMAT, "pack": about.public_id, "organisation": about.organisation, "software": about.software,
        "requirement": {"slug": about.slug, "title": about.title},
        "period": {"since": matter.since.isoformat(), "until": matter.until.isoformat()},
        "known_at": matter.known_at.isoformat(), "seed": about.seed, "sample": about.sample,
        "files": [{"path": one.path, "bytes": one.size, "sha256": one.digest} for one in written],
    }  # fmt: skip


def parts(file: IO[bytes], size: int) -> Iterator[bytes]:
    """Yield a file from its beginning in pieces of a size."""
    file.seek(0)
    while piece := file.read(size):
        yield piece
