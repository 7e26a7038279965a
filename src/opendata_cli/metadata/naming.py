"""Names that are safe in an address, in a folder and on every portal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

_LONGEST = 100

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file; and what is still to be decided
_RESERVED = {"con", "prn", "aux", "nul", "todo"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


def ascii_words(text: str) -> list[str]:
    """The words of a label in lower-case ASCII: `dateMaj_Année` gives date, maj, annee."""
    split = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", text)
    split = split.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    decomposed = unicodedata.normalize("NFKD", split)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", plain.lower())


def slug(text: str, fallback: str = "data") -> str:
    """A name for `text`: lower-case ASCII words joined by hyphens, at most 100 characters."""
    return "-".join(ascii_words(text))[:_LONGEST].strip("-") or fallback


def is_name(text: str) -> bool:
    """Whether `text` may name a dataset or resource: as in Data Package v1, or with capitals."""
    pattern = r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?"
    return len(text) <= _LONGEST and re.fullmatch(pattern, text) is not None


def stem(path: str) -> str:
    """The file's name without its extensions: `a.csv.gz` is `a`."""
    name = PurePosixPath(path.replace("\\", "/")).name
    return name.split(".")[0] or name.strip(".")


def file_keys(paths: Sequence[str]) -> list[str]:
    """A name for each file, made from its own; the second of two alike gets a number."""
    keys: list[str] = []
    for path in paths:
        keys.append(unique_name(slug(stem(path)), keys))
    return keys


def unique_name(name: str, taken: Collection[str]) -> str:
    """`name`, with a number when it is among those `taken`."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name[:95]}-{number}"
    return free


def file_name(text: str, taken: Collection[str], fallback: str) -> str:
    """`text` as the name of a new file on any system: no path, not hidden, ASCII.

    With a number when it is among those `taken`, all in lower case; `fallback` is for a
    text that has nothing to make a name of.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    clean = re.sub(r"[^A-Za-z0-9._-]+", "-", folded).strip("-._")
    first = re.sub(r"(\.[A-Za-z0-9]{1,10}){0,2}$", "", clean)
    endings = clean.removeprefix(first)
    first = first[:_LONGEST].rstrip("-._") or fallback
    if first.partition(".")[0].lower() in _RESERVED:
        first = f"{first}-data"
    number, name = 1, first + endings
    while name.lower() in taken:
        number += 1
        name = f"{first}-{number}{endings}"
    return name
