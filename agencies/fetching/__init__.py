"""Agency folders that live elsewhere, in git or a bucket, brought to this machine and kept up to date.

`python -m agencies.fetching FROM INTO [--every 60]`; CIVICLINE_AGENCIES_ROOT is then INTO/current (docs/guides/several-hosts.md).
"""
