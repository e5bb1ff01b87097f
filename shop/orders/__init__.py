"""Carry purchase orders between middlemen and makers."""
