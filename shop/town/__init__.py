"""Give the town office its desk."""
