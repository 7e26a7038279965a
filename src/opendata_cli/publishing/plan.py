"""What a publication would do, decided by reading only.

The order of the changes is the order of the writes. A new dataset: created hidden, its
files, then shown. One that is there: hidden first if it must be, never otherwise; its
resources one at a time, its own fields, shown, deletions last.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opendata_cli.errors import PlanError, Refused
from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import (
    Action,
    Change,
    FieldChange,
    Plan,
    PlannedFile,
    Target,
)
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.diff import diff_dataset, diff_resource
from opendata_cli.publishing.finding import find_dataset, fingerprint
from opendata_cli.publishing.journal import Journal
from opendata_cli.publishing.lock_file import Lock, LockedDataset, portal_key
from opendata_cli.publishing.standing import (
    as_sent,
    matched_resources,
    refuse_look_alikes,
    titled_as_before,
    was_sent,
)

_WITH_FILE = (Action.CREATE, Action.UPLOAD)
_MEASURES = frozenset({"bytes", "checksum", "rows", "columns", "visibility"})


def make_plan(  # noqa: PLR0913 - each is a fact of its own
    dataset: Dataset,
    portal: Portal,
    *,
    lock: Lock,
    journal: Journal | None,
    attached: str | None = None,
    prune: bool = False,
    manifest_sha256: str | None = None,
) -> Plan:
    """What publishing `dataset` to `portal` would do; nothing is written.

    `journal` is what a cut publication left (`JournalFile.read`), `attached` the id of
    a dataset to take over. Raises PlanError: `duplicate-identity`, `identity-lost`,
    `identity-changed`, `attached-not-found`, `attached-to-another`, `ambiguous-resource`,
    `duplicate-key` (key), `resource-without-file` (key), `resource-kind` (key, id),
    `resource-maybe-there` (key, id, title, page), and what
    the portal would refuse (`Portal.check`): `name-taken` (name, path)…; PortalError.
    """
    asked = portal.requests
    _refuse_twin_keys(dataset.resources)
    locked = lock.portals.get(portal_key(portal.info))
    current, notices = find_dataset(dataset.key, portal, locked=locked, attached=attached)
    wanted = _decided(dataset, current)
    desired, told = portal.as_stored(wanted, current.dataset if current else None)
    matched = matched_resources(desired, current, locked, journal)
    refuse_look_alikes(desired, current, matched)
    desired = titled_as_before(desired, matched, journal)
    desired = as_sent(desired, dataset, matched, locked)
    was_cut = journal is not None
    draft = _Draft(dataset, desired, current, locked, matched, prune, portal.newest_first, was_cut)
    changes = draft.changes()
    known = current.notices if current else ()
    plan = Plan(
        portal=portal.info,
        key=dataset.key,
        base=fingerprint(current),
        desired=desired,
        current=current,
        changes=changes,
        files=_files(changes, dataset),
        kept=_kept(changes, dataset),
        notices=(*notices, *known, *told, *draft.notices()),
        manifest=manifest_sha256,
        prune=prune,
    )
    with _foreseen():
        portal.check(plan)
        moved = tuple(_link_changes(plan, portal))
    return replace(plan, notices=(*plan.notices, *moved), requests=portal.requests - asked)


@contextlib.contextmanager
def _foreseen() -> Iterator[None]:
    """What the portal would refuse stops the plan: nothing was written yet."""
    try:
        yield
    except Refused as error:
        raise PlanError(error.code, **error.params) from error


def _decided(dataset: Dataset, current: Published | None) -> Dataset:
    """A dataset that is being created is shown at the end, even when a first run was cut."""
    if current is None or current.unfinished:
        return replace(dataset, silent=dataset.silent - {"visibility"})
    return dataset


@dataclass(frozen=True, slots=True)
class _Draft:
    told: Dataset
    desired: Dataset
    current: Published | None
    locked: LockedDataset | None
    matched: Mapping[str, Resource]
    prune: bool
    newest_first: bool
    was_cut: bool

    def changes(self) -> tuple[Change, ...]:
        if self.current is None:
            return self._creation()
        hide, show = self._visibility(self.current)
        own = self._own_fields(self.current)
        resources = [
            self._resource(item, self.matched.get(item.key)) for item in self._in_order_of_writing()
        ]
        deletions = [_deletion(item) for item in self._extra() if self._goes(item)]
        return (*hide, *resources, own, *show, *deletions)

    def notices(self) -> tuple[Notice, ...]:
        left = (item for item in self._extra() if not self._goes(item))
        extra = tuple(_only_there(item, ours=self._is_ours(item)) for item in left)
        return (*extra, *self._name_kept(), *self._overwritten())

    def _overwritten(self) -> tuple[Notice, ...]:
        """What somebody wrote on the portal since the last publication, and this would replace."""
        if self.current is None or self.locked is None or self.was_cut:
            return ()
        mine = self.locked.dataset == self.current.ref.dataset
        if not mine or self.locked.version in (None, self.current.version):
            return ()
        fields = sorted({field.path for change in self.changes() for field in _replaced(change)})
        told = {"page": self.current.page, "fields": fields}
        return (Notice(code="changed-on-portal", params=told),) if fields else ()

    def _name_kept(self) -> tuple[Notice, ...]:
        """A name is part of addresses: the one of the first publication stays."""
        kept = self.current.dataset.name if self.current else ""
        if not kept or not self.told.name or kept == self.desired.name:
            return ()
        return (Notice(code="name-kept", params={"name": self.desired.name, "kept": kept}),)

    def _creation(self) -> tuple[Change, ...]:
        empty = Dataset(key="", visibility=Visibility.PRIVATE)
        shown = replace(self.desired, visibility=Visibility.PRIVATE)
        fields = diff_dataset(shown, empty)
        create = self._on_dataset(Action.CREATE, fields, "new")
        resources = [self._resource(item, None) for item in self._in_order_of_writing()]
        return (create, *resources, *self._shown(Visibility.PRIVATE, ends=True))

    def _in_order_of_writing(self) -> Sequence[Resource]:
        """So that the resources stand in the manifest's order once all are there."""
        resources = self.desired.resources
        return resources[::-1] if self.newest_first else resources

    def _visibility(self, current: Published) -> tuple[Sequence[Change], Sequence[Change]]:
        change = self._shown(current.dataset.visibility, ends=current.unfinished)
        hide = self.desired.visibility is Visibility.PRIVATE and not current.unfinished
        return (change, ()) if hide else ((), change)

    def _shown(self, before: Visibility, *, ends: bool) -> Sequence[Change]:
        """`ends`: a creation ends by saying its visibility, be it the one it began with."""
        after = self.desired.visibility
        if "visibility" in self.desired.silent or (before is after and not ends):
            return ()
        old = None if before is after else before.value
        field = FieldChange(path="visibility", before=old, after=after.value)
        return (self._on_dataset(Action.UPDATE, (field,), "visibility-changed"),)

    def _own_fields(self, current: Published) -> Change:
        fields = tuple(
            item
            for item in diff_dataset(self.desired, current.dataset)
            if item.path != "visibility"
        )
        if fields:
            return self._on_dataset(Action.UPDATE, fields, "metadata-changed")
        if not current.settled:
            return self._on_dataset(Action.UPDATE, (), "unsettled")
        return self._on_dataset(Action.KEEP, (), None)

    def _on_dataset(
        self, action: Action, fields: tuple[FieldChange, ...], reason: str | None
    ) -> Change:
        return Change(
            action=action,
            target=Target.DATASET,
            key=self.desired.key,
            id=self.current.ref.dataset if self.current else None,
            fields=fields,
            reason=reason,
        )

    def _resource(self, resource: Resource, current: Resource | None) -> Change:
        fields = diff_resource(resource, current or Resource(key=""))
        action, reason = self._action(resource, current, fields)
        return Change(
            action=action,
            target=Target.RESOURCE,
            key=resource.key,
            id=current.id if current else None,
            fields=fields,
            reason=reason,
        )

    def _action(
        self, resource: Resource, current: Resource | None, fields: Sequence[FieldChange]
    ) -> tuple[Action, str | None]:
        if current is None:
            return Action.CREATE, "new"
        if resource.linked != current.linked:
            raise PlanError("resource-kind", key=resource.key, id=current.id)
        if resource.linked:
            return (Action.UPDATE, "metadata-changed") if fields else (Action.KEEP, None)
        if not self._same_file(resource, current):
            known = current.checksum is not None or resource.checksum is None
            return Action.UPLOAD, "file-changed" if known else "file-unknown"
        return (Action.UPDATE, "metadata-changed") if fields else (Action.KEEP, None)

    def _same_file(self, resource: Resource, current: Resource) -> bool:
        if resource.checksum is not None and "checksum" not in resource.silent:
            return resource.checksum == current.checksum
        local = next(item for item in self.told.resources if item.key == resource.key)
        return was_sent(local, current, self.locked)

    def _goes(self, item: Resource) -> bool:
        """Only what was ours is pruned: a colleague may have added the others by hand."""
        return self.prune and self._is_ours(item)

    def _is_ours(self, item: Resource) -> bool:
        known = self.locked.resources.values() if self.locked else ()
        return bool(item.key or item.id in {one.id for one in known})

    def _extra(self) -> tuple[Resource, ...]:
        if self.current is None:
            return ()
        taken = {item.id for item in self.matched.values()}
        return tuple(item for item in self.current.dataset.resources if item.id not in taken)


