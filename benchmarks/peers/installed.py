"""Other people's systems, each in an environment of its own: the portal depends on none of them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PEERS = Path(__file__).resolve().parent
#: Environments are kept here from run to run.
KEPT = Path(os.environ.get("PEERS_DIR") or PEERS.parent.parent / "var/peers")


def python_of(name: str) -> str:
    """The Python of that peer's environment, installed from its exact requirements where it is not yet: a minute."""
    folder, requirements = KEPT / name, PEERS / name / "requirements.txt"
    python, stamp = str(folder / "bin/python"), folder / "installed"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        print(f"Installing {name} into {folder} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        installer = [python, "-m", "pip", "install", "-qq", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*installer, "-r", str(requirements)], check=True)
        stamp.write_text(digest)
    return python
