"""TLS between our own parts, where they do not stand on one machine: who listens shows a certificate, who asks checks it.

CIVICLINE_TLS_CERT, CIVICLINE_TLS_KEY: the certificate (with its chain) and key of this part, PEM files.
CIVICLINE_TLS_CA: the authority of our own parts; who asks trusts it and nobody else.
CIVICLINE_TLS_CLIENTS=required: who listens takes only callers that show a certificate of that authority (mutual TLS).

Without the first two a part listens as before, in the clear on its own machine.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import List, Mapping, NamedTuple, Optional

CERT, KEY, CA, CLIENTS = "CIVICLINE_TLS_CERT", "CIVICLINE_TLS_KEY", "CIVICLINE_TLS_CA", "CIVICLINE_TLS_CLIENTS"


class BadTls(Exception):
    """One sentence: which variable, what is wrong with it."""


class Files(NamedTuple):
    """What the environment names; `mutual`: callers have to show a certificate too."""

    cert: Optional[str]
    key: Optional[str]
    authority: Optional[str]
    mutual: bool


def files(environment: Optional[Mapping[str, str]] = None) -> Files:
    """Raises BadTls for what does not fit together, or for a file that cannot be read."""
    given = os.environ if environment is None else environment
    cert, key, authority = (given.get(name, "").strip() or None for name in (CERT, KEY, CA))
    clients = given.get(CLIENTS, "").strip()
    if clients not in ("", "required"):
        raise BadTls(f"{CLIENTS} is '{clients}': write required, or leave it out.")
    if (cert is None) != (key is None):
        raise BadTls(f"{CERT} and {KEY} belong together: set both or neither.")
    if clients and (cert is None or authority is None):
        raise BadTls(f"{CLIENTS}=required wants {CERT}, {KEY} and {CA}.")
    for name, path in ((CERT, cert), (KEY, key), (CA, authority)):
        if path is not None and not os.access(path, os.R_OK):
            raise BadTls(f"{name} names {Path(path).name}, which cannot be read.")
    return Files(cert, key, authority, bool(clients))


def listening(environment: Optional[Mapping[str, str]] = None) -> Optional[ssl.SSLContext]:
    """For who listens; None: in the clear. TLS 1.2 and newer. Raises BadTls."""
    found = files(environment)
    if found.cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    _own(context, found)
    if found.mutual:
        _trusts(context, found)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def asking(environment: Optional[Mapping[str, str]] = None) -> Optional[ssl.SSLContext]:
    """For who asks; None: the authorities of the system. Names are checked always. Raises BadTls."""
    found = files(environment)
    if found.authority is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    _trusts(context, found)
    if found.cert is not None:
        _own(context, found)
    return context


def for_rasa(environment: Optional[Mapping[str, str]] = None) -> List[str]:
    """The arguments by which `rasa run` listens with the same certificate; it cannot ask for its callers' ones."""
    found = files(environment)
    if found.cert is None or found.key is None:
        return []
    return ["--ssl-certificate", found.cert, "--ssl-keyfile", found.key]


def _own(context: ssl.SSLContext, found: Files) -> None:
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(str(found.cert), found.key)
    except (ssl.SSLError, OSError):
        raise BadTls(f"{CERT} and {KEY} are no certificate and its key, in PEM.") from None


def _trusts(context: ssl.SSLContext, found: Files) -> None:
    try:
        context.load_verify_locations(cafile=found.authority)
    except (ssl.SSLError, OSError):
        raise BadTls(f"{CA} names a file without a certificate, in PEM.") from None
