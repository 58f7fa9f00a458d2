"""A recording as it is shown in the panel: from the bytes that would be sent, and nothing else."""
