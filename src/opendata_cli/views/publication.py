"""How a publication ended, in words."""

from __future__ import annotations

from opendata_cli.i18n import _, ngettext
from opendata_cli.model.address import is_address
from opendata_cli.model.plan import Action, Plan, Target
from opendata_cli.model.publication import Publication
from opendata_cli.model.receipt import Failure, Outcome, Receipt, Status
from opendata_cli.model.remote import Published
from opendata_cli.views import messages
from opendata_cli.views.document import (
    Block,
    Command,
    Document,
    Facts,
    Link,
    Mark,
    Text,
    Tone,
    Verdict,
)
from opendata_cli.views.humanize import number, seconds

_FOR_GOOD = frozenset({"file-too-large", "refused", "key-refused", "not-allowed"})
"""What running again will not mend by itself."""


def view_publication(publication: Publication) -> Document:
    """Published and verified with its links, nothing to do, refused, or stopped half-way."""
    receipt = publication.receipt
    if publication.refused is not None:
        return Document(tuple(_refused(publication.refused)))
    requests = publication.requests
    if receipt is None:
        text = _("Nothing to publish: the portal already has this version{cost}.")
        verdict = Verdict(text.format(cost=_cost(requests, "")), Tone.GOOD)
        return Document((verdict, *_standing(publication.plan)))
    blocks = _done(receipt, requests) if receipt.status == "ok" else _stopped(receipt)
    return Document((*blocks, *_unkept(publication.unkept)))


def _standing(plan: Plan | None) -> list[Block]:
    """What to know of the dataset as it stands, even when there is nothing to publish."""
    notices = plan.current.notices if plan is not None and plan.current else ()
    words = (messages.sentence(item.code, item.params) for item in notices)
    return [Mark("!", text, tone=Tone.WARNING) for text in words]


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
    page = receipt.published.page
    blocks.append(Link(page))
    if not is_address(page):
        blocks.append(Text(_("It is in a folder of this machine: nothing is on line yet.")))
    return [*blocks, *_links(receipt.published)]


def _links(published: Published) -> list[Block]:
    """The permanent link of each file, by its name when there are several."""
    resources = [item for item in published.dataset.resources if item.permalink]
    if len(resources) == 1:
        return [Link(str(item.permalink)) for item in resources]
    return [Facts(tuple((item.key or item.title, str(item.permalink)) for item in resources))]


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
    told = [item for item in failures if item.code != "interrupted"]  # it is said at the end
    remedies = [Text(messages.remedy(item.code, item.params)) for item in told]
    lines = [_line(outcome) for outcome in acted]
    if any(item.code in _FOR_GOOD for item in failures):
        return [verdict, *lines, *remedies]
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
