"""The Settings window: what the user may set, each part at once when it is changed."""
