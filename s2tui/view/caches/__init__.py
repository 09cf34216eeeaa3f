"""What happens in the caches: the machine's configurations, traces and answers as lines."""
