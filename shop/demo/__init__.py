"""Draw a made-up town, so that a newcomer sees a living system."""
