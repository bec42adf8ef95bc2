"""Files that a browser saves and never shows."""

from flask import Response, make_response


def download(content: str | bytes, media_type: str, name: str) -> Response:
    """Answer with a file to save. `name` is ours: letters, digits and hyphens."""
    answer = make_response(content)
    answer.content_type = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
