from reports.about_me.person import AboutMe
from reports.about_me.section import as_zip

__all__ = ["AboutMe", "as_zip"]
