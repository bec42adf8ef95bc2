"""What commands stand on: settings, the secret of a demonstration, the open database, and stopping with a sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from training.core import revisions
from training.core.settings import PREFIX, ROOT, Mode, Settings, SettingsFault, own_courses, read_settings
from training.core.world import new_token
from training.store import store_app

OWNER_ONLY = 0o600


class Stop(click.ClickException):
    """The command cannot go on; the message says why and what to do."""

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


def settings() -> Settings:
    """Read the settings. Raises SettingsFault with everything that is wrong."""
    lend_secret()
    return read_settings()


def settings_of_database() -> Settings:
    """Read only what names the database: secrets may be missing where nothing is signed."""
    try:
        return settings()
    except SettingsFault as fault:
        try:
            return Settings(mode=Mode.DEVELOPMENT)
        except ValueError:
            raise fault from None


def lend_secret() -> None:
    """Give a demonstration its secret: made once, kept in the instance folder, readable by its owner alone."""
    if os.environ.get(f"{PREFIX}MODE") == Mode.DEMO:
        os.environ.setdefault(f"{PREFIX}SECRET_KEY", _kept_secret(instance() / "secret-key"))


def instance() -> Path:
    """Return the instance folder, also when the settings cannot be read."""
    return Path(os.environ.get(f"{PREFIX}INSTANCE") or ROOT / "instance").absolute()


def courses_folders() -> tuple[Path, Path]:
    """Return the folder of the courses, and the one with what is added to them, also without settings."""
    return Path(os.environ.get(f"{PREFIX}COURSES") or ROOT / "courses"), own_courses(instance())


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(path, "x", encoding="ascii", opener=_private) as file:
            file.write(new_token())
    except FileExistsError:
        path.chmod(OWNER_ONLY)
    return path.read_text(encoding="ascii").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, OWNER_ONLY)


@contextmanager
def store(known: Settings) -> Iterator[None]:
    """Open the database, which must be as new as the code."""
    with store_app(known).app_context():
        need_current()
        yield


def need_current() -> None:
    """Stop if the database is older or newer than the code."""
    have, want = revisions.present(), revisions.newest()
    if have != want:
        raise Stop(
            f"The database is at revision {have or 'nothing'} and this program needs {want}."
            " Make a backup, then run: python -m training migrate"
        )
