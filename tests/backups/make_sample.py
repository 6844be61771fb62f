"""Makes a backup of a small site by this version: `python -m tests.backups.make_sample tests/backups/samples`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

SCRATCH = tempfile.mkdtemp(prefix="portal-sample-")
os.environ |= {"DATA_DIR": SCRATCH, "DJANGO_SETTINGS_MODULE": "portal.settings"}
os.environ |= {"SECRET_KEY": "of a sample, which nobody signs in to", "SITE_URL": "", "DATABASE_URL": ""}

import django

django.setup()

from django.core.management import call_command

from interviews.search.index import refresh
from portal.backups.making import make
from portal.version import version
from tests.factories import make_bio, make_comment, make_interview, make_recording, make_segment
from tests.faults.wholeness import interviews


def main(target: Path) -> None:
    call_command("migrate", verbosity=0)
    row = make_interview(guest="Ola Berg", host="Mia Ek", slug="lights", introduction="*Lights*, and who keeps them.")
    make_segment(row, 18, question="Why lighthouses?", answer="They were bright....and dry.", tags=("Fog",))
    make_segment(row, 90, question="How many lamps?", answer="Three....and one spare.")
    appearance = row.appearances.get(speaker__name="Ola Berg")
    appearance.bio = make_bio(appearance.speaker, portrait=(40, 40), portrait_alt="A man in oilskins")
    appearance.save()
    make_recording(row)
    make_comment(row, body="Well said.")
    draft = make_interview(guest="Theo Brannock", slug="not-yet", published=False)
    refresh([row, draft])
    made = make(target / version(), tell=lambda _doing: None)
    (made.folder / "content.json").write_text(json.dumps(interviews(), indent=1, sort_keys=True, default=str) + "\n")
    made.folder.rename(target / f"{version()}-sqlite")
    (target / version()).rmdir()
    shutil.rmtree(SCRATCH)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
