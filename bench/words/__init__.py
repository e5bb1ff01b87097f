"""What the comparing of words finds, and what it raises wrongly: `python -m bench.words`."""
