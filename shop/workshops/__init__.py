"""Keep the town's list of villages, family workshops and their online shops."""
