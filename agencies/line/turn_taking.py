"""How patient the line is with its callers: the `voice` section of agency.yml, all of it optional.

The defaults suit most lines. Callers who are old, upset or spell much want longer pauses; measure before you shorten one
(`make bench-voice`). The connector reads this at its start; its environment (CIVICLINE_CALL__<NAME>) goes before it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class TurnTaking(BaseModel):
    """Times in milliseconds or seconds, as their names say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    silence_ms: int = Field(default=560, ge=200, le=3_000, description="pause that ends an ordinary utterance")
    silence_answered_ms: int = Field(
        default=280, ge=200, le=3_000, description="after a plain yes or no, a named choice, or all digits asked for"
    )
    silence_complete_ms: int = Field(
        default=440, ge=200, le=3_000, description="after a whole sentence; never longer than silence_ms"
    )
    silence_place_ms: int = Field(
        default=800, ge=200, le=5_000, description="in an answer to 'where', unless it ends like an address does"
    )
    silence_unfinished_ms: int = Field(
        default=1_300, ge=200, le=5_000, description="after 'um', 'and the ...' or while digits or letters are read"
    )
    longest_turn_ms: int = Field(default=24_000, ge=5_000, le=28_000, description="a monologue is answered after this")
    barge_in_ms: int = Field(default=300, ge=100, le=2_000, description="speech over our voice before it may stop it")
    no_input_ms: int = Field(default=7_000, ge=2_000, le=60_000, description="silence after our voice ended")
    no_input_fetch_ms: int = Field(
        default=13_000, ge=2_000, le=60_000, description="the same when the caller must look something up"
    )
    still_here_s: int = Field(
        default=20, ge=5, le=60, description="how often 'I'm still here' is said to a caller who asked us to hold on"
    )
    inter_digit_ms: int = Field(default=2_500, ge=500, le=10_000, description="pause that ends a number being keyed in")
    language_turns: int = Field(
        default=2, ge=0, le=10, description="first turns in which the language of the sound is looked at"
    )
    hold_after_ms: int = Field(
        default=1_500, ge=300, le=10_000, description="the bot takes longer: 'one moment please'"
    )
    emergency_grace_ms: int = Field(
        default=4_000, ge=0, le=30_000, description="after 'hang up and dial': time to do so before a person is rung"
    )
    longest_call_s: int = Field(default=1_200, ge=60, le=14_400)

    @model_validator(mode="after")
    def _pauses_are_in_order(self) -> TurnTaking:
        if not self.silence_answered_ms <= self.silence_ms <= self.silence_unfinished_ms:
            raise ValueError(
                "the pauses are not in order|let silence_answered_ms be the shortest and silence_unfinished_ms the longest"
            )
        return self
