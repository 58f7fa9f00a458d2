"""How what is on the screen becomes events of a recording: the part that is Qt's."""
