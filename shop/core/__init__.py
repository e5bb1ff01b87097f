"""Hold what every floor needs and nothing that knows Flask's request."""
