"""A standard Frictionless report: the reference engine's own words."""

from __future__ import annotations

import json

from opendata_cli.model.report import Reports


def frictionless_report(reports: Reports) -> str:
    """One Frictionless report with the tasks of every table.

    Source: https://framework.frictionlessdata.io/docs/framework/report.html
    """
    described = [report.reference for report in reports.reports]
    tasks = [task for item in described if item for task in _list(item, "tasks")]
    report = {
        "valid": reports.valid,
        "stats": {
            "tasks": len(tasks),
            "errors": sum(len(_list(task, "errors")) for task in tasks),
            "warnings": sum(len(_list(task, "warnings")) for task in tasks),
            "seconds": round(sum(item.seconds for item in reports.reports), 3),
        },
        "warnings": [],
        "errors": [],
        "tasks": tasks,
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str) + "\n"


def _list(item: object, name: str) -> list[object]:
    found = item.get(name) if isinstance(item, dict) else None
    return found if isinstance(found, list) else []
