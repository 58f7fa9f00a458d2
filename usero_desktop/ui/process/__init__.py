"""The program that ours runs in, and the desktop around it: threads, lifetimes, the end."""
