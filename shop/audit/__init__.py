"""Keep the append-only log of who did what."""
