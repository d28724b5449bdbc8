"""FetchFailed: the source did not give its folders; the ones that are here stay. One sentence."""


class FetchFailed(Exception):
    """Retryable."""
