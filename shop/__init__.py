"""The shop desk of a village of family workshops, and their town's design registry."""

from shop.factory import create_app

__all__ = ["create_app"]
