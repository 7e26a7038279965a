"""What is known of a dataset, told and found."""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.model.dataset import Dataset
from opendata_cli.model.notice import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A dataset with everything its files tell, and what is worth a second look."""

    dataset: Dataset
    warnings: tuple[Notice, ...] = ()
