"""What a piece of feedback is. Standard library only; camelCase stands in wire.py alone."""
