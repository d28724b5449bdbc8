"""Ports, addresses and the environment that every service gets. Each value is a variable; unset ones are made here."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Iterator, Mapping

from launcher import pin_key, web_key
from launcher.errors import BadSetting
from launcher.paths import ROOT, var_folder

HOST = "127.0.0.1"
BOT_TOKEN, ACTIONS_TOKEN = "CIVICLINE_BOT_TOKEN", "CIVICLINE_ACTIONS_TOKEN"
# who gets them: what opens Rasa's port, and what opens the action server's
SHOWN_BY = {BOT_TOKEN: ("rasa", "connector"), ACTIONS_TOKEN: ("rasa", "actions")}
LIVE_TOKEN = "CIVICLINE_LIVE_TOKEN"  # noqa: S105 - a variable's name
TOKEN_NOTE = "service-token"  # noqa: S105 - a file name
CLIENTS_NOTE = "clients-root"
CLIENT_TOKENS, CASEWORK_TOKEN = "CIVICLINE_CLIENT_TOKENS", "CIVICLINE_CASEWORK_TOKEN"
# a service -> the kind of client that it is to casework (casework/http/rights.yml)
CLIENTS = {
    "actions": "bot", "rasa": "bot", "connector": "connector", "citizen": "portal", "console": "console", "retraining": "trainer",
}  # fmt: skip
DEFAULT_PORTS = {"casework": 8100, "actions": 5055, "rasa": 5005, "connector": 8080, "citizen": 8200, "console": 8300}

# Fewer words from libraries, and one thread a process for number crunching: faster with several processes on few cores.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SQLALCHEMY_WARN_20": "0",
    "SANIC_WORKERS": "1",
    "ACTION_SERVER_SANIC_WORKERS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore::DeprecationWarning",
}
# What endpoints.yml reads and may be left empty: Rasa refuses a variable that is not set at all.
OF_SEVERAL_HOSTS = (
    "CIVICLINE_TRACKER_HOST", "CIVICLINE_TRACKER_PORT", "CIVICLINE_TRACKER_USER", "CIVICLINE_TRACKER_PASSWORD",
    "CIVICLINE_LOCKS", "CIVICLINE_EVENTS_URL", "CIVICLINE_EVENTS_QUEUE",
)  # fmt: skip
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")  # another environment's, not ours


def quiet_environment(base: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without another Python's variables, and with the quiet settings as defaults."""
    own = {k: v for k, v in (os.environ if base is None else base).items() if k not in FOREIGN}
    return {**QUIET, **own}


