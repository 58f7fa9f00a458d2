"""What `usero-desktop doctor` tries, one file a subject."""
