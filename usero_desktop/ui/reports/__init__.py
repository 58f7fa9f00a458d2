"""The reports that are kept and those that were sent: what is known of them, and its pages."""
