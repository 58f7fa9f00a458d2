"""The picture that is marked: how it looks, and what hands and keys do to it."""
