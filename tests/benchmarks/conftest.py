"""Benchmarks are programs beside the product: they find each other where they lie."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent.parent / "benchmarks"))
