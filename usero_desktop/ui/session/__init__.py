"""What works for one window, and the wires from its panel to that."""
