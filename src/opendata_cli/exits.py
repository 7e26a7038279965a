"""The exit codes users and scripts rely on."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers. "No" (1) is not "could not" (3)."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    FAILURE = 3
    AUTH = 4
    INTERRUPTED = 130
