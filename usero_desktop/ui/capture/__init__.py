"""The ways to a picture that a user has: a menu of them, and what each does on the screen."""
