"""Looks for inputs that break what takes inputs from strangers, led by what code they reach.

    pip install --require-hashes -r requirements/fuzz.lock        (Linux; Python 3.11 to 3.13)
    python benchmarks/fuzz/fuzz.py [TARGET ...] [--minutes 5] [--corpus FOLDER]
    python benchmarks/fuzz/fuzz.py TARGET --again FILE            (one input once more)

Without names all targets, one after the other (`--list` names them). An input that breaks something, takes more than
ten seconds or a gigabyte ends its target's run; it is kept in the corpus, beside the inputs that reached something new,
with which the next run begins. Prints a table at the end; the exit code is 1 where anything was found.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

from targets import all_targets, prepare

SECONDS_FOR_ONE, MEGABYTES = 10, 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--again", type=Path, metavar="FILE")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()
    known = all_targets()
    if asked.list:
        print("\n".join(known))
        return
    if strange := [name for name in asked.targets if name not in known]:
        parser.error(f"there is no target {strange[0]}; --list names them")
    if asked.again:
        with tempfile.TemporaryDirectory() as folder:
            prepare(asked.targets[0], folder, site_for(asked.targets, Path(folder)))
            known[asked.targets[0]].holds(asked.again.read_bytes())
        print("It holds.")
        return
    corpus = asked.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    print(f"{'target':<24}{'minutes':>8}{'at work':>8}{'inputs':>12}{'a second':>10}{'reached':>9}  found", flush=True)
    corpus.mkdir(parents=True, exist_ok=True)
    site = site_for(asked.targets or known, corpus)
    found = [run(name, corpus / name, asked.minutes, site) for name in asked.targets or known]
    print(f"The inputs are kept in {corpus}.")
    sys.exit(any(found))


def site_for(names: Iterable[str], folder: Path) -> Path:
    """Where the site is that some targets are asked of: made where it is not there yet, as the models are today.

    On a busy machine, with little of a processor, that takes minutes.
    """
    made = sorted([*HERE.parent.parent.glob("**/migrations/*.py"), HERE / "a_site.py"])
    site = folder / f"site-{sha256(b''.join(path.read_bytes() for path in made)).hexdigest()[:12]}"
    if not site.exists() and any(all_targets()[name].of_site for name in names):
        with tempfile.TemporaryDirectory(dir=folder) as there:
            subprocess.run([sys.executable, str(HERE / "a_site.py"), there], check=True)
            Path(there).rename(site)
            Path(there).mkdir()
    return site


def run(name: str, corpus: Path, minutes: float, site: Path) -> bool:
    """One target in a process of its own: whoever finds something ends."""
    corpus.mkdir(parents=True, exist_ok=True)
    target = all_targets()[name]
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    began, worked = time.monotonic(), _worked()
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as words:
        words.writelines('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in target.words)
        words.flush()
        command = [
            *(sys.executable, str(HERE / "one.py"), name, str(site), f"-max_total_time={minutes * 60:.0f}"),
            *(f"-timeout={SECONDS_FOR_ONE}", f"-rss_limit_mb={MEGABYTES}", f"-max_len={target.longest}"),
            *(f"-dict={words.name}", f"-artifact_prefix={corpus}/found-", "-print_final_stats=1", str(corpus)),
        ]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace")
    inputs = _last(r"(?:stat::number_of_executed_units:|^#(?=\d+\t))\s*(\d+)", done.stderr)
    reached = _last(r"\bcov: (\d+)", done.stderr)
    spent, worked = time.monotonic() - began, _worked() - worked
    new = sorted(corpus.glob("found-*"), key=lambda path: path.stat().st_mtime)
    what = "" if done.returncode == 0 else str(new[-1]) if new else f"exit {done.returncode}"
    numbers = f"{spent / 60:>8.1f}{worked / 60:>8.1f}{inputs:>12,}{inputs / worked:>10,.0f}{reached:>9,}"
    print(f"{name:<24}{numbers}  {what or 'nothing'}", flush=True)
    if what:
        said = done.stderr[max(done.stderr.find("=== Uncaught"), 0) :]
        print("\n".join(line for line in said.splitlines()[-60:] if line[:1] not in "#I"), file=sys.stderr)
    return bool(what)


def _worked() -> float:
    """Seconds of a processor that processes started here have had: of a busy machine they get a part."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _last(pattern: str, text: str) -> int:
    return int((re.findall(pattern, text, re.MULTILINE) or ["0"])[-1])


if __name__ == "__main__":
    main()
