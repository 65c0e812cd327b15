"""Static files under hashed names, the imports between our own JavaScript modules included."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns[1]
OWN_MODULES = ("core/*.js", "coaching/*.js", "notices/*.js", "people/*.js", "reports/*.js")


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """A changed module gets a new name, and so do the modules that import it.

    Only our own modules are read for imports: packages name files in comments that do not exist.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((own, IMPORTS) for own in OWN_MODULES),
    )