def _deletion(resource: Resource) -> Change:
    nothing = Resource(key="")
    lost = diff_resource(resource, nothing)
    return Change(
        action=Action.DELETE,
        target=Target.RESOURCE,
        key=resource.key,
        id=resource.id,
        fields=tuple(FieldChange(path=f.path, before=f.after, after=f.before) for f in lost),
        reason="not-in-manifest",
    )


def _replaced(change: Change) -> Sequence[FieldChange]:
    """The words that a change replaces by others; a new file's measures are no words."""
    if change.action not in (Action.UPDATE, Action.UPLOAD):
        return ()
    named = (item for item in change.fields if item.path not in _MEASURES)
    return [item for item in named if item.before not in (None, "", [], {})]


def _only_there(resource: Resource, *, ours: bool) -> Notice:
    told = {"key": resource.key, "id": resource.id, "title": resource.title, "url": resource.url}
    return Notice(code="resource-only-on-portal" if ours else "resource-not-ours", params=told)


def _link_changes(plan: Plan, portal: Portal) -> Iterator[Notice]:
    """The portal itself says which address an upload would give."""
    if plan.current is None:
        return
    there = {item.id: item for item in plan.current.dataset.resources}
    desired = {item.key: item for item in plan.desired.resources}
    for change in plan.changes:
        if change.target is Target.RESOURCE and change.action is Action.UPLOAD:
            ref = RemoteRef(dataset=plan.current.ref.dataset, resource=change.id)
            after = portal.future_link(ref, desired[change.key])
            before = there[change.id].permalink
            if before is not None and before != after:
                told = {"key": change.key, "before": before, "after": after}
                yield Notice(code="link-changes", params=told)


