"""Bring parcels to their recipients: addresses, labels."""
