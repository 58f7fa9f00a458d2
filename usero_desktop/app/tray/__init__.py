"""What is seen of the app while it waits: its icon and menu, or a window in their place."""
