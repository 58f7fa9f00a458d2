"""The windows that the app asks in, and what they are made of."""
