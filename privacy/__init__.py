"""Privacy: takes names, numbers and addresses out of what callers say before it is kept."""

from privacy.findings import Finding
from privacy.redactor import Redactor, RedactorUnavailable

__all__ = ["Finding", "Redactor", "RedactorUnavailable"]
