#!/usr/bin/env python3
"""Django's command line for this portal. `./run manage ...` calls it in the right environment."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError as missing:
        raise SystemExit(
            "Django is not installed for this Python. Use ./run manage ..., which sets everything up."
        ) from missing
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as told:  # is raised where the environment is read, and by a database that is unsafe
        raise SystemExit(f"WRONG settings: {told}\n      docs/deploying.md has every variable.") from told


if __name__ == "__main__":
    main()
