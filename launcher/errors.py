"""What can go wrong before and around the services. Each message is one sentence: what, where, how to mend.

LauncherError
├── PythonMissing      no interpreter of the version that an environment needs
├── StepFailed         a long step (install, train, ...) ended with an error; carries the log's last lines
├── PortTaken          another program listens where a service of ours should
├── PartMissing        a file or folder that a command needs is not in the tree
├── BadSetting         a variable or option holds something unusable
└── ServiceDied        a running service ended, or never became healthy
"""

from __future__ import annotations


class LauncherError(Exception):
    """Printed as it is; the command ends with exit code 1."""


class PythonMissing(LauncherError):
    pass


class StepFailed(LauncherError):
    pass


class PortTaken(LauncherError):
    pass


class PartMissing(LauncherError):
    pass


class BadSetting(LauncherError):
    pass


class ServiceDied(LauncherError):
    pass
