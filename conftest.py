"""What holds for every test: a busy machine is no error of the product."""

import gc

from hypothesis import settings

settings.register_profile("throughline", deadline=None)
settings.load_profile("throughline")


def pytest_collection_finish():
    """Thousands of tests and all of Django stand in memory: no need to look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
