"""Static files as a served site names them: by their content, so that they can be cached for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also where a script imports another; otherwise an old module could meet a new one."""

    support_js_module_import_aggregation = True
