from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")


class History(Generic[State]):
    """States one after the other: undo and redo without end."""

    def __init__(self, state: State) -> None:
        self._done = [state]
        self._undone: list[State] = []
        self._run: object = None

    @property
    def now(self) -> State:
        """The state as it is."""
        return self._done[-1]

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before this one."""
        return len(self._done) > 1

    @property
    def can_redo(self) -> bool:
        """Whether something was undone and nothing done since."""
        return bool(self._undone)

    def do(self, state: State, *, run: object = None) -> None:
        """Go on to `state`; no step where that is what there is already.

        Steps of the same `run` that follow each other, such as the arrow keys that nudge one
        mark, are undone as one.
        """
        if state == self.now:
            return
        if run is not None and run == self._run and not self._undone and self.can_undo:
            self._done.pop()
            if state != self.now:  # else the run ends where it began, and is no step
                self._done.append(state)
            else:
                run = None
        else:
            self._done.append(state)
        self._undone.clear()
        self._run = run

    def undo(self) -> State:
        """Go back by one step, where there is one, and return the state."""
        if self.can_undo:
            self._undone.append(self._done.pop())
        self._run = None
        return self.now

    def redo(self) -> State:
        """Take back the last undo, where there is one, and return the state."""
        if self._undone:
            self._done.append(self._undone.pop())
        self._run = None
        return self.now
