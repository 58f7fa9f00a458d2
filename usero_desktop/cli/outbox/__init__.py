"""``usero-desktop outbox``, one file an action."""
