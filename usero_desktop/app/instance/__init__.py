"""One app for each user: who is the first, and what a later start hands over to it.

A later start loads no Qt: `place`, `handover` and `wish` are without it.
"""
