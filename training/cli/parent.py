"""Children of `serve` end with it, even when it is killed outright."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2): the signal to get when the parent dies
SERVED_BY = "SERVED_BY"


def named() -> dict[str, str]:
    """Return the environment for a child, which tells it whose child it is."""
    return os.environ | {SERVED_BY: str(os.getpid())}


def end_with_parent() -> None:
    """Ask the kernel for SIGTERM when `serve` dies. Does nothing for a process that `serve` did not start.

    Only Linux can do it; elsewhere a `serve` that is killed outright leaves its children behind.
    """
    parent = os.environ.get(SERVED_BY)
    if parent is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):  # it died before we asked
        os.kill(os.getpid(), signal.SIGTERM)
