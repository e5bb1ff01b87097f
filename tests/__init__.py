"""Tests: they mirror shop/."""
