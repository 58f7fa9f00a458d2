"""The programs that reports are about: the panel of each, and what sends its reports."""
