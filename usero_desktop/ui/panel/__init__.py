"""The panel's parts: each shows a value it is given and says what the user did."""
