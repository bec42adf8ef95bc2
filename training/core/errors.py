"""The named errors. Verbs raise them; the door of the web turns each into a page that says what to do."""

from training.core.text import Text, text


class MusterError(Exception):
    """An outcome that a person can do something about. `status` is its HTTP status."""

    status = 500

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(MusterError):
    """A verb refuses one field of what was asked; the form shows the message there. An empty field means the form."""

    status = 422

    def __init__(self, field: str, message: Text) -> None:
        super().__init__(message)
        self.field = field


class NotFound(MusterError):
    """It does not exist, or not for this viewer: the two cannot be told apart."""

    status = 404

    def __init__(self) -> None:
        super().__init__(text("There is nothing at this address, or it is not yours to see."))


class Forbidden(MusterError):
    """The viewer may see it, but not do this."""

    status = 403


class Conflict(MusterError):
    """Somebody else, or another tab, was first."""

    status = 409


class TooMany(MusterError):
    """Asked too often. `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: Text, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(MusterError):
    """It cannot be done now but will be later. `retry_after` is in seconds."""

    status = 503

    def __init__(self, message: Text, *, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after
