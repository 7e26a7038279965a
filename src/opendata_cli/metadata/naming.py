"""Names that are safe in an address, in a folder and on every portal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

_LONGEST = 100


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
        name = slug(stem(path))
        number, free = 1, name
        while free in keys:
            number += 1
            free = f"{name[:95]}-{number}"
        keys.append(free)
    return keys
