"""Writes docs/addresses.md from the routes: python -m tests.shape.addresses."""

import tempfile
from pathlib import Path

from tests.conftest import settings_for
from tests.shape.test_routes import LIST, rows
from training.app import create_app

HEAD = """# Addresses

All addresses of Muster, with the permission that each asks for (training/core/permissions.py says which roles hold it).
A test compares this list with the code: an address cannot vanish unnoticed.

| address | method | permission | endpoint |
|---|---|---|---|
"""

if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    LIST.write_text(HEAD + "\n".join(rows(create_app(settings_for("", folder)))) + "\n")
