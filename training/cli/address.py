"""Where `serve` listens."""

import contextlib
import errno
import ipaddress
import socket
from dataclasses import dataclass

from training.cli.ground import Stop


@dataclass(frozen=True)
class Address:
    """A host name or number of this machine, and a port."""

    host: str
    port: int

    @property
    def _reached_at(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  compared, not bound

    @property
    def bind(self) -> str:
        """How gunicorn wants it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        host = self._reached_at
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def private(self) -> bool:
        """Whether only this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def need(self) -> None:
        """Stop with a sentence if it cannot be had."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        try:
            socket.create_server((self.host, self.port), family=family).close()
        except OSError as error:
            raise Stop(_sentence(self, error)) from None

    def answers(self) -> bool:
        """Tell whether somebody listens there."""
        with contextlib.suppress(OSError), socket.create_connection((self._reached_at, self.port), timeout=1):
            return True
        return False


def _sentence(address: Address, error: OSError) -> str:
    other = f"Take another one: PORT={address.port + 1} make run, or --port {address.port + 1}."
    if error.errno == errno.EADDRINUSE:
        return f"Something else already uses port {address.port} of {address.host}. {other}"
    if error.errno == errno.EACCES:
        return f"Ports below 1024, such as {address.port}, are for root. {other}"
    return f"This machine cannot listen at {address.host}: {error.strerror or error}. Try HOST=127.0.0.1."
