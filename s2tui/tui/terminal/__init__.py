"""Between the app and the terminal: colours, bytes, the event loop."""
