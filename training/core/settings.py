"""Settings: from the environment, typed, and every fault told at once before anything starts."""

import os
import stat
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "MUSTER_"
SQLITE = "sqlite:///"
SHORTEST_SECRET = 32
MEGABYTE = 1024 * 1024


class Mode(StrEnum):
    """How strict the start is. Only `demo` shows the demonstration sign-ins; only `development` shows /ui."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"


class SettingsFault(Exception):
    """Settings are missing, unknown or unsafe. `faults` holds one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Everything that an operator may set, each as MUSTER_<NAME>. docs/settings.md explains them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    mode: Mode = Field(Mode.PRODUCTION, description="production, demo or development")
    secret_key: str = Field("", description="at least 32 characters of chance; signs cookies and links")
    site_url: str = Field("", description="the address that people type, such as https://training.company.example")
    trusted_hosts: Annotated[list[str], NoDecode] = Field([], description="host names to answer to, parted by commas")
    proxies: int = Field(0, ge=0, le=3, description="how many reverse proxies of yours stand in front")
    instance: Path = Field(ROOT / "instance", description="folder for the database and the secret of a demonstration")
    database_url: str = Field("", description="SQLite in the instance folder if empty; or postgresql+psycopg://…")
    courses: Path = Field(ROOT / "courses", description="folder of the courses")
    signing_key: Path | None = Field(None, description="file of the key that signs badges")
    mail_url: str = Field("", description="smtp://user:password@host:587 or smtps://…; empty keeps mail in the outbox")
    mail_from: str = Field("muster@localhost.example", description="the sender of all mail")
    reply_mailbox_host: str = Field("", description="IMAP server with the answers of calendars; empty reads none")
    reply_mailbox_port: int = Field(993, ge=1, le=65535, description="port of the IMAP server")
    reply_mailbox_user: str = Field("", description="name to sign in to the mailbox with")
    reply_mailbox_password: str = Field("", description="password of the mailbox")
    reply_mailbox_tls: bool = Field(True, description="speak TLS from the first byte; no: STARTTLS where offered")  # noqa: FBT003  pydantic's default
    reply_mailbox_address: str = Field("", description="mail address of the mailbox, if its name is none")
    largest_upload: int = Field(20 * MEGABYTE, ge=1024, description="bytes that one request may carry")
    refreshers_a_week: int = Field(1, ge=0, le=2, description="questions that each person gets weeks later; 0: none")
    answers_kept_days: int = Field(0, ge=0, description="after so many days it is forgotten what was chosen; 0: never")
    web_workers: int = Field(2, ge=1, le=64, description="web processes")
    web_threads: int = Field(4, ge=1, le=64, description="threads in each web process")

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def _hosts(cls, names: Any) -> Any:
        return [name.strip() for name in names.split(",") if name.strip()] if isinstance(names, str) else names

    @field_validator("database_url")
    @classmethod
    def _driver(cls, url: str) -> str:
        if url.startswith(SQLITE):
            return f"{SQLITE}{Path(url.removeprefix(SQLITE)).absolute()}"
        plain = ("postgresql://", "postgres://")
        return next((f"postgresql+psycopg://{url[len(start) :]}" for start in plain if url.startswith(start)), url)

    @field_validator("instance", "courses")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        # A command started from another folder must find the same database.
        return path.absolute()

    @field_validator("signing_key", mode="before")
    @classmethod
    def _no_key(cls, path: Any) -> Any:
        # An empty line in a file of settings means that there is none; Path("") would be the present folder.
        return path or None

    @field_validator("signing_key")
    @classmethod
    def _absolute_key(cls, path: Path | None) -> Path | None:
        return path.absolute() if path else None

    @field_validator("mail_url")
    @classmethod
    def _mail(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in {"smtp", "smtps"} or not urlsplit(url).hostname):
            raise ValueError("must look like smtp://user:password@host:587")
        return url

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.mode is Mode.PRODUCTION and (faults := _unsafe(self)):
            raise ValueError("\n".join(faults))
        return self

    @model_validator(mode="after")
    def _whole_mailbox(self) -> Self:
        if self.reply_mailbox_host and not (self.reply_mailbox_user and "@" in self.replies):
            raise ValueError(
                f"{PREFIX}REPLY_MAILBOX_USER, _PASSWORD and _ADDRESS are needed where {PREFIX}REPLY_MAILBOX_HOST is set"
            )
        return self

    @property
    def replies(self) -> str:
        """The mail address to which calendars answer; empty where nobody reads it."""
        return (self.reply_mailbox_address or self.reply_mailbox_user) if self.reply_mailbox_host else ""

    @property
    def database(self) -> str:
        """The database's address; SQLite in the instance folder unless another was given."""
        return self.database_url or f"{SQLITE}{self.instance / 'muster.sqlite3'}"

    @property
    def signing_key_file(self) -> Path:
        """The file of the key that signs badges, which need not exist."""
        return self.signing_key or self.instance / "signing-key.pem"

    @property
    def secure(self) -> bool:
        """Whether the site is reached by https, so that cookies can be bound to it."""
        return self.site_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host of the site's own address."""
        return urlsplit(self.site_url).hostname or "127.0.0.1"


def _unsafe(settings: Settings) -> list[str]:
    faults = []
    if len(settings.secret_key) < SHORTEST_SECRET or len(set(settings.secret_key)) < SHORTEST_SECRET // 4:
        faults.append(
            f"{PREFIX}SECRET_KEY must be at least {SHORTEST_SECRET} characters of chance."
            " Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if not urlsplit(settings.site_url).hostname:
        faults.append(
            f"{PREFIX}SITE_URL is missing: the address that people type, such as https://training.company.example"
        )
    if not settings.trusted_hosts:
        faults.append(
            f"{PREFIX}TRUSTED_HOSTS is missing: the host names to answer to, such as training.company.example"
        )
    if os.environ.get("FLASK_DEBUG", "0") not in {"", "0"}:
        faults.append("FLASK_DEBUG is on. A debugger would let anybody run code: unset it.")
    return faults + _readable(settings)


def _readable(settings: Settings) -> list[str]:
    loose = [path for path in (settings.instance / "secret-key", settings.signing_key_file) if open_to_others(path)]
    return [f"{path} can be read by others: chmod 600 {path}" for path in loose]


def open_to_others(path: Path) -> bool:
    """Tell whether a file is there and anybody but its owner may read or change it."""
    return path.exists() and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def read_settings() -> Settings:
    """Read the environment. Raises SettingsFault with all faults: unknown names, wrong values, what is unsafe."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    faults = [f"{name} is not a setting. The settings are: {', '.join(sorted(known))}" for name in unknown]
    faults += _faults({})
    if faults:
        raise SettingsFault(faults)
    return Settings()


def _faults(given: dict[str, Any]) -> list[str]:
    try:
        Settings(**given)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        told = [line for fault in error.errors() for line in _told(fault)]
        # Whether the rest is safe is asked only once the values are right: ask again without the wrong ones.
        rest = {name: Settings.model_fields[name].get_default() for name in wrong}
        return told + (_faults(rest) if rest and "mode" not in wrong and not given else [])
    return []


def _told(fault: Any) -> list[str]:
    name = "_".join(str(part) for part in fault["loc"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    return [f"{PREFIX}{name.upper()}: {message}"] if name else message.splitlines()


def own_courses(instance: Path) -> Path:
    """Name the folder in which an organisation keeps what it adds to the shipped courses."""
    return instance / "courses"
