"""Take photos in safely, store them, and find them again."""
