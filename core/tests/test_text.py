import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.text import MAX_TEXT, clean_text, strip_unstorable


@given(st.text(st.characters(codec=None), max_size=200))
def test_whatever_is_typed_can_be_stored_and_sent(text):
    cleaned = strip_unstorable(text)

    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\x00" not in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ 7*7 }}{% load x %}",
        "=HYPERLINK(1)",
        "\u202eevil\u202c",
        "👩‍🏫 O'Neal",
        "tab\there\nnew line",
    ],
)
def test_odd_text_comes_back_as_it_was(text):
    assert clean_text(text) == text


def test_nul_and_lone_surrogates_are_taken_out():
    assert clean_text("a\x00b\ud800c\udfffd") == "abcd"


def test_a_pair_of_surrogates_written_as_one_character_stays():
    assert clean_text("😀") == "😀"


def test_line_ends_are_made_one_kind():
    assert clean_text("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_the_longest_text_fits():
    assert clean_text("x" * MAX_TEXT) == "x" * MAX_TEXT


def test_a_longer_text_is_refused_in_words_that_name_it():
    with pytest.raises(ValidationError) as caught:
        clean_text("x" * (MAX_TEXT + 213), "the note")

    assert caught.value.messages == ["The note is 50,213 characters; shorten it to 50,000"]
