"""What was written outlives a loss of power. PURE: knows no Django."""

from __future__ import annotations

import os


def on_disk(path: str | os.PathLike[str]) -> None:
    """Has the system write the file, or the names in the folder, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
