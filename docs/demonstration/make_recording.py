"""Speak an interview document with two synthetic voices, and write the measured times and a transcript into it.

    python make_recording.py mara-lindqvist.md

Needs espeak-ng, sox and lame. Leaves mara-lindqvist.mp3 beside the document.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

HOST = ["-v", "en-gb-x-rp+Michael", "-s", "150", "-p", "36"]
GUEST = ["-v", "en-gb-x-rp+Annie", "-s", "142", "-p", "46"]
RATE = 22050  # what espeak-ng produces; frames are 16 bit mono
LOUDNESS = -17.0  # dB RMS of the whole track asked of the limiter: about -18 LUFS once it has done its work
LEAD_IN = 3.0  # seconds of surf before the first word
LEAD = 0.15  # a question starts this long after its stamp, so that jumping to it cuts nothing off
TAIL = 5.0

SEGMENT = re.compile(r"^### \d+:\d\d (?P<label>\*\*.+?\*\* )?(?P<question>.+)$")
TRANSCRIPT = "## Transcript"
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
YEAR = re.compile(r"\b(1[89])(\d\d)\b")
WARMTH = "highpass 70 lowpass 7500 equalizer 180 1q 2 equalizer 3200 1.2q -2 reverb 14 60 35 100 0 -4"
SURF = "brownnoise tremolo 0.13 70 tremolo 0.31 30 highpass 90 lowpass 1400 gain -12"


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def spoken(text: str) -> str:
    """Years as people say them; quotation marks are not read aloud."""
    year = YEAR.sub(lambda m: f"{m[1]} {'oh ' + m[2][1] if m[2][0] == '0' else m[2]}", text)
    return year.replace('"', "")


def silence(seconds: float) -> bytes:
    return b"\0\0" * max(0, round(seconds * RATE))


def say(text: str, voice: list[str], folder: Path, *, pause: bool = False) -> bytes:
    """The frames of one utterance, without the silence around it; with `pause` the silence behind it stays."""
    raw, cut = folder / "raw.wav", folder / "cut.wav"
    run("espeak-ng", *voice, "-w", str(raw), spoken(text))
    trim = ["silence", "1", "0.01", "0.4%"]
    run("sox", str(raw), str(cut), *trim, *([] if pause else ["reverse", *trim, "reverse"]))
    with wave.open(str(cut)) as sound:
        frames: bytes = sound.readframes(sound.getnframes())
    return frames


def excerpts(answer: str) -> list[str]:
    """The parts of an answer between its elisions."""
    return [part for part in answer.removeprefix("> ").strip().split("....") if part]


def seconds(frames: bytes) -> float:
    return len(frames) / 2 / RATE


def cues(text: str, name: str, start: float, voice: list[str], folder: Path) -> list[str]:
    """A line of the transcript for each sentence of an utterance: it begins when those before it have been said."""
    sentences = SENTENCE.split(text.strip())
    lines = []
    for number, sentence in enumerate(sentences):
        before = " ".join(sentences[:number])
        moment = start + (seconds(say(before, voice, folder, pause=True)) if before else 0)
        ended = sentence if sentence[-1] in ".?!" else f"{sentence}."
        lines.append(f"[{int(moment // 60)}:{moment % 60:06.3f}] **{name}:** {ended}")
    return lines


def read_aloud(lines: list[str], folder: Path) -> tuple[bytes, list[str]]:
    """The voice track, and the lines with the stamp of each question as measured and the transcript anew."""
    announcement = next(line for line in lines if line.startswith("This week, "))
    host = next(line for line in lines if line.startswith("interviewers: "))[len("interviewers: [") : -1]
    guest = next(line for line in lines if line.startswith("title: "))[len("title: ") :].partition(",")[0]
    track = silence(LEAD_IN)
    stamped: list[str] = []
    transcript: list[str] = []

    def utter(text: str, name: str, voice: list[str]) -> None:
        nonlocal track
        transcript.extend(cues(text, name, seconds(track), voice, folder))
        track += say(text, voice, folder)

    utter(announcement, host, HOST)
    for line in lines[: lines.index(TRANSCRIPT)]:
        if match := SEGMENT.match(line):
            start = math.ceil(seconds(track) + 0.8)
            track += silence(start + LEAD - seconds(track))
            utter(match["question"], host, HOST)
            line = f"### {start // 60}:{start % 60:02d} {match['label'] or ''}{match['question']}"
        elif line.startswith("> "):
            for position, part in enumerate(excerpts(line)):
                track += silence(0.75 if position else 0.55)
                utter(part, guest, GUEST)
        stamped.append(line)
    return track + silence(TAIL), [*stamped, TRANSCRIPT, "", "\n\n".join(transcript), ""]


def finish(track: bytes, title: str, target: Path, folder: Path) -> None:
    """Warm the voices, lay surf under the first and last seconds, level and encode."""
    dry, warm, surf, mixed, level = (str(folder / f"{n}.wav") for n in ("dry", "warm", "surf", "mixed", "level"))
    with wave.open(dry, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(track)
    length = seconds(track)
    run("sox", dry, warm, "gain", "-6", *WARMTH.split(), "trim", "0", f"{length}")
    opening, closing = folder / "opening.wav", folder / "closing.wav"
    synth = ["sox", "-R", "-n", "-r", f"{RATE}", "-c", "1", "-b", "16"]
    run(*synth, str(opening), "synth", "10", *SURF.split(), "fade", "t", "1.5", "10", "6")
    run(*synth, str(closing), "synth", f"{TAIL + 3}", *SURF.split(), "fade", "t", "3", f"{TAIL + 3}", "4")
    gap = f"{length - 10 - TAIL - 3}"
    run("sox", str(opening), str(closing), surf, "pad", gap + "@10")
    run("sox", "-m", "-v", "1", warm, "-v", "0.5", surf, mixed)
    measured = re.search(r"RMS lev dB\s+(-[\d.]+)", run("sox", mixed, "-n", "stats"))
    if not measured:
        raise SystemExit("sox printed no RMS level")
    run("sox", mixed, level, "gain", "-l", f"{LOUDNESS - float(measured[1]):.2f}")
    tags = ["--tt", title, "--ta", "Northlight Guild (invented)", "--tg", "Speech"]
    run("lame", "--quiet", "-m", "m", "-b", "40", "--cbr", "-q", "2", *tags, level, str(target))


def main(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as name:
        track, stamped = read_aloud(lines, Path(name))
        title = next(line for line in lines if line.startswith("title: "))[len("title: ") :]
        finish(track, title, document.with_suffix(".mp3"), Path(name))
    document.write_text("\n".join(stamped), encoding="utf-8")
    print(f"{document.with_suffix('.mp3').name}: {seconds(track):.1f} seconds")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
