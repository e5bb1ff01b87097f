"""What copiers do to a picture: every kind by name, seeded, each in a family.

An edit takes a picture (H, W, 3) RGB, a seeded generator and a draw of unrelated pictures;
it returns a picture.
"""

from bench.copies.edits.kinds import KINDS, Edit, Kind, apply

__all__ = ["KINDS", "Edit", "Kind", "apply"]
