"""Casework's settings, all from CIVICLINE_ environment variables; a bad one stops the start with one sentence."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agencies.loader import AGENCIES
from casework.errors import BadSetting
from casework.pins import LEAST_KIB, MEMORY_KIB, TIME_COST

CONTRACTS = Path(__file__).parent.parent / "contracts"


class Settings(BaseSettings):
    """Units are in the names. `database_url` None: a SQLite file in `var`.

    `hash_iterations`, `hash_memory_kib`: what a PIN's Argon2id hash costs, for PINs chosen from now on.
    """

    model_config = SettingsConfigDict(env_prefix="CIVICLINE_", frozen=True, validate_default=True)

    casework_host: str = "127.0.0.1"
    casework_port: int = Field(8100, ge=1, le=65535)
    service_token: SecretStr = Field(min_length=16)
    var: Path = Path("var")
    database_url: SecretStr | None = None
    database_threads: int = Field(8, ge=1, le=64)
    hash_threads: int = Field(2, ge=1, le=16)
    hash_iterations: int = Field(TIME_COST, ge=1, le=20)
    hash_memory_kib: int = Field(MEMORY_KIB, le=1024 * 1024)
    agencies_root: Path = AGENCIES
    contracts: Path = CONTRACTS
    tries: int = Field(3, ge=1, le=10)
    lock_minutes: int = Field(15, ge=1, le=1440)
    source_tries: int = Field(10, ge=1, le=1000)
    source_lock_minutes: int = Field(60, ge=1, le=1440)
    spray_alarm: int = Field(50, ge=1, le=100_000)
    tries_of_everybody: int = Field(300, ge=1, le=1_000_000)
    retention_every_hours: float = Field(24, gt=0)

    @field_validator("hash_memory_kib")
    @classmethod
    def _strong_enough(cls, memory_kib: int, info: ValidationInfo) -> int:
        least = LEAST_KIB[min(info.data.get("hash_iterations", TIME_COST), max(LEAST_KIB))]
        if memory_kib < least:
            raise ValueError(f"give at least {least}, OWASP's minimum for so many CIVICLINE_HASH_ITERATIONS")
        return memory_kib

    @property
    def url(self) -> str:
        """The SQLAlchemy URL; a plain postgresql:// is spoken through psycopg."""
        if self.database_url is None:
            return f"sqlite:///{self.var.absolute() / 'casework.db'}"
        url = self.database_url.get_secret_value()
        scheme, rest = url.split("://", 1) if "://" in url else (url, "")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


_MENDS = {
    "service_token": "set it to a secret of at least 16 characters, the same for actions and connector",
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
