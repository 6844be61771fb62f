"""The other files of `deploy`: each names what is there, and systemd takes its units."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.machines.nodes import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text("utf-8")
#: What keeps a service to itself; each of ours has all of it.
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
}


def read(unit: Path) -> configparser.ConfigParser:
    known = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    known.optionxform = str  # type: ignore[assignment, method-assign]
    known.read(unit, "utf-8")
    return known


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_is_kept_to_itself(unit: Path) -> None:
    service = read(unit)["Service"]
    assert HARDENED.items() <= dict(service).items()
    assert service["User"] == "interviews"
    assert "root" not in service.values()


def test_every_command_of_the_clock_has_a_timer_and_the_other_way_round() -> None:
    documented = set(re.findall(r"^[\d*/]+ .*? /srv/interviews/run manage (.*?)(?: +#.*)?$", DEPLOYING, re.MULTILINE))
    assert len(documented) == 14
    timed = set()
    for unit in UNITS:
        if unit.suffix == ".timer":
            name = read(unit)["Timer"]["Unit"].removeprefix("interviews-manage@").removesuffix(".service")
            timed.add(re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), name))
    assert timed == documented


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze was not found")
    for unit in UNITS:
        # Where they are installed is not here; what they start must be there.
        here = re.sub(r"/srv/interviews/\.venv/bin/python", "/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(here.replace("/srv/interviews", str(ROOT)))
    command = [program, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_built_from_what_is_there() -> None:
    steps = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", steps, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            top = source.split("/")[0]
            assert f"!{top}" in (ROOT / ".containerignore").read_text("utf-8").splitlines(), source
    assert re.findall(r"^USER (\S+)$", steps, re.MULTILINE) == ["interviews"]
    assert "-r requirements/nodes.lock" in steps
    assert (ROOT / ".containerignore").read_bytes() == (ROOT / ".dockerignore").read_bytes()


def test_the_example_of_compose_names_what_is_there() -> None:
    known = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services, volumes = known["services"], known["volumes"]
    assert {"node-1", "node-2", "worker", "database", "cache", "web", "migrated"} <= set(services)
    for name, service in services.items():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("."):
                assert (DEPLOY / source).exists(), f"{name}: {source}"
            elif not source.startswith("/"):
                assert source in volumes, f"{name}: {source}"
        assert set(service.get("depends_on", [])) <= set(services)
    nodes = (DEPLOY / "nginx" / "nodes.compose.conf").read_text("utf-8")
    assert set(re.findall(r"server (\S+):8000", nodes)) == {name for name in services if name.startswith("node-")}


def test_the_example_of_an_environment_names_variables_that_are_read() -> None:
    table = DEPLOYING.split("## Variables")[1].split("\n## ")[0]
    documented = set(re.findall(r"`([A-Z_0-9]+)`", table))
    named = set(re.findall(r"^([A-Z_0-9]+)=", (DEPLOY / "compose.env.example").read_text("utf-8"), re.MULTILINE))
    assert named - documented == {"POSTGRES_PASSWORD", "VALKEYCLI_AUTH"}


def test_compose_starts_no_server_that_asks_for_no_password() -> None:
    """And comes with none: whoever copies the example has to choose them."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    for name in ("database", "cache"):
        assert services[name]["env_file"] == "compose.env"
        assert "ports" not in services[name]  # nobody outside of the network of the containers asks it
    assert '--requirepass "$$VALKEYCLI_AUTH"' in services["cache"]["command"][-1]
    given = dict(re.findall(r"^([A-Z_0-9]+)=(.*)$", (DEPLOY / "compose.env.example").read_text("utf-8"), re.MULTILINE))
    assert (given["POSTGRES_PASSWORD"], given["VALKEYCLI_AUTH"], given["SECRET_KEY"]) == ("", "", "")
    assert ":PASSWORD@cache" in given["REDIS_URL"] and ":PASSWORD@database" in given["DATABASE_URL"]


def test_nginx_lets_go_of_idle_connections_before_gunicorn_does() -> None:
    site = (DEPLOY / "nginx" / "interviews.conf").read_text("utf-8")
    kept = [int(found) for found in re.findall(r"keepalive \d+;\s+keepalive_timeout (\d+)s;", site)]
    of_gunicorn = re.findall(r"^keepalive = (\d+)$", (DEPLOY / "gunicorn.conf.py").read_text("utf-8"), re.MULTILINE)
    assert len(kept) == 2
    assert max(kept) < int(of_gunicorn[0])
