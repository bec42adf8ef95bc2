"""What the documents say is so: settings, commands, targets, files, dependencies."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.shape.sources import ROOT
from training.cli.commands import COMMANDS, muster
from training.core.settings import PREFIX, Settings

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"^\.venv/bin/python -m training (?P<arguments>.+)$")
ENVIRONMENT = re.compile(r"^python3 deploy/environment\.py (?P<file>\S+)$")
MAKE = re.compile(r"^make (?P<target>\w+)$")
RUN_ELSEWHERE = ("python3 -c ", "MUSTER_MODE=development .venv/bin/flask --app wsgi db ")


def shell_lines() -> list[tuple[str, str]]:
    """Return (document, line) for every line of every block of shell commands."""
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"^( *)```sh\n(.*?)^\1```", document.read_text(), re.MULTILINE | re.DOTALL):
            found += [(document.name, line.strip()) for line in block[1].splitlines() if line.strip()]
    return found


def test_there_is_something_to_test():
    assert len(shell_lines()) > 15


@pytest.mark.parametrize(("document", "line"), shell_lines())
def test_every_line_of_shell_can_be_run(document: str, line: str):
    if found := COMMAND.match(line):
        _takes(found["arguments"])
    elif found := ENVIRONMENT.match(line):
        assert (ROOT / found["file"]).exists()
    elif found := MAKE.match(line):
        subprocess.run(["make", "-n", found["target"]], cwd=ROOT, check=True, capture_output=True)
    else:
        assert line.startswith(RUN_ELSEWHERE), f"{document}: a test must know what to do with {line!r}"


def _takes(arguments: str) -> None:
    """Check that a command exists and knows every option that is used."""
    name, *rest = arguments.split()
    if name == "--help":
        return
    assert name in COMMANDS
    told = CliRunner().invoke(muster, [name, "--help"])
    assert told.exit_code == 0
    for option in (word for word in rest if word.startswith("-")):
        assert option in told.output, f"{name} does not know {option}"


def test_every_command_is_named_somewhere():
    everything = "\n".join(document.read_text() for document in DOCUMENTS)
    for name in COMMANDS.keys() - {"run", "demo"}:
        assert re.search(rf"\b{name}\b", everything), name


def settings_rows() -> dict[str, str]:
    text = (ROOT / "docs" / "settings.md").read_text()
    return dict(re.findall(r"^\| `(MUSTER_\w+)` \| ([^|]+) \|", text, re.MULTILINE))


def test_every_setting_is_explained_and_no_other():
    assert set(settings_rows()) == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def test_plain_defaults_are_the_true_ones():
    for name, told in settings_rows().items():
        default = Settings.model_fields[name.removeprefix(PREFIX).lower()].get_default()
        if re.fullmatch(r"`[^`]+`", told.strip()):
            assert told.strip("` ") == str(default), name
        elif told.strip() == "none":
            assert default in ("", []), name


def test_settings_named_elsewhere_exist():
    places = [*DOCUMENTS, *(path for path in (ROOT / "deploy").iterdir() if path.is_file()), ROOT / "Makefile"]
    for place in places:
        for name in re.findall(rf"\b{PREFIX}[A-Z_]+\b", place.read_text()):
            assert name in settings_rows(), f"{place.name} names {name}"


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[=\[ ;]", line)[0].lower() for line in requirements}


def test_every_dependency_has_a_reason_and_no_other():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = _names(project["project"]["dependencies"]) | _names(project["dependency-groups"]["dev"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted |= _names(extra)
    text = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text()
    told = {name.lower() for name in re.findall(r"^\| ([\w-]+) \|", text, re.MULTILINE)} - {"package"}
    assert told == wanted


def test_every_link_leads_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_path_that_is_named_exists():
    for document in DOCUMENTS:
        for named in re.findall(
            r"`((?:training|tests|deploy|docs|static|templates|courses|web|core|cli)/[\w./-]*)`", document.read_text()
        ):
            places = (ROOT / named, ROOT / "training" / named)
            assert any(place.exists() for place in places), f"{document.name} names {named}"


def test_every_room_is_on_the_map():
    rooms = {path.parent.name for path in (ROOT / "training").glob("*/__init__.py")}
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert {room for room in rooms if f"`{room}/`" not in text} == set()


def test_decisions_are_numbered_without_gaps_and_short():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        assert path.read_text().startswith(f"# {int(path.name[:4])}. ")
        assert "**Decided.**" in path.read_text()
        assert len(path.read_text().splitlines()) <= 80


def test_compose_and_hooks_are_yaml():
    for name in ("deploy/compose.yaml", ".pre-commit-config.yaml"):
        assert yaml.safe_load((ROOT / name).read_text())


@pytest.mark.parametrize("unit", sorted((ROOT / "deploy").glob("*.service")), ids=lambda path: Path(path).name)
def test_units_run_commands_that_exist(unit: Path):
    names = re.findall(r"-m training (\S+)", unit.read_text())
    assert names
    assert set(names) <= set(COMMANDS)


def test_the_licence_is_whole():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert "[yyyy]" not in text
