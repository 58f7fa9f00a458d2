"""A recording as rrweb's player reads it, without Qt: its events and the last seconds of them."""
