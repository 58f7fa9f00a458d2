from __future__ import annotations

OWN = "usero_own"
"""Dynamic property of what is ours: no launcher goes into it, nothing in it is the host's."""
