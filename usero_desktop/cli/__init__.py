"""The command line: one file a command, each with `fill(parser)`."""