def _files(changes: Sequence[Change], dataset: Dataset) -> tuple[PlannedFile, ...]:
    local: Mapping[str, Resource] = {item.key: item for item in dataset.resources}
    on_resources = (item for item in changes if item.target is Target.RESOURCE)
    with_file = (item for item in on_resources if item.action in _WITH_FILE)
    return tuple(_file(local[item.key]) for item in with_file if not local[item.key].linked)


def _kept(changes: Sequence[Change], dataset: Dataset) -> tuple[PlannedFile, ...]:
    sent = {item.key for item in _files(changes, dataset)}
    left = (item for item in dataset.resources if item.key not in sent)
    return tuple(_file(item) for item in left if _is_measured(item))


def _is_measured(resource: Resource) -> bool:
    checksum = resource.checksum
    told = resource.path is not None and resource.bytes is not None
    return told and checksum is not None and checksum.type == "sha256"


def _file(resource: Resource) -> PlannedFile:
    if not _is_measured(resource):
        raise PlanError("resource-without-file", key=resource.key)
    assert resource.path is not None
    assert resource.bytes is not None
    assert resource.checksum is not None
    return PlannedFile(
        key=resource.key,
        path=resource.path,
        sha256=resource.checksum.value,
        bytes=resource.bytes,
    )


def _refuse_twin_keys(resources: Sequence[Resource]) -> None:
    seen: set[str] = set()
    for resource in resources:
        if resource.key in seen:
            raise PlanError("duplicate-key", key=resource.key)
        seen.add(resource.key)
