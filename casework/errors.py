"""What can go wrong in casework.

CaseworkError
├── BadSetting        the service must not start; one sentence says which setting and how to mend it
├── DatabaseDown      the database did not answer; retryable
└── Refused           the request cannot be served; carries the HTTP status and a code for programs
    ├── BadRequest      400  not JSON, or not what the contract asks for
    ├── Unauthorized    401  no or wrong credential of the client, or nobody is signed in
    ├── Forbidden       403  this client, this person or this role may not
    ├── NotFound        404
    ├── Conflict        409  an idempotency key used for two different requests
    │   └── MoveRefused      the state machine does not allow it
    │       └── RoleRefused 403  the role of who acts does not allow it
    ├── TooLarge        413
    ├── NotThatKind     415  a file of a kind that is not taken
    ├── NoRoom          507  the disk is full; nothing of the file is kept
    ├── NoRedactor      503  the redactor is not there, or too slow: nothing is stored as it was said
    └── NoCodeLeft      503  all access codes are in use: a person takes the report
"""

from __future__ import annotations


class CaseworkError(Exception):
    """Anything that casework itself raises."""


class BadSetting(CaseworkError):
    """A setting that stops the start."""


class DatabaseDown(CaseworkError):
    """The database cannot be reached or is locked for too long; the same request may work a moment later."""

    status, code = 503, "database_down"
    message = "The database does not answer; try again in a moment."


class Refused(CaseworkError):
    """Ends a request; `message` is one sentence for the developer who reads it, without what was sent."""

    status, code = 400, "refused"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class BadRequest(Refused):
    status, code = 400, "bad_request"


class Unauthorized(Refused):
    status, code = 401, "unauthorized"


class Forbidden(Refused):
    status, code = 403, "forbidden"


class NotFound(Refused):
    status, code = 404, "not_found"


class Conflict(Refused):
    status, code = 409, "conflict"


class MoveRefused(Conflict):
    """The state machine does not allow it; the message says why and what is possible instead."""

    code = "move_refused"


class RoleRefused(MoveRefused):
    """The actor's role may not, whatever stands in the body: no matter of the state."""

    status, code = 403, "forbidden"


class TooLarge(Refused):
    status, code = 413, "too_large"


class NotThatKind(Refused):
    status, code = 415, "not_that_kind"


class NoRedactor(Refused):
    """The same request may work later; what was done of it is remembered."""

    status, code = 503, "no_redactor"


class NoRoom(Refused):
    status, code = 507, "no_room"

    def __init__(self) -> None:
        super().__init__("There is no room for files at the moment; send it again later, or let a person take it.")


class NoCodeLeft(Refused):
    status, code = 503, "no_code_left"

    def __init__(self) -> None:
        super().__init__("All access codes are in use; let a person take the report.")
