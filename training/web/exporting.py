"""Lists as files: one way from rows to an answer, the same for every room, and the links that lead there."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, Response, request, stream_with_context, url_for

from training.core.tables import Form, Row, csv_lines, file_blocks, in_blocks, xlsx_file
from training.web.request import note, now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGING = {"after"}
"""What an address asks for that a file has no use for: it holds the whole list."""


def listen(app: Flask) -> None:
    """Give templates the links to a list's files."""
    app.jinja_env.globals["downloads"] = downloads


def download(form: Form, rows: Iterable[Row], name: str, *, of: tuple[str, int | None] | None = None) -> Response:
    """Answer with a list as a file to save, and have it noted who took what.

    The first row is the head. A long list comes from a generator that asks the database when its first row is wanted:
    what was asked before the view returned is over once it has been noted who took the list. `of` is what the list is
    about, as the log names it: a kind and an id; left out, the list's own name.
    """
    kind, number = of or (name, None)
    note("exported", subject_kind=kind, subject_id=number)
    named = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form is Form.CSV:
        return Response(stream_with_context(in_blocks(csv_lines(rows))), mimetype="text/csv", headers=named)
    # A workbook can only be sent when it is whole: it is written to a file, not to memory.
    file = xlsx_file(rows, made_at=now())
    answer = Response(file_blocks(file), mimetype=XLSX, headers=named)
    answer.call_on_close(file.close)
    return answer


def calendar(text: str) -> Response:
    """Answer with a calendar that a program asks for again and again: whether it has changed, and nobody else's."""
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@dataclass(frozen=True)
class Download:
    label: str
    href: str


def downloads(endpoint: str) -> tuple[Download, ...]:
    """Return the ways to the page's list as files: the same place, and limited by the same wishes as the page."""
    wishes = urlencode([pair for pair in request.args.items(multi=True) if pair[0] not in PAGING])
    asked = f"?{wishes}" if wishes else ""
    return tuple(
        Download(form.name, url_for(endpoint, **(request.view_args or {}), kind=form) + asked) for form in Form
    )
