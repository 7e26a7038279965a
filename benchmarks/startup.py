"""How much `opendata --help` costs, as ratios of CPU to `import typer`, side by side in one run."""

from __future__ import annotations

import subprocess
import sys

try:
    import resource
except ImportError:  # Windows counts otherwise
    sys.exit("this measure needs a POSIX system")

ROUNDS = 15
COMMANDS = {
    "python -c 'import typer'": ["-c", "import typer"],
    "opendata --help": ["-m", "opendata_cli", "--help"],
    "opendata validate --help": ["-m", "opendata_cli", "validate", "--help"],
}


def cpu_seconds(arguments: list[str]) -> float:
    """User and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Alternate the commands, keep the best of each, print the table."""
    best = dict.fromkeys(COMMANDS, float("inf"))
    for _round in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            best[name] = min(best[name], cpu_seconds(arguments))
    floor = best["python -c 'import typer'"]
    sys.stdout.write("| command | CPU ms | ratio |\n|---|---:|---:|\n")
    for name, seconds in best.items():
        sys.stdout.write(f"| {name} | {seconds * 1000:.0f} | {seconds / floor:.2f} |\n")


if __name__ == "__main__":
    main()
