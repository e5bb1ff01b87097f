"""Forms of the log's pages: small text files that a witness sends."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from shop.web.forms import ShopForm

MOST_BYTES = 20_000  # a checkpoint with dozens of signatures is far smaller


class _FileForm(ShopForm):
    def words(self, field: str) -> str:
        """Give the text of the file that was sent; what is no text reads as none."""
        data: bytes = self[field].data.read(MOST_BYTES)
        return data.decode("utf-8", "replace")


def _file(label: Any) -> FileField:
    return FileField(label, validators=[FileRequired(_l("Choose the file first."))])


class CountersignForm(_FileForm):
    """A checkpoint that a witness has signed."""

    note = _file(_l("The file that the witness sent back"))


class WitnessForm(_FileForm):
    """A witness's public key."""

    key = _file(_l("The witness's public key (.pub)"))
