"""What can go wrong in the connector. Speech has its own tree in speech/errors.py, casework in casework_client/errors.py.

ConnectorError
├── SettingsWrong     a setting or file stops the start; the message says which and how to mend it
├── BotFailed         the bot gave no usable answer (down, slow, malformed); retryable while it restarts, else a person takes over
├── VoiceFailed       our voice could not be made, not even a tone in its place
├── EarFailed         the recogniser failed and a second try did too
├── WireError         a gateway received what its protocol does not allow; that call ends, no other notices
└── LineBusy          no call more can be served well, or this process is stopping; the caller goes to a person at once
"""


class ConnectorError(Exception):
    """Base of everything that the connector raises on purpose."""

    retryable = False


class SettingsWrong(ConnectorError):
    """A setting or file that stops the start."""


class BotFailed(ConnectorError):
    """No usable answer from the bot. `kind` is a short constant for logs and metrics: unreachable, timeout, status, ..."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.retryable = kind in ("unreachable", "broken_off", "starting")


class VoiceFailed(ConnectorError):
    """No sound could be made for a sentence."""


class EarFailed(ConnectorError):
    """What the caller said could not be turned into text, twice."""


class WireError(ConnectorError):
    """A frame that the gateway's protocol does not allow. `code` is a short constant for logs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LineBusy(ConnectorError):
    """No room for another call. `reason` is a short constant: full, behind or draining."""

    retryable = True

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
