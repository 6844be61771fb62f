"""What a browser without script would send back of a page: tests type into the form that editors see."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.sent: dict[str, Any] = {}
        self.name = self.text = ""
        self.writing = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.inside = given.get("id") == self.form
        name = given.get("name", "")
        if not self.inside or (not name and tag in ("textarea", "select")):  # a browser sends what has a name
            return
        if tag == "input" and name and given.get("type") not in ("submit", "file"):
            if given.get("type") == "radio":
                self.sent.setdefault(name, "")
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                value = given.get("value", "on" if given.get("type") == "checkbox" else "")
                before = self.sent.get(name)
                # A name of which there are several is sent so often.
                several = given.get("type") == "hidden" and before is not None
                self.sent[name] = [*(before if isinstance(before, list) else [before]), value] if several else value
        elif tag == "textarea":
            self.name, self.text, self.writing = name, "", True
        elif tag == "select":
            self.name = name
            self.sent[name] = ""
        elif tag == "option" and "selected" in given:
            self.sent[self.name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.writing:
            self.sent[self.name] = self.text.removeprefix("\r\n").removeprefix("\n")
            self.writing = False
        if tag == "form":
            self.inside = False


def fields_of(html: str, form: str = "interview_form") -> dict[str, Any]:
    """Names and values, as they stand in the page's form."""
    parser = _Fields(form)
    parser.feed(html)
    return parser.sent


def opened(client: Client, address: str) -> dict[str, Any]:
    """The page's form, ready to be changed and sent."""
    return fields_of(client.get(address).content.decode())


def send(client: Client, address: str, fields: dict[str, Any], button: str = "_continue") -> Any:
    return client.post(address, {**fields, button: "1"})
