"""A certificate as another organisation would hand it out: one plain page of PDF."""

from collections.abc import Sequence

_PAGE = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
)
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def certificate(lines: Sequence[str]) -> bytes:
    """Return a PDF with some lines of text, the first one large."""
    drawn = " ".join(
        f"/F1 {24 if not place else 14} Tf ({_plain(line)}) Tj 0 -36 Td" for place, line in enumerate(lines)
    )
    text = f"BT 72 720 Td {drawn} ET"
    objects = [*_PAGE, f"<< /Length {len(text)} >>\nstream\n{text}\nendstream", _FONT]
    written, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {size}\n0000000000 65535 f \n{table}{end}".encode("cp1252", "replace")


def _plain(line: str) -> str:
    return line.replace("\\", "").replace("(", "").replace(")", "")
