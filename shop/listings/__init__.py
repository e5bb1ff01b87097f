"""Keep what workshops offer: costumes, variants, stock."""
