"""Where files that people send lie: on this machine's disk, or in a bucket that every machine reaches."""
