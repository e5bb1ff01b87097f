"""Take pasted addresses apart, and hide what a label or a page must not show."""
