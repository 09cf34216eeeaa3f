"""What is laid over the open screen: palette, help, jump letters, prompts."""
