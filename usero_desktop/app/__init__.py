"""``usero-desktop`` on the desktop: its icon, its panel, and what it asks of the system."""
