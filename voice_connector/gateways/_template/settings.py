"""What a telephony engineer sets. Off until a secret is set; becomes CIVICLINE_<GATEWAY>__<NAME> once it is in settings.py."""

from pydantic import BaseModel, Field, SecretStr


class TemplateSettings(BaseModel):
    secret: SecretStr = Field(default=SecretStr(""), description="what the far end must send first; empty: off")

    @property
    def on(self) -> bool:
        return bool(self.secret.get_secret_value())
