"""An installation for each test of commands; migrated once, copied for each."""

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Installation


@pytest.fixture
def bare(tmp_path: Path) -> Installation:
    """An installation without a database."""
    return Installation(tmp_path)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    done = Installation(folder).run("migrate")
    assert done.code == 0, done.errors
    return folder / "instance"


@pytest.fixture
def ready(tmp_path: Path, migrated: Path) -> Installation:
    """An installation with an empty database that is as new as the program."""
    shutil.copytree(migrated, tmp_path / "instance")
    return Installation(tmp_path)
