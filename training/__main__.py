"""python -m training COMMAND."""

from training.cli.commands import muster

muster(prog_name="python -m training")
