import numpy as np
import pytest

from triage.errors import TableError
from triage.evaluation.tables import Columns, read_table


def test_a_file_with_usual_names_is_read_without_naming_columns():
    data = '\ufefftitle,abstract,label_included\n"A, b",c,1\nd,,0.0\n'.encode()
    found = read_table(data, Columns())
    assert found.texts == ("A, b c", "d")
    assert found.labels == (1, 0)
    assert found.facts is None


def test_named_columns_words_for_labels_and_facts_are_read():
    data = b"story,matters,age,kind\nx,Yes,10,car\ny,no,20,bus\nz,TRUE,,car\nw,false,40,\n"
    found = read_table(data, Columns(("story",), "matters", ("age", "kind")))
    assert found.labels == (1, 0, 1, 0)
    assert found.facts.min() >= 0
    assert found.facts.max() <= 1
    kinds = found.facts[:, -32:]
    assert np.array_equal(kinds[0], kinds[2])
    assert kinds[3].sum() == 0


def test_what_is_odd_but_no_error_is_noted():
    found = read_table(b"text,label\nsame,1\nsame,0\n,0\n", Columns())
    assert [note.split()[0] for note in found.notes] == ["1", "1"]
    assert "both labels" in found.notes[1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no rows"),
        (b"text,label\n", "no rows"),
        (b"words,label\nx,1\n", "--text"),
        (b"text,mark\nx,1\n", "--label"),
        (b"text,label\nx,maybe\n", "Line 2: the label is neither"),
        (b"text,label\nx,1\ny,\n", "Line 3: there is no label"),
        (b"text,label\nx,y,1\n", "Line 2 has 3 columns"),
        (b'text,label\n"x,1\n', "no CSV"),
        (b"text,label\n\xff,1\n", "UTF-8"),
        (b"text,label\n\x00,1\n", "NUL"),
        (b"text,text,label\nx,y,1\n", "same name"),
    ],
)
def test_a_bad_file_is_refused_with_what_is_wrong_and_where(data, words):
    with pytest.raises(TableError, match=words):
        read_table(data, Columns())


def test_a_missing_further_column_is_named():
    with pytest.raises(TableError, match="age"):
        read_table(b"text,label\nx,1\n", Columns(facts=("age",)))
