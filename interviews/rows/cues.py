"""A transcript's cues: thousands of rows, new ones in the place of old."""

from __future__ import annotations

from interviews.documents.document import TranscriptEntry
from interviews.models import Cue, Transcript
from interviews.rows.insert import Insertion, Values
from interviews.rows.values import fill_cue


def cue_values(entry: TranscriptEntry) -> tuple[Insertion, list[Values]]:
    """Raises DocumentError where a value does not fit its column."""
    insertion, row, values = Insertion(Cue), Cue(), []
    for position, cue in enumerate(entry.cues, start=1):
        fill_cue(row, cue, position)
        values.append(insertion.values(row))
    return insertion, values


def write_cues(transcript: Transcript, entry: TranscriptEntry) -> None:
    """Belongs into a transaction in which the transcript has no cues."""
    insertion, values = cue_values(entry)
    for row in values:
        insertion.put(row, transcript_id=transcript.pk)
    insertion.write(values)
