"""What widgets of ours are made of: words, buttons, lists, and what all of them do."""
