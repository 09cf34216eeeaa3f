"""What each screen shows, as something to take out of the app."""
