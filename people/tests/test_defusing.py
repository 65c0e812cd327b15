"""No cell of an export becomes a formula, however a spreadsheet splits the file."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.files.export import _text as csv_text
from people.files.reading import defuse, restore

STARTS = re.compile(r'[\s"]*[=+\-@＝＋－＠]')
letters = st.text(alphabet="a=+-@＝＋－＠'\"; ,\t\r\n", max_size=12)


@pytest.mark.parametrize(
    ("typed", "exported"),
    [
        ("=1+1", "'=1+1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠A1", "'＠A1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("Reading;=1+1", "Reading;'=1+1"),
        ('Reading; "=1+1', "Reading; \"'=1+1"),
        ("Reading\n=1+1", "Reading\n'=1+1"),
        ("Reading;'=1", "Reading;''=1"),
        ("Reading; math - evenings", "Reading; math - evenings"),
        ("a-b=c@d", "a-b=c@d"),
    ],
)
def test_an_apostrophe_stands_before_every_formula(typed, exported):
    assert defuse(typed) == exported
    assert restore(exported) == typed


@given(letters)
def test_what_is_defused_comes_back(text):
    assert restore(defuse(text)) == text


@given(st.lists(letters, min_size=2, max_size=3))
def test_no_separator_begins_a_formula(cells):
    text = csv_text([cells]).removeprefix("\ufeff")
    for delimiter in ";\t":
        plain = csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
        )
        for row in plain:
            assert [cell for cell in row if STARTS.match(cell)] == []
    (row,) = csv.reader(io.StringIO(text, newline=""))
    assert [cell for cell in row if STARTS.match(cell)] == []
