"""Files of our own: each under a name that changes with its content, so that browsers may keep it for ever."""

import mimetypes
import re
from functools import cache
from pathlib import Path

from flask import Response, make_response, request

from training.core.digest import digest
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.core.settings import ROOT
from training.web.blueprint import PUBLIC, Blueprint

FOLDER = ROOT / "static"
SERVED = {".css", ".js", ".woff2", ".svg", ".png", ".ico", ".webmanifest", ".txt"}
_FINGERPRINT = re.compile(r"\.[0-9a-f]{10}(?=\.[a-z0-9]+$)")

blueprint = Blueprint("assets", __name__)


@cache
def _files() -> dict[str, tuple[Path, str]]:
    """Name → (path, fingerprint) of every file that is served; nothing outside this list exists."""
    found = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix in SERVED:
            found[path.relative_to(FOLDER).as_posix()] = (path, digest(path.read_bytes())[:10])
    return found


@cache
def asset(name: str) -> str:
    """Return the address of a static file, such as /static/css/muster.0123456789.css."""
    stem, _dot, suffix = name.rpartition(".")
    return f"/static/{stem}.{_files()[name][1]}.{suffix}"


@blueprint.page("/static/<path:name>", permission=PUBLIC)
def static(_viewer: Viewer, name: str) -> Response:
    plain = _FINGERPRINT.sub("", name)
    if plain not in _files():
        raise NotFound
    path, fingerprint = _files()[plain]
    answer = make_response(path.read_bytes())
    answer.content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if answer.content_type.startswith("text/") or path.suffix == ".js":
        answer.content_type += "; charset=utf-8"
    immutable = f".{fingerprint}." in name
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    answer.set_etag(fingerprint)
    return answer.make_conditional(request)
