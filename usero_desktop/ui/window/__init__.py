"""What comes and goes with the host's window: the launcher, the panel's place, its dialog."""
