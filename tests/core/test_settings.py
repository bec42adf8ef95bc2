"""Settings: all faults at once, unknown names refused, production safe or not at all."""

import os
from pathlib import Path
from typing import Any

import pytest

from training.core.settings import PREFIX, Mode, Settings, SettingsFault, read_settings

SECRET = "w8Zr1kQ0fVtY5uXb3NcJ7mHs9LpGd2Ae4RiT6oUy"
SAFE = {
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://training.company.example",
    "TRUSTED_HOSTS": "training.company.example",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.delenv("FLASK_DEBUG", raising=False)
    monkeypatch.setenv(f"{PREFIX}INSTANCE", str(tmp_path))


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"{PREFIX}{name}", value)


def faults(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    put(monkeypatch, **values)
    with pytest.raises(SettingsFault) as refused:
        read_settings()
    return refused.value.faults


def test_production_is_the_default_and_starts_when_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, **SAFE)
    settings = read_settings()
    assert settings.mode is Mode.PRODUCTION
    assert settings.secure


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"TRUSTED_HOSTS": ""}, "TRUSTED_HOSTS"),
        ({"SECRT_KEY": SECRET}, "SECRT_KEY is not a setting"),
        ({"MAIL_URL": "http://mail"}, "MAIL_URL"),
        ({"WEB_WORKERS": "many"}, "WEB_WORKERS"),
        ({"MODE": "prod"}, "MODE"),
        ({"PROXIES": "-1"}, "PROXIES"),
    ],
)
def test_what_is_unsafe_or_wrong_is_named(monkeypatch: pytest.MonkeyPatch, change: dict[str, str], named: str) -> None:
    told = faults(monkeypatch, **(SAFE | change))
    assert any(named in fault for fault in told), told


def test_all_faults_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "\n".join(faults(monkeypatch, SECRT_KEY="x", SECRET_KEY="x", MODE="production"))
    for named in ("SECRT_KEY", "SECRET_KEY must", "SITE_URL", "TRUSTED_HOSTS"):
        assert named in told


def test_a_debugger_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert any("FLASK_DEBUG" in fault for fault in faults(monkeypatch, **SAFE))


def test_a_secret_that_others_can_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text(SECRET)
    secret.chmod(0o644)
    assert any("chmod 600" in fault for fault in faults(monkeypatch, **SAFE))
    secret.chmod(0o600)
    assert read_settings().secret_key == SECRET


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_signing_key_that_others_can_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, elsewhere: bool
) -> None:
    key = tmp_path / ("badges.pem" if elsewhere else "signing-key.pem")
    if elsewhere:
        put(monkeypatch, SIGNING_KEY=str(key))
    key.touch(mode=0o640)
    assert any(f"chmod 600 {key}" in fault for fault in faults(monkeypatch, **SAFE))
    key.chmod(0o600)
    assert read_settings().signing_key_file == key


def test_an_empty_line_names_no_signing_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(monkeypatch, **SAFE, SIGNING_KEY="")
    assert read_settings().signing_key_file == tmp_path / "signing-key.pem"


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_is_reached_by_one_driver(given: str) -> None:
    values: dict[str, Any] = {"mode": Mode.TEST, "database_url": given}
    assert Settings(**values).database == "postgresql+psycopg://u@h/d"
