"""What is asked of the desktop around the app: its portal, its X server, its windows."""
