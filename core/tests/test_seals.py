import pytest
from django.core.exceptions import ImproperlyConfigured

from core.seals import seal, seal_anew, unseal

OLD, NEW = "the key before", "the key of today"


def test_what_is_sealed_opens_and_shows_nothing():
    sealed = seal("JBSWY3DPEHPK3PXP")
    assert unseal(sealed) == "JBSWY3DPEHPK3PXP"
    assert "JBSWY3DP" not in sealed
    assert seal("JBSWY3DPEHPK3PXP") != sealed


def test_an_older_key_opens_while_it_is_kept(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    sealed = seal("secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert unseal(sealed) == "secret"
    anew = seal_anew(sealed)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(anew) == "secret"
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FALLBACKS"):
        unseal(sealed)


@pytest.mark.parametrize("stored", ["JBSWY3DPEHPK3PXP", "", "gAAAA"])
def test_what_was_never_sealed_is_refused_in_words(stored):
    with pytest.raises(ImproperlyConfigured, match="sealed under another SECRET_KEY"):
        unseal(stored)
