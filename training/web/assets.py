"""Files of our own: each under a name that changes with its content, so that browsers may keep it for ever."""

import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

from flask import Response, make_response, request

from training.core.digest import digest
from training.core.errors import NotFound
from training.core.permissions import Viewer
from training.core.settings import ROOT
from training.web.blueprint import PUBLIC, Blueprint

FOLDER = ROOT / "static"
SERVED = {".css", ".js", ".woff2", ".svg", ".png", ".ico", ".webmanifest", ".txt"}
_LOADED = re.compile(r"""url\(["']?((?!data:|/|https?:)[^"')]+)["']?\)""")
_FINGERPRINT = re.compile(r"\.[0-9a-f]{10}(?=\.[a-z0-9]+$)")

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file as it is served, and the fingerprint of its bytes."""

    content: bytes
    fingerprint: str


@cache
def _paths() -> dict[str, Path]:
    """Name → path of every file that is served; nothing outside this list exists."""
    found = (path for path in sorted(FOLDER.rglob("*")) if path.is_file() and path.suffix in SERVED)
    return {path.relative_to(FOLDER).as_posix(): path for path in found}


@cache
def _asset(name: str) -> Asset:
    content = _paths()[name].read_bytes()
    if name.endswith(".css"):
        # What a stylesheet loads gets its fingerprint too.
        here = PurePosixPath("/", name).parent
        content = _LOADED.sub(lambda found: f'url("{asset(_beside(here, found[1]))}")', content.decode()).encode()
    return Asset(content, digest(content)[:10])


def _beside(here: PurePosixPath, reference: str) -> str:
    return normpath(here / reference).lstrip("/")


def content(name: str) -> bytes:
    """Return what a static file holds, for an answer that must stand at an address of its own."""
    return _asset(name).content


@cache
def asset(name: str) -> str:
    """Return the address of a static file, such as /static/css/base.0123456789.css."""
    stem, _dot, suffix = name.rpartition(".")
    return f"/static/{stem}.{_asset(name).fingerprint}.{suffix}"


@blueprint.page("/static/<path:name>", permission=PUBLIC)
def static(_viewer: Viewer, name: str) -> Response:
    plain = _FINGERPRINT.sub("", name)
    if plain not in _paths():
        raise NotFound
    found = _asset(plain)
    answer = make_response(found.content)
    answer.content_type = _media_type(plain)
    immutable = f".{found.fingerprint}." in name
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    answer.set_etag(found.fingerprint)
    answer.make_conditional(request)
    return answer


def _media_type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or name.endswith(".js") else kind