@dataclass(frozen=True)
class Settings:
    """Where everything listens and lives in this run. `one_token`: tests and benchmarks ask casework with the token itself.

    `token`: the secret that the parts share. `root`: what their credentials for casework are made of; no part gets it.
    """

    ports: Mapping[str, int]
    var: Path
    token: str
    agency: str = "denver"
    one_token: bool = False
    root: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def url(self, service: str) -> str:
        return f"http://{HOST}:{self.ports[service]}"

    def environment(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a service of this run gets; the same for all of them. The keys of PINs and of cookies are not in it."""
        ours = {port_variable(name): str(port) for name, port in self.ports.items()}
        ours.update({f"CIVICLINE_{name.upper()}_URL": self.url(name) for name in self.ports})
        ours["CIVICLINE_SERVICE_TOKEN"] = self.token
        ours.update({"CIVICLINE_ONE_TOKEN": "1"} if self.one_token else {})
        ours.update({BOT_TOKEN: self.bot_token, ACTIONS_TOKEN: self.actions_token})
        ours["CIVICLINE_AGENCY"] = self.agency
        ours["CIVICLINE_VAR"] = str(self.var)
        ours["CIVICLINE_MODEL_NOTE"] = str(self.var / "model-in-use")
        child = {**quiet_environment(base), **ours}
        for secret in (pin_key.VARIABLE, web_key.VARIABLE, CLIENT_TOKENS, CASEWORK_TOKEN):  # each for whom it is made
            child.pop(secret, None)
        child.setdefault("CIVICLINE_DRAIN_S", "0")  # Ctrl-C: calls go to a person at once; a deployment waits for them
        child.setdefault("CIVICLINE_CALL_PAGE", self.url("connector"))  # where a chat can be spoken
        child.setdefault("CIVICLINE_TRACKER_DIALECT", "sqlite")
        child.setdefault("CIVICLINE_TRACKER_DB", str(self.var / "tracker.db"))
        for empty in OF_SEVERAL_HOSTS:
            child.setdefault(empty, "")
        return child

    def environment_of(self, service: str) -> dict[str, str]:
        """The environment: for casework the key of PINs and everybody's credentials, for the others their own credential,
        and for the pages the key of their cookies."""
        own = {CASEWORK_TOKEN: self.credential(CLIENTS[service])} if service in CLIENTS else {}
        if service == "casework":
            kinds = dict.fromkeys([*CLIENTS.values(), "operator"])
            made = " ".join(f"{kind}:{self.credential(kind)}" for kind in kinds)
            own[CLIENT_TOKENS] = " ".join(filter(None, (os.environ.get(CLIENT_TOKENS), made)))
        if service in ("connector", "console"):
            own[LIVE_TOKEN] = self.live_token
        keys = {"casework": pin_key.for_casework, "citizen": web_key.for_pages, "console": web_key.for_console}
        key = keys.get(service)
        child = {**self.environment(), **own, **(key(self.var) if key else {})}
        return {k: v for k, v in child.items() if service in SHOWN_BY.get(k, (service,))}

    def credential(self, kind: str) -> str:
        """What a part shows to casework: made of this run's root, which no part has, so that none can make another's."""
        return hmac.new(self.root.encode(), f"civicline client {kind}".encode(), hashlib.sha256).hexdigest()

    @property
    def bot_token(self) -> str:
        """What the connector shows to Rasa: the operator's, or made of this run's token."""
        return os.environ.get(BOT_TOKEN) or self._made("bot")

    @property
    def actions_token(self) -> str:
        """What Rasa shows to the action server."""
        return os.environ.get(ACTIONS_TOKEN) or self._made("actions")

    def _made(self, what: str) -> str:
        return hmac.new(self.token.encode(), f"civicline {what}".encode(), hashlib.sha256).hexdigest()

    @property
    def live_token(self) -> str:
        """What the console shows to the connector; made of this run's token, and no way back to it."""
        return self._made("live")


def port_variable(service: str) -> str:
    return f"CIVICLINE_{service.upper()}_PORT"


def from_environment(port_offset: int = 0, var: Path | None = None) -> Settings:
    """Reads the variables. `port_offset` moves every port by the same amount (tests run beside a real start)."""
    ports = {name: _port(name, default) + port_offset for name, default in DEFAULT_PORTS.items()}
    for name, port in ports.items():
        if not 1 <= port <= 65_535:
            raise BadSetting(f"{port_variable(name)} comes to {port}; a port is a number from 1 to 65535.")
    return Settings(ports, (var or var_folder()).resolve(), _token(), _agency())


def _agency() -> str:
    """A folder with an agency.yml, of the tree or of CIVICLINE_AGENCIES_ROOT. Raises BadSetting, which names those that there are."""
    agency = os.environ.get("CIVICLINE_AGENCY") or "denver"
    root = Path(os.environ.get("CIVICLINE_AGENCIES_ROOT") or ROOT / "agencies")
    known = sorted(path.parent.name for path in root.glob("*/agency.yml"))
    if known and agency not in known:
        raise BadSetting(
            f"CIVICLINE_AGENCY is '{agency}', but {root.name}/ has no such agency; it has {', '.join(known)}."
        )
    return agency


def of_running(port_offset: int = 0) -> Settings:
    """The settings of the `make run` of this tree, so that a second command speaks with its token."""
    chosen = from_environment(port_offset)
    root = chosen.var / CLIENTS_NOTE
    if root.exists():
        chosen = replace(chosen, root=root.read_text().strip())
    note = chosen.var / TOKEN_NOTE
    if os.environ.get("CIVICLINE_SERVICE_TOKEN") or not note.exists():
        return chosen
    return replace(chosen, token=note.read_text().strip())


@contextmanager
def noted_token(chosen: Settings) -> Iterator[None]:
    """While services run, their token and what credentials are made of lie in var/, readable by this user only."""
    notes = {chosen.var / TOKEN_NOTE: chosen.token, chosen.var / CLIENTS_NOTE: chosen.root}
    chosen.var.mkdir(parents=True, exist_ok=True)
    for note, secret in notes.items():
        note.unlink() if note.exists() else None
        with open(os.open(note, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secret)
    try:
        yield
    finally:
        for note in notes:
            note.unlink() if note.exists() else None


def _token() -> str:
    return os.environ.get("CIVICLINE_SERVICE_TOKEN") or secrets.token_urlsafe(32)


def _port(service: str, default: int) -> int:
    raw = os.environ.get(port_variable(service)) or str(default)
    try:
        return int(raw)
    except ValueError:
        raise BadSetting(f"{port_variable(service)} is '{raw}'; write a port number, for example {default}.") from None
