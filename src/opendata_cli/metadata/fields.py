"""Taking typed values out of a manifest's mappings; what is wrong is noted, not raised."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from opendata_cli.metadata.node import Mark, Node, Problem, Scalar, Section, Sequence, plain
from opendata_cli.model.notice import Notice

_ALIKE = 0.75  # "encodage" is near enough to "encoding"


@dataclass(slots=True)
class Findings:
    """What reading a manifest brought up: `problems` refuse it, `warnings` do not."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)

    def problem(self, mark: Mark, key: str, code: str, **params: object) -> None:
        """Note something that refuses the manifest; once, however often the value is read."""
        problem = Problem(mark=mark, code=code, key=key, params=params)
        if problem not in self.problems:
            self.problems.append(problem)

    def warn(self, code: str, mark: Mark, key: str, **params: object) -> None:
        """Note something that does not."""
        place = {"line": mark.line, "column": mark.column, "key": key}
        self.warnings.append(Notice(code=code, params={**place, **params}))


class Fields:
    """The keys of one mapping. `key` is where it stands (`resources[0]`, "" for the whole).

    Every method answers with an empty value when the key is absent, null, or of
    the wrong type (and then a problem `type` is noted).
    """

    def __init__(self, section: Section, key: str, findings: Findings) -> None:
        self.mark = section.mark
        self.key = key
        self.findings = findings
        self._nodes: dict[str, Node] = {}
        self._marks: dict[str, Mark] = {}
        for entry in section.entries:
            if entry.key in self._nodes:
                findings.problem(entry.mark, self.path(entry.key), "duplicate-key")
            self._nodes[entry.key] = entry.node
            self._marks[entry.key] = entry.mark

    def path(self, name: str) -> str:
        """The full key of one of our keys: `resources[0].path`."""
        return f"{self.key}.{name}" if self.key else name

    def says(self, *names: str) -> bool:
        """Whether any of these keys is written, were it to say "nothing"."""
        return any(name in self._nodes for name in names)

    def empty(self, name: str) -> bool:
        """Whether the key is written with nothing after it, or nothing but white space."""
        node = self._nodes.get(name)
        return isinstance(node, Scalar) and (node.value is None or not node.text.strip())

    def node(self, name: str) -> Node | None:
        """The value as it stands in the text; None when absent or null."""
        node = self._nodes.get(name)
        return None if isinstance(node, Scalar) and node.value is None else node

    def problem(self, name: str, code: str, **params: object) -> None:
        """Note a problem of the value of `name` (or of the mapping, when it is absent)."""
        node = self._nodes.get(name)
        mark = self.mark if node is None else node.mark
        self.findings.problem(mark, self.path(name), code, **params)

    def warn(self, name: str, code: str, **params: object) -> None:
        """Note a warning about the key `name`."""
        self.findings.warn(code, self._marks.get(name, self.mark), self.path(name), **params)

    def text(self, name: str) -> str:
        """A text, without the white space around it; a number counts as it is written."""
        node = self.node(name)
        return "" if node is None else self._text(node, self.path(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(
            text
            for index, node in enumerate(self._items(name))
            if (text := self._text(node, f"{self.path(name)}[{index}]"))
        )

    def text_or_texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text alone."""
        if isinstance(self.node(name), Scalar):
            return (text,) if (text := self.text(name)) else ()
        return self.texts(name)

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of the `allowed` words; another is a problem `unknown-value`."""
        text = self.text(name)
        if text and text not in allowed:
            self.problem(name, "unknown-value", value=text, allowed=sorted(map(str, allowed)))
            return ""
        return text

    def section(self, name: str) -> Fields | None:
        """A mapping."""
        node = self.node(name)
        if isinstance(node, Section):
            return Fields(node, self.path(name), self.findings)
        if node is not None:
            self._wrong(node, self.path(name), "mapping")
        return None

    def sections(self, name: str) -> Iterator[Fields]:
        """A list of mappings."""
        for index, node in enumerate(self._items(name)):
            key = f"{self.path(name)}[{index}]"
            if isinstance(node, Section):
                yield Fields(node, key, self.findings)
            else:
                self._wrong(node, key, "mapping")

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers from 1, or one alone."""
        node = self.node(name)
        nodes = (node,) if isinstance(node, Scalar) else self._items(name)
        values = [item.value if isinstance(item, Scalar) else None for item in nodes]
        numbers = [value for value in values if type(value) is int and value > 0]
        if len(numbers) < len(values):
            self.problem(name, "type", expected="numbers")
            return ()
        return tuple(numbers)

    def unknown(self, known: Collection[str]) -> dict[str, object]:
        """The other keys with their plain values; one that resembles a known key is warned of."""
        others = [name for name in self._nodes if name not in known]
        for name in others:
            close = difflib.get_close_matches(name.lower(), sorted(known), n=1, cutoff=_ALIKE)
            if close:
                self.warn(name, "unknown-key", close=close[0])
        return {name: plain(self._nodes[name]) for name in others}

    def _items(self, name: str) -> tuple[Node, ...]:
        node = self.node(name)
        if node is None or isinstance(node, Sequence):
            return () if node is None else node.items
        self._wrong(node, self.path(name), "list")
        return ()

    def _text(self, node: Node, key: str) -> str:
        if isinstance(node, Scalar) and not isinstance(node.value, bool):
            return "" if node.value is None else node.text.strip()
        self._wrong(node, key, "text")
        return ""

    def _wrong(self, node: Node, key: str, expected: str) -> None:
        value = plain(node) if isinstance(node, Scalar) else None
        self.findings.problem(node.mark, key, "type", expected=expected, value=value)
