"""The two sides of a comparison, the product and the floor: how each is started and how its sign-ins look."""

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks import floor, floor_data, sample, seed
from benchmarks.stores import Store
from training.core.digest import token_hash
from training.core.links import Links
from training.core.settings import PREFIX, ROOT
from training.core.world import system_now

HOST = "training.alderfinch.example"
SECRET = "of no worth: 4b1d7e0a9c53f268 only for benchmarks"  # noqa: S105  it protects nothing
PRODUCT, FLOOR = "product", "floor"
WORKERS, THREADS = 2, 4


@cache
def _serializer() -> Any:
    app = Flask("benchmarks")
    app.secret_key = SECRET
    return SecureCookieSessionInterface().get_signing_serializer(app)


@dataclass(frozen=True)
class SignedIn:
    """What a browser of one learner holds."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Side:
    """One of the two, on one database."""

    name: str
    store: Store

    def environment(self) -> dict[str, str]:
        """Return the environment of its processes: the product's own in production."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        if self.name == FLOOR:
            return kept | {floor.DATABASE: self.store.url, floor.SECRET: SECRET}
        return kept | {
            "MUSTER_MODE": "production", "MUSTER_SECRET_KEY": SECRET, "MUSTER_SITE_URL": f"https://{HOST}",
            "MUSTER_TRUSTED_HOSTS": HOST, "MUSTER_DATABASE_URL": self.store.url, "MUSTER_WEB_WORKERS": str(WORKERS),
            "MUSTER_WEB_THREADS": str(THREADS),
        }  # fmt: skip

    def command(self, port: int) -> list[str]:
        """Return the command of its web server: the same gunicorn for both."""
        config = "training/cli/gunicorn_config.py" if self.name == PRODUCT else "benchmarks/floor_gunicorn.py"
        app = "wsgi:app" if self.name == PRODUCT else "benchmarks.floor:app_from_environment()"
        return [sys.executable, "-m", "gunicorn", "--config", str(ROOT / config), "--bind", f"127.0.0.1:{port}",
                "--chdir", str(ROOT), app]  # fmt: skip

    def signed_in(self, person_id: int) -> SignedIn:
        """Return cookie and form token of a learner, as a page would have given them."""
        token = sample.token(person_id)
        if self.name == FLOOR:
            held = {"token": token, "csrf": token_hash(token)[:43]}
            return SignedIn(f"session={_serializer().dumps(held)}", held["csrf"])
        links = Links(site_url=f"https://{HOST}", secret_key=SECRET, now=system_now)
        cookie = _serializer().dumps({"_permanent": True, "_user_id": token, "_fresh": True})
        return SignedIn(f"__Host-muster={cookie}", links.sign("csrf", token_hash(token)[:16]))


def seed_side(name: str, store: Store, people: int) -> Side:
    """Fill an empty database for a side."""
    (seed.seed if name == PRODUCT else floor_data.seed)(store, people)
    return Side(name, store)
