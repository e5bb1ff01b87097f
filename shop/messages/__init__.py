"""Tell people what was decided, and what they can do next."""
