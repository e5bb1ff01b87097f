"""Open the door: the front page and each person's own desk."""
