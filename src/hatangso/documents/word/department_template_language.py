"""What a template may say: names of fields, loops over lists, conditions; no more.

Nothing else is ever run: no call, no sum, no filter, no file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from hatangso.documents.word.department_template_fields import (
    GROUP_KEY,
    TemplateFields,
)
from hatangso.errors import Message

__all__ = ["Fault", "environment", "faults_of", "sure_of", "written_bytes"]

_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Not,
          nodes.And, nodes.Or, nodes.Operand)  # fmt: skip
_LOOP = ("index", "first", "last", "length")
_OPERATORS = ("eq", "ne")
_FORMS = "{{ so }}, {%p for dong in can_cu %}, {%p if p.NAME is defined %}"


@dataclass(frozen=True)
class Fault:
    """What is wrong with something that a template says, and how to mend it."""

    problem: Message
    fix: Message


def environment() -> ImmutableSandboxedEnvironment:
    """Return where templates are read: no globals, no filters, text stays plain."""
    found = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, keep_trailing_newline=True
    )
    found.globals.clear()
    found.filters.clear()
    found.tests = {name: found.tests[name] for name in ("defined", "undefined")}
    return found


def faults_of(
    source: str,
    fields: TemplateFields,
    *,
    scope: Mapping[str, str] | None = None,
    sure: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Return what is wrong with a template, or a part of one.

    Args:
        source: Text with tags.
        fields: What may be named.
        scope: Loops around the part: what each name runs over.
        sure: Names that conditions around the part found to be there.
    """
    try:
        tree = environment().parse(source)
    except (TemplateSyntaxError, RecursionError) as error:
        return [
            Fault(
                Message("it cannot be understood: {error}", {"error": str(error)}),
                Message("write {forms}", {"forms": _FORMS}),
            )
        ]
    return list(_Reader(fields).faults(tree, dict(scope or {}), sure))


def sure_of(condition: str) -> frozenset[str]:
    """Return the names that are there when a condition holds: ``p.x is defined``."""
    try:
        tree = environment().parse(f"{{% if {condition} %}}{{% endif %}}")
    except (TemplateSyntaxError, RecursionError):
        return frozenset()
    found = next(tree.find_all(nodes.If), None)
    return _sure_of(found.test) if found else frozenset()


def written_bytes(source: str, fields: TemplateFields) -> int:
    """Return about how much a template becomes when its loops are run."""
    tree = environment().parse(source)
    size = 0
    for loop in tree.find_all(nodes.For):
        name = _path(loop.iter)
        rows = fields.tables.get(name) or fields.lists.get(name) or ()
        data = sum(len(one.data) for one in loop.find_all(nodes.TemplateData))
        size += data * len(rows)
    return size + len(source)


@dataclass(frozen=True)
class _Reader:
    fields: TemplateFields

    def faults(
        self, node: nodes.Node, scope: dict[str, str], sure: frozenset[str]
    ) -> Iterator[Fault]:
        """Yield the faults below a node.

        Args:
            node: What is looked at.
            scope: Names of loops, and what they run over.
            sure: Names that a condition found to be there.
        """
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                yield from self._name(node, scope, sure)
            case nodes.For():
                yield from self._loop(node, scope, sure)
            case nodes.If():
                yield from self._condition(node, scope, sure)
            case nodes.Test(name="defined" | "undefined", args=[]):
                if not _path(node.node):
                    yield _refused()
            case nodes.Compare() if all(one.op in _OPERATORS for one in node.ops):
                yield from self._below(node, scope, sure)
            case _ if isinstance(node, _PLAIN):
                yield from self._below(node, scope, sure)
            case _:
                yield _refused()

    def _below(
        self, node: nodes.Node, scope: dict[str, str], sure: frozenset[str]
    ) -> Iterator[Fault]:
        is_output = isinstance(node, nodes.Output)
        for child in node.iter_child_nodes():
            if is_output and _path(child) in {
                *self.fields.lists,
                *self.fields.tables,
            } - {*scope}:
                yield Fault(
                    Message("{name} is a list", {"name": _path(child)}),
                    Message("run over it: for … in {name}", {"name": _path(child)}),
                )
                continue
            yield from self.faults(child, scope, sure)

    def _name(
        self, node: nodes.Expr, scope: dict[str, str], sure: frozenset[str]
    ) -> Iterator[Fault]:
        name = _path(node)
        known = self._known(scope)
        if not name:
            yield _refused()
        elif name not in known and name not in sure:
            near = get_close_matches(name, known, 1, cutoff=0.5)
            fix = (
                Message("write {name}", {"name": near[0]})
                if near
                else Message(
                    "use one of {names}", {"names": ", ".join(sorted(known)[:12])}
                )
            )
            yield Fault(Message("there is no field {name}", {"name": name}), fix)

    def _known(self, scope: dict[str, str]) -> list[str]:
        fields = self.fields
        known = [*fields.texts, *fields.lists, *fields.tables, *fields.figures]
        for name, over in scope.items():
            keys = fields.columns.get(over)
            known += (
                [name]
                if keys is None
                else [f"{name}.{key}" for key in (*keys, GROUP_KEY)]
            )
        if scope:
            known += [f"loop.{name}" for name in _LOOP]
        return known

    def _loop(
        self, node: nodes.For, scope: dict[str, str], sure: frozenset[str]
    ) -> Iterator[Fault]:
        over = _path(node.iter)
        if scope:
            yield Fault(
                Message("a loop stands within another"),
                Message("end the first before the second begins"),
            )
            return
        if node.test or node.recursive or node.else_ or not _is_name(node.target):
            yield _refused()
            return
        lists = [*self.fields.lists, *self.fields.columns]
        if over not in lists and over not in sure:
            near = get_close_matches(over, lists, 1, cutoff=0.4) or lists[:1]
            yield Fault(
                Message("there is no list {name}", {"name": over or "?"}),
                Message("write {name}", {"name": ", ".join(near) or "can_cu"}),
            )
            return
        inner = {node.target.name: over}  # type: ignore[attr-defined]  # a name, as told above
        for child in node.body:
            yield from self.faults(child, inner, sure)

    def _condition(
        self, node: nodes.If, scope: dict[str, str], sure: frozenset[str]
    ) -> Iterator[Fault]:
        yield from self.faults(node.test, scope, sure)
        found = sure | _sure_of(node.test)
        for child in node.body:
            yield from self.faults(child, scope, found)
        for child in (*node.elif_, *node.else_):
            yield from self.faults(child, scope, sure)


def _sure_of(test: nodes.Node) -> frozenset[str]:
    """Return the names that are there when a condition holds."""
    match test:
        case nodes.Test(name="defined"):
            return frozenset({_path(test.node)})
        case nodes.And():
            return _sure_of(test.left) | _sure_of(test.right)
        case _:
            return frozenset()


def _path(node: nodes.Node) -> str:
    """Return a name with dots; empty when it is something else."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr(node=inner, attr=str(name)):
            return f"{_path(inner)}.{name}" if _path(inner) else ""
        case nodes.Getitem(node=inner, arg=nodes.Const(value=str(name))):
            return f"{_path(inner)}.{name}" if _path(inner) else ""
        case _:
            return ""


def _is_name(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name != "loop"


def _refused() -> Fault:
    return Fault(
        Message("a template only names fields; it does not compute or call"),
        Message("use a name, for, if, else, endif or endfor"),
    )
