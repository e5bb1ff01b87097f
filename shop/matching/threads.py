"""Keep every search on the thread that asked: the web server's own threads share the cores."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path


@cache
def stay_on_one_thread() -> None:
    """Tell OpenCV and numpy's products to start no threads, which cost small matrices three times the CPU."""
    import cv2

    cv2.setNumThreads(1)
    _quiet_openblas()


def _quiet_openblas() -> None:
    """Call set_num_threads of the OpenBLAS in numpy's wheel; where there is none, nothing is needed."""
    import numpy as np

    for library in (Path(np.__file__).parent.parent / "numpy.libs").glob("*openblas*"):
        loaded = ctypes.CDLL(str(library))
        for name in ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads"):
            setter = getattr(loaded, name, None)
            if setter is not None:
                setter(ctypes.c_int(1))
                return
