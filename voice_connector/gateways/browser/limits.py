"""How fast a page may talk to us."""

from voice_connector.gateways.shared.limits import Rate


def audio_rate() -> Rate:
    """50 frames a second; a tab that was held back may catch up with four seconds at once."""
    return Rate(per_s=60, burst=200, name="sound frames")


def control_rate() -> Rate:
    return Rate(per_s=8, burst=40, name="control frames")


__all__ = ["Rate", "audio_rate", "control_rate"]
