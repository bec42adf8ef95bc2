"""The list of commands. Each is loaded when it is asked for, so that a broken room does not stop `doctor`."""

from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from training.cli.ground import Stop
from training.core.errors import MusterError
from training.core.settings import SettingsFault

COMMANDS = {
    "run": "training.cli.run:run",
    "serve": "training.cli.serve:serve",
    "worker": "training.cli.worker:worker",
    "migrate": "training.cli.migrate:migrate",
    "backup": "training.cli.backup:backup",
    "demo": "training.cli.demo:demo",
    "create-admin": "training.cli.people:create_admin",
    "make-signing-key": "training.cli.signing_key:make_signing_key",
    "import-roster": "training.cli.people:import_roster",
    "import-history": "training.cli.history:import_history",
    "check-courses": "training.cli.courses:check_courses",
    "new-course": "training.cli.courses:new_course",
    "import-gift": "training.cli.gift:import_gift",
    "export-gift": "training.cli.gift:export_gift",
    "publish-courses": "training.cli.courses:publish_courses",
    "check-rollups": "training.cli.rollups:check_rollups",
    "check-seats": "training.cli.seats:check_seats",
    "doctor": "training.cli.doctor:doctor",
}


class Commands(click.Group):
    """Loads commands late and turns what they cannot do into one sentence."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _colon, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SettingsFault as fault:
            told = "\n".join(f"  {line}" for line in fault.faults)
            raise Stop(f"The settings are not right (docs/settings.md explains them):\n{told}") from None
        except OperationalError as error:
            raise Stop(f"The database cannot be used: {error.orig}") from None
        except ModuleNotFoundError as error:
            if error.name != "psycopg":
                raise
            raise Stop("PostgreSQL needs its driver: python3 deploy/environment.py requirements-scale.txt") from None
        except MusterError as error:
            raise Stop(str(error.message)) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def muster() -> None:
    """Muster, the security awareness training platform.

    Settings come from the environment as MUSTER_<NAME>; docs/settings.md explains each. Without any, every command
    expects the settings of production. With MUSTER_MODE=demo they work on the demonstration that `make run` made.
    """
