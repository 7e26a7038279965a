"""How a publication ended, in words."""

from __future__ import annotations

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.plan import Action, Target
from opendata_cli.model.publication import Publication
from opendata_cli.model.receipt import Failure, Outcome, Receipt, Status
from opendata_cli.views import messages
from opendata_cli.views.document import Block, Command, Document, Link, Mark, Text, Tone, Verdict
from opendata_cli.views.humanize import number, seconds


def view_publication(publication: Publication) -> Document:
    """Published and verified with its links, nothing to do, refused, or stopped half-way."""
    receipt = publication.receipt
    if publication.refused is not None:
        return Document(tuple(_refused(publication.refused)))
    requests = publication.requests
    if receipt is None:
        text = _("Nothing to publish: the portal already has this version{cost}.")
        return Document((Verdict(text.format(cost=_cost(requests, "")), Tone.GOOD),))
    blocks = _done(receipt, requests) if receipt.status == "ok" else _stopped(receipt)
    return Document((*blocks, *_unkept(publication.unkept)))


def _unkept(failure: Failure | None) -> list[Block]:
    if failure is None:
        return []
    reason = messages.sentence(failure.code, failure.params)
    words = _("The publication is done, but its record could not be kept: {reason}")
    return [Mark("!", words.format(reason=reason), tone=Tone.WARNING)]


def _refused(code: str) -> list[Block]:
    tone = Tone.WARNING if code == "declined" else Tone.BAD
    blocks: list[Block] = [Verdict(messages.sentence(code, {}), tone)]
    remedy = messages.remedy(code, {})
    return [*blocks, Text(remedy)] if remedy else blocks


def _done(receipt: Receipt, requests: int) -> list[Block]:
    took = seconds((receipt.ended - receipt.started).total_seconds())
    text = _("Published and verified: what the portal holds is identical{cost}")
    blocks: list[Block] = [Verdict(text.format(cost=_cost(requests, took)), Tone.GOOD)]
    if receipt.published is None:
        return blocks
    blocks.append(Link(receipt.published.page))
    links = [resource.permalink for resource in receipt.published.dataset.resources]
    return [*blocks, *[Link(link) for link in links if link]]


def _cost(requests: int, took: str) -> str:
    parts = []
    if requests:
        text = ngettext("{count} request", "{count} requests", requests)
        parts.append(text.format(count=number(requests)))
    if took:
        parts.append(took)
    return f" ({', '.join(parts)})" if parts else ""


def _stopped(receipt: Receipt) -> list[Block]:
    acted = [item for item in receipt.outcomes if item.change.action is not Action.KEEP]
    done = sum(outcome.status is Status.DONE for outcome in acted)
    text = _("The publication stopped: {done} of {total} changes done")
    verdict = Verdict(text.format(done=number(done), total=number(len(acted))), Tone.BAD)
    again = _("does what is left, and nothing twice; what was done stays done")
    failures = [outcome.failure for outcome in acted if outcome.failure]
    remedies = [Text(messages.remedy(item.code, item.params)) for item in failures]
    lines = [_line(outcome) for outcome in acted]
    return [verdict, *lines, *remedies, Command("opendata publish", again)]


def _line(outcome: Outcome) -> Block:
    is_dataset = outcome.change.target is Target.DATASET
    name = _("dataset") if is_dataset else outcome.change.key
    match outcome.status:
        case Status.DONE:
            return Mark("✓", name, _("done"), Tone.GOOD)
        case Status.SKIPPED:
            return Mark("·", name, _("not done"), Tone.WARNING)
        case Status.FAILED:
            failure = outcome.failure
            words = messages.sentence(failure.code, failure.params) if failure else _("failed")
            return Mark("✗", name, words, Tone.BAD)
