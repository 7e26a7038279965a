"""A whole publication: what was checked, planned, done or refused."""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.model.plan import Plan
from opendata_cli.model.receipt import Failure, Receipt
from opendata_cli.model.report import Reports


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The end of `publish` and `apply`.

    `refused` is the code of the reason why nothing was written (`invalid-data`,
    `declined`), None otherwise. `receipt` is None when nothing was done;
    `receipt_path` is where it is kept, `unkept` why it or the lock is not. `requests`
    counts those of the whole command: the plan's, the publication's and the verification's.
    """

    plan: Plan | None
    reports: Reports | None = None
    receipt: Receipt | None = None
    receipt_path: str | None = None
    refused: str | None = None
    unkept: Failure | None = None
    requests: int = 0

    @property
    def status(self) -> str:
        """`ok`, `partial` or `error`, as in the receipt; a refusal is an error."""
        if self.receipt is not None:
            return self.receipt.status
        return "error" if self.refused else "ok"
