"""Files are taken from editors only: nobody else's are written to disk, whatever form they are sent to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse


class LeaveOut(FileUploadHandler):
    """Reads past a file without keeping it."""

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never reached."""

    def file_complete(self, file_size: int) -> None:
        """Never reached."""


class UploadsFromStaffOnly:
    """Middleware, below AuthenticationMiddleware: leaves the files out of a stranger's multipart form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data" and not request.user.is_staff:
            request.upload_handlers = [LeaveOut(request)]
        return self.get_response(request)
