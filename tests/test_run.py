"""`./run`: what it decides, tried on a small stand-in for the checkout; and, slowly, what it really does."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.util
import os
import runpy
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from gunicorn.config import KNOWN_SETTINGS

ROOT = Path(__file__).resolve().parent.parent
STEPS = list[list[str]]

# Stands for the environment's Python: tells its version, and else how it was started.
STAND_IN = """\
#!/bin/sh
[ "$1" = -ISc ] && echo 3.11 && exit
echo "started: $*"
echo "folder: $(pwd)"
echo "data: $DATA_DIR"
echo "port: $PORT"
echo "path: $PYTHONPATH"
case "$*" in "-m pytest"*) exit 3 ;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A stand-in for the checkout, in a folder whose name has spaces and accents."""
    folder = tmp_path / "déjà vu – été"
    for name in ("requirements", "docs/demonstration", "app/migrations", "app/static"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "run", folder / "run")
    for lock in ("base", "postgresql", "nodes", "test", "browser"):
        (folder / "requirements" / f"{lock}.lock").write_text(f"{lock}==1\n")
    (folder / "app/migrations/0001_initial.py").write_text("first = True\n")
    (folder / "app/static/page.css").write_text("body {}\n")
    return folder


@pytest.fixture
def run(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The stand-in's `run`, as a module, with nothing of this machine's set-up in the environment."""
    for name in ("DATA_DIR", "VENV_DIR", "DATABASE_URL", "XDG_CACHE_HOME", "XDG_DATA_HOME", "DEBUG", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    loader = importlib.machinery.SourceFileLoader("portal_run", str(checkout / "run"))
    spec = importlib.util.spec_from_loader("portal_run", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def steps(run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> STEPS:
    """The steps of the set-up, noted down instead of taken (but for what the next ones look for)."""
    taken: STEPS = []

    def note(command: list[str], environment: dict[str, str], guard: int, complaint: str) -> None:
        taken.append(command)
        if "venv" in command:
            stand_in_environment(Path(command[-1]))
        if "migrate" in command:
            (Path(environment["DATA_DIR"]) / "db.sqlite3").write_text("tables")
        if "collectstatic" in command:
            (Path(environment["DATA_DIR"]) / "static").mkdir(exist_ok=True)

    monkeypatch.setattr(run, "step", note)
    return taken


def stand_in_environment(venv: Path) -> None:
    (venv / "bin").mkdir(parents=True)
    (venv / "lib/python3.11/site-packages/pip").mkdir(parents=True)
    (venv / "pyvenv.cfg").touch()
    (venv / "bin/python").write_text(STAND_IN)
    (venv / "bin/python").chmod(0o755)


def words(steps: STEPS) -> list[str]:
    """Each noted step in a word, and the list emptied."""
    known = ("venv", "install", "migrate", "rebuild_search_index", "collectstatic", "import_interview")
    said = [next(word for word in known if word in step) for step in steps]
    steps.clear()
    return said


def start(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`run` started as a person starts it, with little else in the environment."""
    return subprocess.run(
        [sys.executable, checkout / "run", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": str(checkout.parent / "home"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


# --- which Python ---


def test_an_old_python_can_read_the_file() -> None:
    ast.parse((ROOT / "run").read_text("utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_what_is_needed_and_what_was_found(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = SimpleNamespace(version_info=(3, 8, 18), executable="/old/python3.8", exit=sys.exit)
    monkeypatch.setattr(run, "sys", old)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; found 3\.8 at /old/python3\.8"):
        run.insist_on_python([])


@pytest.mark.parametrize(("version", "executable"), [((3, 8, 18), "/old/python3.8"), ((3, 12, 1), "")])
def test_a_newer_python_takes_over_and_one_that_does_not_run_is_passed_by(
    run: ModuleType,
    checkout: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    version: tuple[int, ...],
    executable: str,
) -> None:
    shim, real = tmp_path / "shims" / "python3.14", tmp_path / "bin" / "python3.11"
    for python, script in ((shim, "#!/bin/sh\nexit 127\n"), (real, STAND_IN)):
        python.parent.mkdir()
        python.write_text(script)
        python.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{real.parent}")
    monkeypatch.setattr(run, "sys", SimpleNamespace(version_info=version, executable=executable))
    started: STEPS = []
    monkeypatch.setattr(os, "execv", lambda program, arguments: started.append(arguments))
    run.insist_on_python(["test", "-k", "word"])
    assert started == [[str(real), str(checkout / "run"), "test", "-k", "word"]]


# --- where things are kept ---


def test_what_a_checkout_keeps_lies_in_it_where_it_can_be_written_to(run: ModuleType, checkout: Path) -> None:
    assert run.environment_folder("base") == checkout / ".venv"
    assert run.data_folder() == checkout / "var"


def test_a_checkout_that_cannot_be_written_to_has_its_things_in_the_users_home(
    run: ModuleType, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "writable", lambda folder: checkout not in (folder, *Path(folder).parents))
    cache, data = run.environment_folder("base"), run.data_folder()
    assert cache.is_relative_to(tmp_path / "home" / ".cache")
    assert data.is_relative_to(tmp_path / "home" / ".local" / "share")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run.environment_folder("base").is_relative_to(tmp_path / "cache")
    assert run.environment_folder("base").parent.name == cache.parent.name  # the same checkout, the same key


def test_without_a_home_there_is_a_folder_of_the_users_own_and_never_anothers(
    run: ModuleType, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "writable", lambda folder: checkout not in (folder, *Path(folder).parents))
    monkeypatch.setattr(run.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv("HOME")
    shared = run.environment_folder("base").parent.parent
    assert shared.parent == tmp_path
    assert shared.stat().st_mode & 0o777 == 0o700
    shared.chmod(0o777)
    with pytest.raises(SystemExit, match="is not yours alone"):
        run.environment_folder("base")


def test_a_whole_environment_in_a_checkout_that_cannot_be_written_to_serves(
    run: ModuleType, steps: STEPS, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.install("test", checkout / ".venv", {}, 0)
    monkeypatch.setattr(run, "writable", lambda folder: checkout not in (folder, *Path(folder).parents))
    assert run.environment_folder("base") == checkout / ".venv"
    assert run.environment_folder("browser") != checkout / ".venv"


# --- the environment ---


def test_an_environment_is_made_once(run: ModuleType, steps: STEPS, checkout: Path) -> None:
    run.install("base", checkout / ".venv", {}, 0)
    assert words(steps) == ["venv", "install"]
    run.install("base", checkout / ".venv", {}, 0)
    assert words(steps) == []


def test_a_bigger_lock_is_added_to_a_smaller_one_and_serves_for_it(
    run: ModuleType, steps: STEPS, checkout: Path
) -> None:
    run.install("base", checkout / ".venv", {}, 0)
    words(steps)
    run.install("browser", checkout / ".venv", {}, 0)
    assert words(steps) == ["install"]
    run.install("base", checkout / ".venv", {}, 0)
    run.install("test", checkout / ".venv", {}, 0)
    assert words(steps) == []


@pytest.mark.parametrize("change", ["the lock", "the stamp is missing", "the stamp is damaged", "its Python is gone"])
def test_an_environment_that_is_not_whole_and_current_is_made_anew(
    run: ModuleType, steps: STEPS, checkout: Path, change: str
) -> None:
    venv = checkout / ".venv"
    run.install("base", venv, {}, 0)
    words(steps)
    (venv / "left over").touch()
    if change == "the lock":
        (checkout / "requirements/base.lock").write_text("base==2\n")
    elif change == "the stamp is missing":
        (venv / run.STAMP).unlink()
    elif change == "the stamp is damaged":
        (venv / run.STAMP).write_text("")
    else:
        (venv / "bin/python").unlink()
        (venv / "bin/python").symlink_to("/nowhere/python3.11")
    run.install("base", venv, {}, 0)
    assert words(steps) == ["venv", "install"]
    assert not (venv / "left over").exists()
    assert run.holds(venv, "base")


def test_an_installation_that_fails_leaves_no_stamp(
    run: ModuleType, steps: STEPS, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = checkout / ".venv"
    run.install("base", venv, {}, 0)

    def fail(command: list[str], environment: dict[str, str], guard: int, complaint: str) -> None:
        sys.exit(complaint)

    monkeypatch.setattr(run, "step", fail)
    with pytest.raises(SystemExit, match="could not be installed"):
        run.install("browser", venv, {}, 0)
    assert not run.holds(venv, "base")


def test_a_folder_that_holds_something_else_is_not_taken_for_the_environment(
    run: ModuleType, steps: STEPS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter 1").touch()
    monkeypatch.setenv("VENV_DIR", str(tmp_path / "thesis"))
    with pytest.raises(SystemExit, match="VENV_DIR"):
        run.install("base", run.environment_folder("base"), {}, 0)
    assert (tmp_path / "thesis" / "chapter 1").exists()


def test_a_second_start_waits_for_the_first(run: ModuleType, checkout: Path) -> None:
    with run.one_at_a_time(checkout):
        command = [sys.executable, str(checkout / "run"), "manage", "check"]
        second = subprocess.Popen(command, stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"]})
        assert second.stderr is not None
        with second:
            assert b"waiting" in second.stderr.readline()
            assert second.poll() is None
            second.kill()
    assert not (checkout / ".venv").exists()


# --- the site ---


def make_site(run: ModuleType, checkout: Path, data: Path | None = None) -> None:
    python = checkout / ".venv/bin/python"
    if not python.exists():
        stand_in_environment(checkout / ".venv")
    run.make_site(str(python), {"DATA_DIR": str(data or checkout / "var")}, 0)


def test_a_new_site_has_the_demonstration_and_a_second_start_does_nothing(
    run: ModuleType, steps: STEPS, checkout: Path
) -> None:
    make_site(run, checkout)
    assert steps[-1][-5:] == ["import_interview", str(checkout / "docs/demonstration"), "--publish", "--verbosity", "0"]
    assert words(steps) == ["migrate", "collectstatic", "import_interview"]
    make_site(run, checkout)
    assert words(steps) == []


def test_where_the_site_is_kept_in_the_checkout_its_own_files_are_no_reason_to_make_it_again(
    run: ModuleType, steps: STEPS, checkout: Path
) -> None:
    make_site(run, checkout, checkout / "site")
    (checkout / "site/static/made.css").touch()
    words(steps)
    make_site(run, checkout, checkout / "site")
    assert words(steps) == []


@pytest.mark.parametrize(
    "file",
    ["app/migrations/0002_next.py", "app/static/page.css", "app/settings.py", "requirements/base.lock"],
)
def test_what_changes_the_site_makes_it_again_but_never_the_demonstration(
    run: ModuleType, steps: STEPS, checkout: Path, file: str
) -> None:
    make_site(run, checkout)
    words(steps)
    (checkout / file).write_text("changed = True\n")
    make_site(run, checkout)
    assert words(steps) == ["migrate", "rebuild_search_index", "collectstatic"]


def test_a_database_that_was_put_there_is_given_no_demonstration(run: ModuleType, steps: STEPS, checkout: Path) -> None:
    (checkout / "var").mkdir()
    (checkout / "var/db.sqlite3").write_text("from a backup")
    make_site(run, checkout)
    assert words(steps) == ["migrate", "rebuild_search_index", "collectstatic"]


def test_a_demonstration_that_was_broken_off_is_imported_at_the_next_start(
    run: ModuleType, steps: STEPS, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noting = run.step

    def break_off(command: list[str], *rest: object) -> None:
        if "import_interview" in command:
            raise KeyboardInterrupt
        noting(command, *rest)

    monkeypatch.setattr(run, "step", break_off)
    with pytest.raises(KeyboardInterrupt):
        make_site(run, checkout)
    words(steps)
    monkeypatch.setattr(run, "step", noting)
    make_site(run, checkout)
    assert words(steps) == ["migrate", "rebuild_search_index", "collectstatic", "import_interview"]


def test_a_database_server_is_migrated_at_every_start_and_given_no_demonstration(
    run: ModuleType, steps: STEPS, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/portal")
    make_site(run, checkout)
    assert words(steps) == ["migrate", "rebuild_search_index", "collectstatic"]
    make_site(run, checkout)
    assert words(steps) == ["migrate"]


# --- the commands ---


def whole(run: ModuleType, checkout: Path, lock: str) -> None:
    stand_in_environment(checkout / ".venv")
    (checkout / ".venv" / run.STAMP).write_text(run.stamp_for(lock, checkout / ".venv/bin/python"))


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "8000.0", "８０００"])
def test_a_port_that_is_no_port_is_said_before_anything_is_installed(checkout: Path, port: str) -> None:
    done = start(checkout, PORT=port)
    assert done.returncode == 1
    assert "must be a number from 1 to 65535" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_port_in_use_is_said_before_anything_is_installed(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = start(checkout, PORT=port)
    assert done.returncode == 1
    assert f"Port {port} cannot be listened on" in done.stderr
    assert "PORT=8000 ./run" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_unknown_word_gives_the_usage_and_status_2(checkout: Path) -> None:
    done = start(checkout, "server")
    assert done.returncode == 2
    assert "There is no ./run server" in done.stderr
    assert "./run test" in done.stderr


def test_help_gives_the_usage(checkout: Path) -> None:
    done = start(checkout, "help")
    assert done.returncode == 0
    assert "./run test" in done.stdout


def test_a_start_says_where_the_site_is_and_starts_gunicorn(run: ModuleType, checkout: Path) -> None:
    whole(run, checkout, "base")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    done = start(checkout, PORT=port, LC_ALL="C", PYTHONPATH="/elsewhere")
    assert done.returncode == 0
    assert f"http://127.0.0.1:{port}" in done.stdout
    assert "./run manage createsuperuser" in done.stdout
    assert "./run manage import_interview page.txt --publish" in done.stdout
    assert f"started: -m gunicorn -c {checkout}/deploy/gunicorn.conf.py portal.wsgi:application" in done.stdout
    assert f"port: {port}\npath: \n" in done.stdout


def test_manage_runs_in_the_folder_of_the_user_with_clean_output(run: ModuleType, checkout: Path) -> None:
    whole(run, checkout, "base")
    command = [sys.executable, str(checkout / "run"), "manage", "import_interview", "page.txt"]
    output = subprocess.check_output(command, cwd=checkout.parent, env={"DATA_DIR": "data"}, text=True)
    assert output.startswith(f"started: {checkout}/manage.py import_interview page.txt\n")
    assert f"folder: {checkout.parent}\ndata: {checkout.parent}/data\n" in output


def test_the_tests_have_data_of_their_own_and_pytests_exit_status(run: ModuleType, checkout: Path) -> None:
    whole(run, checkout, "test")
    done = start(checkout, "test", "-k", "word", CHROMIUM="/no/such/browser", DATA_DIR="/the/site")
    assert done.returncode == 3
    assert "started: -m pytest -n auto -k word\n" in done.stdout
    data = Path(done.stdout.split("data: ")[1].split("\n")[0])
    assert data != Path("/the/site")
    assert not data.exists()
    assert "The browser tests are left out: Chromium was not found as /no/such/browser" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_said_plainly(run: ModuleType, checkout: Path) -> None:
    whole(run, checkout, "base")
    done = start(checkout, "manage", "showmigrations", DATA_DIR=str(checkout / "run" / "data"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "DATA_DIR" in done.stderr


def test_the_browser_tests_can_be_demanded(run: ModuleType, checkout: Path) -> None:
    whole(run, checkout, "browser")
    done = start(checkout, "test", CHROMIUM="/no/such/browser", REQUIRE_BROWSER="1")
    assert done.returncode == 1
    assert "REQUIRE_BROWSER" in done.stderr


def test_every_setting_of_the_server_is_one_that_gunicorn_knows() -> None:
    settings = {name for name in runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py")) if name[0] != "_"}
    assert settings - {"os", "Path"} <= {setting.name for setting in KNOWN_SETTINGS}


# --- for real ---


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of this checkout, without what git ignores, in a folder with spaces and accents."""
    listed = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT)
    folder = tmp_path / "copie à l’essai"
    for name in map(os.fsdecode, filter(None, listed.split(b"\0"))):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (tmp_path / "home").mkdir()
    return folder


def bare_environment(clone: Path) -> dict[str, str]:
    """As under `env -i`, but for the way to the packages."""
    kept = {key: value for key, value in os.environ.items() if key.startswith("PIP_") or key.lower().endswith("_proxy")}
    return {**kept, "PATH": os.environ["PATH"], "HOME": str(clone.parent / "home"), "LC_ALL": "C"}


@pytest.mark.slow
def test_a_fresh_copy_sets_itself_up_and_the_second_time_is_quick(clone: Path) -> None:
    command = [clone / "run", "manage", "check"]
    subprocess.run(command, env=bare_environment(clone), check=True, timeout=600)
    begun = time.monotonic()
    subprocess.run(command, env=bare_environment(clone), check=True, timeout=600)
    assert time.monotonic() - begun < 5


@pytest.mark.slow
def test_after_a_kill_in_the_middle_of_the_installation_the_next_start_makes_it_whole(clone: Path) -> None:
    command = [str(clone / "run"), "manage", "version"]
    first = subprocess.Popen(command, env=bare_environment(clone))
    with first:
        deadline = time.monotonic() + 300
        while not any(clone.glob(".venv/lib/python3*/site-packages/*/")) and time.monotonic() < deadline:
            assert first.poll() is None
            time.sleep(0.05)
        first.kill()
    assert not (clone / ".venv" / "portal-installed").exists()
    second = subprocess.run(command, env=bare_environment(clone), check=True, timeout=600, capture_output=True)
    assert b"Installing" in second.stderr
    assert (clone / ".venv" / "portal-installed").exists()
