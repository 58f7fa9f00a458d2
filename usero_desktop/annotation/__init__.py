"""What is drawn on a picture, as values: no Qt, no pixels. `ui/canvas` paints them."""
