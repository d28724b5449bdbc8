"""Casework's settings, all from CIVICLINE_ environment variables; a bad one stops the start with one sentence."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agencies.loader import AGENCIES
from casework.access.pins import KEYED_MEMORY_KIB, KEYED_TIME_COST, LEAST_KEYED_KIB, LEAST_KIB, MEMORY_KIB, TIME_COST
from casework.at_rest import AtRest
from casework.database import WAIT_S
from casework.errors import BadSetting

CONTRACTS = Path(__file__).parent.parent / "contracts"
NO_KEY = "none"


class Settings(BaseSettings):
    """Units are in the names. `database_url` None: a SQLite file in `var`.

    `service_token`: casework's own secret. `client_tokens`: credentials of programs, `kind:token` with blanks between; more are
    issued by `python -m casework client issue`. `one_token`: development only: the service token opens everything, and who
    shows it says who acts.
    `tries_of_everybody`: wrong tries of all who come by one way, in ten minutes; `tries_of_unknown`: of those without a source.
    `alarm_email`: addresses, blanks between, to which an alarm goes.
    `at_rest`: require, warn, unchecked, or elsewhere: whether `var` has to be on an encrypted disk (at_rest.py).
    `database_wait_s`: for the database, a connection, or the writers before; then whoever asks is told that it is away (503).
    `files`: the bucket for files that people send (s3://bucket/prefix); unset: `var`.
    `trail_anchor`: a file outside the database (best on another machine) to which every seal of the audit trail is added.
    `agencies_let_go`: ids (blanks between) of agencies that are gone for good: their rows go, 30 days after they were written.
    `webhook_hosts`: hosts inside (names or addresses, blanks between) to which webhooks may go; all others lie in the public internet.
    `staff_identity`: a file that names the identity providers by which agencies' people sign in (staff_accounts/provider/).
    `breached_passwords`: the list of stolen passwords that nobody of an agency may choose (staff_accounts/breached.py).
    `pin_keys`: secrets for the hashes of PINs, the present one first, with blanks between; "none": PINs have no key. What
    checks PINs does not start without it; what does not (worker, retention) needs not know it.
    `hash_iterations`, `hash_memory_kib`: what a PIN's Argon2id hash costs from now on; 0: what is right with a key or without.
    """

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_", frozen=True, validate_default=True)

    casework_host: str = "127.0.0.1"
    casework_port: int = Field(8100, ge=1, le=65535)
    service_token: SecretStr = Field(min_length=16)
    one_token: bool = False
    client_tokens: SecretStr = SecretStr("")
    pin_keys: SecretStr | None = None
    var: Path = Path("var")
    database_url: SecretStr | None = None
    database_threads: int = Field(8, ge=1, le=64)
    database_wait_s: float = Field(WAIT_S, ge=0.1, le=600)
    hash_threads: int = Field(2, ge=1, le=16)
    hash_iterations: int = Field(0, ge=0, le=20)
    hash_memory_kib: int = Field(0, ge=0, le=1024 * 1024)
    agencies_root: Path = AGENCIES
    contracts: Path = CONTRACTS
    tries: int = Field(3, ge=1, le=10)
    lock_minutes: int = Field(15, ge=1, le=1440)
    source_tries: int = Field(10, ge=1, le=1000)
    source_lock_minutes: int = Field(60, ge=1, le=1440)
    spray_alarm: int = Field(50, ge=1, le=100_000)
    tries_of_everybody: int = Field(300, ge=1, le=1_000_000)
    tries_of_unknown: int = Field(60, ge=1, le=1_000_000)
    alarm_email: str = ""
    at_rest: AtRest = "unchecked"
    file_scanner: str | None = None
    files: str | None = None
    trail_anchor: Path | None = None
    webhook_hosts: str = ""
    staff_identity: Path | None = None
    breached_passwords: Path | None = None
    retention_every_hours: float = Field(24, gt=0)
    agencies_let_go: str = ""

    @field_validator("pin_keys")
    @classmethod
    def _long_enough(cls, keys: SecretStr | None) -> SecretStr | None:
        each = keys.get_secret_value().split() if keys else [NO_KEY]
        if not each or (each != [NO_KEY] and min(map(len, each)) < 32):
            raise ValueError("each key has at least 32 characters")
        return keys

    @field_validator("hash_iterations")
    @classmethod
    def _iterations(cls, iterations: int, info: ValidationInfo) -> int:
        return iterations or (KEYED_TIME_COST if _has_key(info) else TIME_COST)

    @field_validator("hash_memory_kib")
    @classmethod
    def _strong_enough(cls, memory_kib: int, info: ValidationInfo) -> int:
        if _has_key(info):
            least, why, usual = LEAST_KEYED_KIB, "the least with CIVICLINE_PIN_KEYS", KEYED_MEMORY_KIB
        else:
            least = LEAST_KIB[min(info.data.get("hash_iterations", TIME_COST), max(LEAST_KIB))]
            why, usual = "OWASP's minimum for so many CIVICLINE_HASH_ITERATIONS without a key", MEMORY_KIB
        if (memory_kib or usual) < least:
            raise ValueError(f"give at least {least}, {why}")
        return memory_kib or usual

    @property
    def keys(self) -> list[str]:
        """The keys of PINs, the present one first; empty when the agency wants none. Raises BadSetting when nobody decided."""
        if self.pin_keys is None:
            raise BadSetting(f"CIVICLINE_PIN_KEYS is missing: {_MENDS['pin_keys']}.")
        return [key for key in self.pin_keys.get_secret_value().split() if key != NO_KEY]

    @property
    def let_go(self) -> frozenset[str]:
        return frozenset(self.agencies_let_go.split())

    @property
    def url(self) -> str:
        """The SQLAlchemy URL; a plain postgresql:// is spoken through psycopg."""
        if self.database_url is None:
            return f"sqlite:///{self.var.absolute() / 'casework.db'}"
        url = self.database_url.get_secret_value()
        scheme, rest = url.split("://", 1) if "://" in url else (url, "")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _has_key(info: ValidationInfo) -> bool:
    keys = info.data.get("pin_keys")
    return keys is not None and keys.get_secret_value().split() != [NO_KEY]


_MENDS = {
    "service_token": "set it to a secret of at least 16 characters",
    "pin_keys": 'set it to a secret of at least 32 characters (python3 -c "import secrets; print(secrets.token_urlsafe(48))") '
    "and keep it safe, apart from the database: without it nobody's PIN fits any more (docs/guides/case-engineer.md)",
    "casework_port": "set it to a port from 1 to 65535",
}


def load_settings() -> Settings:
    """Reads the environment; raises BadSetting."""
    try:
        return Settings()  # type: ignore[call-arg]  # the token comes from the environment
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        wrong = "is missing" if first["type"] == "missing" else "is not usable"
        said = first["msg"].removeprefix("Value error, ")
        mend = _MENDS.get(name, said[0].lower() + said[1:])
        raise BadSetting(f"CIVICLINE_{name.upper()} {wrong}: {mend}.") from None
