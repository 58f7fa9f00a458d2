"""What is sent, before it is: what is gathered for it, and its page in the panel."""
