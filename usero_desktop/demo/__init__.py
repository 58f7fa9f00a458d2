"""A host application of our own: a small expense book with the feedback button attached."""
