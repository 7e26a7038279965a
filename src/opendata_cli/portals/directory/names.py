"""Names of folders and files that are safe everywhere: no path, no device, no surprise."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

PACKAGE = "datapackage.json"
PAGE = "index.html"
FEED = "catalog.jsonld"

_LONGEST = 80
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(10)}
_OURS = {PACKAGE, PAGE, FEED}
_WRAPPERS = {".gz", ".zip", ".bz2", ".xz"}


def safe_name(text: str) -> str:
    """`text` as a lower-case ASCII name of at most 80 characters, never empty.

    Different texts may give one name: whoever uses it must look before.
    """
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9._-]+", "-", folded).strip("-._")
    if len(name) > _LONGEST or not name:
        mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        name = f"{name[: _LONGEST - 9].rstrip('-._')}-{mark}".lstrip("-")
    return f"{name}-data" if name.split(".")[0] in _DEVICES or name in _OURS else name


def next_file_name(
    key: str, path: str | None, format_: str | None, *, old: str | None, others: Collection[str]
) -> str:
    """The name under which a new file of the resource `key` is stored.

    Addresses live long: the first part of the `old` name stays as it was given, the whole of
    it unless the new file has another ending. A name held by one of `others` gets a mark.
    """
    stem = (old or "").partition(".")[0] or key.replace(".", "-")
    name = file_name(stem, path, format_)
    if name not in others:
        return name
    mark = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return file_name(f"{safe_name(stem)}-{mark}", path, format_)


def file_name(stem: str, path: str | None, format_: str | None) -> str:
    """The stable name of a resource's file: its stem, and what its content is.

    The ending comes from the local file (`x.csv.gz` keeps both), else from the format.
    """
    ending = _ending(path) or ("." + format_ if format_ else "")
    ending = re.sub(r"[^a-z0-9.]", "", ending.lower()).rstrip(".")
    name = safe_name(stem)
    return f"{name}-data{ending}" if name + ending in _OURS else name + ending


def _ending(path: str | None) -> str:
    suffixes = PurePosixPath(path or "").suffixes
    wrapped = len(suffixes) > 1 and suffixes[-1].lower() in _WRAPPERS
    return "".join(suffixes[-2:] if wrapped else suffixes[-1:])[:20]
