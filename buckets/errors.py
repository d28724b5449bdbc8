"""What can go wrong with a bucket.

ValueError
└── BadAddress      nothing here can open it; stops a start
OSError
├── BucketAway      it did not answer in time, or refused; trying again may help
└── FileNotFoundError   there is nothing of that name
"""


class BadAddress(ValueError):
    """One sentence: what is wrong with the address."""


class BucketAway(OSError):
    """Retryable."""
