"""What holds for every test: a busy machine is no error of the product."""

from hypothesis import settings

settings.register_profile("throughline", deadline=None)
settings.load_profile("throughline")
