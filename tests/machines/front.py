"""The web server of `deploy/nginx`, as it is there but for names, ports and places."""

from __future__ import annotations

import http.client
import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from tests.machines.nodes import ROOT, Answer
from tests.machines.postgresql import free_port

SITE = "interviews.example.org"
_AROUND = """
daemon off;
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/interviews.conf;
}}
"""


class Front:
    """In front of the nodes at these ports; it speaks TLS with a certificate that nobody signed."""

    def __init__(self, program: str, folder: Path, ports: Sequence[int], user: str = "") -> None:
        folder.mkdir()
        self.program, self.folder, self.port, self.plain_port = program, folder, free_port(), free_port()
        key, certificate, nodes = folder / "key.pem", folder / "certificate.pem", folder / "nodes.conf"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={SITE}"]
        made += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(made, check=True, capture_output=True, timeout=60)
        nodes.write_text("".join(f"server 127.0.0.1:{port} max_fails=3 fail_timeout=10s;\n" for port in ports))
        site = (ROOT / "deploy" / "nginx" / "interviews.conf").read_text("utf-8")
        for there, here in {
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            f"/etc/letsencrypt/live/{SITE}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{SITE}/privkey.pem": str(key),
            "/etc/nginx/interviews/nodes.conf": str(nodes),
        }.items():
            assert there in site, there
            site = site.replace(there, here)
        (folder / "interviews.conf").write_text(site)
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(_AROUND.format(folder=folder, user=f"user {user};" if user else ""))

    def check(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command("-t"), capture_output=True, text=True, timeout=60)

    def _command(self, *more: str) -> list[str]:
        return [self.program, "-p", str(self.folder), "-e", str(self.folder / "error.log"), "-c", *self._last(more)]

    def _last(self, more: tuple[str, ...]) -> list[str]:
        return [str(self.configuration), *more]

    def connect(self, source: str = "127.0.0.1", offering: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """`offering`: what this client would take, where it is not what Python takes."""
        context = offering or ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60, source_address=(source, 0))
        return context.wrap_socket(plain, server_hostname=SITE)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: dict[str, str] | None = None,
        source: str = "127.0.0.1",
    ) -> Answer:
        connection = http.client.HTTPConnection(SITE)
        connection.sock = self.connect(source)
        try:
            connection.request(method, path, body, {"Connection": "close", **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self._command())
        until = time.monotonic() + 30
        while True:
            try:
                self.connect().close()
                return self
            except OSError:
                assert self.process.poll() is None and time.monotonic() < until, self.told()
                time.sleep(0.05)

    def told(self) -> str:
        return (self.folder / "error.log").read_text("utf-8")

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
