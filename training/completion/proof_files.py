"""What a file of a proof may be, told by its content and never by its name. Pure."""

from enum import StrEnum

from training.core.errors import Refused
from training.core.text import text

LARGEST = 5 * 1024 * 1024
_END = 1024
"""Within so many last bytes a whole file says that it ends."""


class FileKind(StrEnum):
    """The kinds that are taken, by the ending of their names."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        return {FileKind.PDF: "application/pdf", FileKind.PNG: "image/png", FileKind.JPEG: "image/jpeg"}[self]


_SIGNS = {
    FileKind.PDF: (b"%PDF-", b"%%EOF"),
    FileKind.PNG: (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"IEND"),
    FileKind.JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
}
"""How each begins, and what stands near its end."""


def kind_of(content: bytes) -> FileKind | None:
    """Return what a file is, or None for anything that is not taken."""
    return next((kind for kind, (begins, _ends) in _SIGNS.items() if content.startswith(begins)), None)


def check(content: bytes) -> FileKind:
    """Return what a file is. Raises Refused, saying what to do, for one that cannot be taken."""
    if not content:
        raise Refused("file", text("The file is empty. Choose another one."))
    if len(content) > LARGEST:
        most = LARGEST // 1024 // 1024
        raise Refused("file", text("The file is larger than %(n)s MB. Make it smaller, or photograph it.", n=most))
    kind = kind_of(content)
    if kind is None:
        raise Refused("file", text("This is no PDF, PNG or JPEG, whatever its name says. Choose one of these."))
    if _SIGNS[kind][1] not in content[-_END:]:
        raise Refused("file", text("The end of the file is missing. Save it again, then choose it."))
    return kind
