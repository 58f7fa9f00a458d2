"""What the host does not want seen is not in a picture: where it is, and what stands there instead.

- `rules`: who is masked. `Rules.is_masked(widget)` is for everybody that would show or name one.
- `named`: what the feedback widgets of the program name.
- `passwords`: which fields hold one, also while they show it.
- `places`, `columns`, `scenes`, `walk`: where in a window that is.
- `ink`: what stands there instead.
- `picture`: a window that Qt draws; `windows`, `screen`: pictures of the screen; `covers`: those
  that a Wayland desktop takes.

All but `ink` is for the GUI thread. The host's classes may have taken Qt's names for something
else (`self.children = []`), so Qt's methods are called by their class: `QObject.children(widget)`.
"""
