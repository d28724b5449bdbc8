"""Sets up, starts, watches and stops Civicline on one machine; standard library only, Python 3.8 or newer."""
