"""Reads the source for what Qt may call of ours, and tells what of it is not guarded.

Qt calls what is given to `connect` and `singleShot`, and what overrides a method of its own.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from usero_desktop.qt import QtCore, QtGui, QtWidgets

MODULES = {"QtCore": QtCore, "QtGui": QtGui, "QtWidgets": QtWidgets}
# Slots of Qt's own, in which no Python runs.
QTS_OWN = {"deleteLater"}
# What may stand in an override that has no guard: nothing in it can raise.
SAFE_CALLS = {
    "QtCore.QSize",
    "QtCore.QPoint",
    "self.sizeHint",
    "self.rect",
    "self.rect().contains",
    # Of a recorder: dictionaries, an event's kind, and the end that a fault of its own brings.
    "MEANINGS.get",
    "event.type",
    "self._metrics.get",
    "self._heard.get",
    "session.give_up",
}


@dataclass
class Class:
    bases: list[str]
    methods: dict[str, ast.FunctionDef] = field(default_factory=dict)
    signals: set[str] = field(default_factory=set)


@dataclass
class Place:
    """Where in the source something stands: the functions around it, and their class."""

    file: str
    owner: str | None = None
    around: tuple[ast.FunctionDef, ...] = ()

    @property
    def name(self):
        """The qualified name of the innermost function."""
        within = ".<locals>.".join(function.name for function in self.around)
        return f"{self.owner}.{within}" if self.owner else within

    def at(self, node, text):
        return f"{self.file}:{node.lineno} {text}"


class Source:
    """All files under `folder` that speak to Qt, but for those under `left_out`."""

    def __init__(self, folder, left_out=()):
        self.classes: dict[str, Class] = {}
        self.files = {}
        self.targets = []  # (place, node, target)
        self.relays = {}  # name of a function that connects a parameter of its own: which one
        self.calls = []  # (place, call)
        self._guarded = []
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(folder).as_posix()
            text = path.read_text(encoding="utf-8")
            if not name.startswith(tuple(left_out)) and "usero_desktop.qt import" in text:
                self.files[name] = ast.parse(text)
        for name, tree in self.files.items():
            self._read(tree, Place(name))

    def _read(self, node, place):
        for child in ast.iter_child_nodes(node):
            inside = place
            if isinstance(child, ast.ClassDef):
                self._note_class(child)
                inside = Place(place.file, child.name)
            elif isinstance(child, ast.FunctionDef):
                inside = Place(place.file, place.owner, (*place.around, child))
                if is_guarded(child):
                    self._guarded.append(inside.name)
            elif isinstance(child, ast.Call):
                self.calls.append((place, child))
            self._read(child, inside)

    def _note_class(self, node):
        made = Class([ast.unparse(base) for base in node.bases])
        for part in node.body:
            if isinstance(part, ast.FunctionDef):
                made.methods[part.name] = part
            elif isinstance(part, ast.Assign | ast.AnnAssign) and part.value is not None:
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                if ast.unparse(part.value).startswith("Signal("):
                    made.signals |= {ast.unparse(target) for target in targets}
        self.classes[node.name] = made

    def unguarded(self):
        """Return where Qt is given, or may call, something that may raise."""
        found = [*self._bare_targets(), *self._bare_overrides(), *self._planted_overrides()]
        return sorted(set(found))

    def counts(self):
        """Return how many connections and overrides there are."""
        return len(list(self._targets())), len(list(self._overrides()))

    def guarded(self):
        """Return the qualified name of every function that has a guard."""
        return set(self._guarded)

    # ------------------------------------------------------------ what is connected

    def _targets(self):
        for place, call in self.calls:
            if isinstance(call.func, ast.Attribute) and call.args:
                if call.func.attr == "connect":
                    yield place, call.args[0]
                elif call.func.attr == "singleShot":
                    yield place, call.args[-1]

    def _bare_targets(self):
        for place, target in self._targets():
            if not self._is_safe(target, place):
                yield place.at(target, f"connect({ast.unparse(target)})")
        # Known only now: functions that connect what they were given.
        for place, call in self.calls:
            name = ast.unparse(call.func).rpartition(".")[2]
            for index in self.relays.get(name, ()):
                if index < len(call.args) and not self._is_safe(call.args[index], place):
                    yield place.at(call, f"{name}({ast.unparse(call.args[index])})")

    def _is_safe(self, target, place):
        if isinstance(target, ast.Name):
            return self._is_safe_name(target.id, place)
        if isinstance(target, ast.Attribute):
            return self._is_safe_member(target, place)
        if isinstance(target, ast.Call):
            if ast.unparse(target.func) == "guard":
                return True
            return isinstance(target.func, ast.Attribute) and self._makes_guarded(target.func.attr)
        return False  # a lambda, a partial, or something new

    def _is_safe_name(self, name, place):
        for function in reversed(place.around):
            for part in ast.walk(function):
                if isinstance(part, ast.FunctionDef) and part.name == name:
                    return is_guarded(part)
            given = [argument.arg for argument in function.args.args]
            if name in given:
                self.relays.setdefault(function.name, set()).add(given.index(name))
                return True
        return False

    def _is_safe_member(self, target, place):
        name = target.attr
        if name in QTS_OWN:
            return True
        owners = list(self.classes)
        if isinstance(target.value, ast.Name) and target.value.id == "self" and place.owner:
            owners = self._line(place.owner)
        signals = [owner for owner in owners if name in self.classes[owner].signals]
        methods = [
            self.classes[owner].methods[name]
            for owner in owners
            if name in self.classes[owner].methods
        ]
        if not methods:
            return bool(signals) or any(hasattr(base, name) for base in self._qt_bases(owners))
        return all(is_guarded(method) or cannot_raise(method) for method in methods)

    def _makes_guarded(self, name):
        """Whether every method of this name returns a guarded function of its own."""
        makers = [c.methods[name] for c in self.classes.values() if name in c.methods]
        for maker in makers:
            guarded = {
                p.name for p in maker.body if isinstance(p, ast.FunctionDef) and is_guarded(p)
            }
            returned = [p.value for p in maker.body if isinstance(p, ast.Return)]
            if not returned or any(ast.unparse(value) not in guarded for value in returned):
                return False
        return bool(makers)

    # ------------------------------------------------------------ what is overridden

    def _overrides(self):
        for path, tree in self.files.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    bases = list(self._qt_bases(self._line(node.name)))
                    for method in self.classes[node.name].methods.values():
                        ours = method.name.startswith("__")
                        if not ours and any(hasattr(base, method.name) for base in bases):
                            yield Place(path), node, method

    def _bare_overrides(self):
        for place, node, method in self._overrides():
            if not is_guarded(method) and not cannot_raise(method):
                yield place.at(method, f"{node.name}.{method.name}")

    def _planted_overrides(self):
        """Overrides that are put into an object: `label.paintEvent = …`."""
        for path, tree in self.files.items():
            for node in ast.walk(tree):
                for target in node.targets if isinstance(node, ast.Assign) else ():
                    if isinstance(target, ast.Attribute) and (
                        target.attr.endswith("Event") or target.attr in {"event", "eventFilter"}
                    ):
                        yield Place(path).at(node, ast.unparse(target))

    def _line(self, name):
        """Return the class and those of ours that it comes from."""
        if name not in self.classes:
            return []
        line = [name]
        for base in self.classes[name].bases:
            line += self._line(base)
        return line

    def _qt_bases(self, names):
        for name in names:
            for base in self.classes[name].bases:
                module, _, kind = base.rpartition(".")
                if module in MODULES:
                    yield getattr(MODULES[module], kind)


# What keeps a fault within: `guard`, and what a recorder's paint engine has for each step of a
# painting, of which there are thousands.
GUARDS = {"guard", "_step"}


def is_guarded(function):
    names = [d.func if isinstance(d, ast.Call) else d for d in function.decorator_list]
    return any(isinstance(name, ast.Name) and name.id in GUARDS for name in names)


def cannot_raise(function):
    """Whether it only returns a plain value or what Qt itself knows, or catches what it calls.

    An event filter that hears all events of the program has no time for a guard around it.
    """
    [*docs, last] = function.body
    returns = isinstance(last, ast.Return) and all(isinstance(d, ast.Expr) for d in docs)
    tries = [part for part in ast.walk(function) if isinstance(part, ast.Try)]
    if not returns and not any(map(catches_all, tries)):
        return False
    caught = {
        id(node)
        for part in filter(catches_all, tries)
        for line in part.body
        for node in ast.walk(line)
    }
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return all(ast.unparse(c.func) in SAFE_CALLS for c in calls if id(c) not in caught)


def catches_all(part):
    names = [ast.unparse(handler.type) for handler in part.handlers if handler.type is not None]
    return "Exception" in names
