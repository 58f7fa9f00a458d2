"""Pointing at a control of the host's: which one a report is about."""
