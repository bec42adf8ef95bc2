"""The configuration of gunicorn, read by the process that `serve` starts. The names are gunicorn's own."""

import logging
from pathlib import Path
from typing import Any

from training.cli.parent import end_with_parent
from training.core.logs import start_logging
from training.core.settings import Mode, read_settings

end_with_parent()
settings = read_settings()
quiet = settings.mode is Mode.DEMO  # a demonstration shows only what went wrong

worker_class = "gthread"
workers = settings.web_workers
threads = settings.web_threads
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
loglevel = "warning" if quiet else "info"
# Its heartbeat is a file: on a slow disk that file would stop healthy workers.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  holds no content
forwarded_allow_ips = ""  # what proxies say is weighed in one place: ProxyFix in app.py
proc_name = "muster"


def on_starting(_server: Any) -> None:
    """Log in the same lines as the program."""
    start_logging(level=logging.WARNING if quiet else logging.INFO)
    own = logging.getLogger("gunicorn.error")
    own.handlers.clear()
    own.propagate = True


on_reload = on_starting
