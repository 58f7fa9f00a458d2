"""The window in which a picture is marked, and the way to it and back."""
