"""YAML files: the line of everything, refusals with their place, and what is written reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.config.yaml_files import UnreadableError, flatten, read_yaml, to_yaml

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(
    st.characters(blacklist_categories=("Cs", "Cc")), max_size=20
)  # fmt: skip
NAMES = st.text("abcdefghij_0123456789.é", min_size=1, max_size=8)


def file(folder, text):
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_path_has_its_line(tmp_path):
    document = read_yaml(file(tmp_path, "a: 1\nb:\n  c: 1e-3\n  d: [x, {y: 2}]\n"))
    assert document.tree == {"a": 1, "b": {"c": 0.001, "d": ["x", {"y": 2}]}}
    assert document.lines == {"a": 1, "b": 2, "b.c": 3, "b.d": 4, "b.d.0": 4, "b.d.1": 4, "b.d.1.y": 4}
    assert read_yaml(file(tmp_path, "")).tree == {}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: [1\nc: 2", 3, "a list is not closed"),
        ("a: 1\na: 2", 2, "a is said twice"),
        ("a: 1\non: 1", 2, "quotes"),
        ("- 1", 1, "no settings"),
        ("a: &x {b: *x}", 1, "holds itself"),
        ("a: b: c", 1, "a colon is where none can be"),
        ("a: !!python/object:os.system {}", 1, "python/object:os.system cannot be read"),
    ],
)
def test_what_cannot_be_read_says_where(tmp_path, text, line, problem):
    with pytest.raises(UnreadableError, match=problem) as caught:
        read_yaml(file(tmp_path, text))
    assert caught.value.line == line


def test_files_that_are_no_text_or_no_files(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("é: 1".encode("latin-1"))
    for name in ("latin.yaml", "missing.yaml", "."):
        with pytest.raises(UnreadableError):
            read_yaml(tmp_path / name)


def test_merged_entries_and_aliases(tmp_path):
    assert read_yaml(file(tmp_path, "a: &x {b: 1}\nc: {<<: *x, d: 2}\ne: *x\n")).tree["c"] == {"b": 1, "d": 2}


@given(
    tree=st.dictionaries(
        NAMES,
        st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)),
        max_size=4,
    )
)
def test_what_is_written_reads_back_the_same(tmp_path_factory, tree):
    assert read_yaml(file(tmp_path_factory.mktemp("yaml"), to_yaml(tree))).tree == tree


def test_flatten():
    assert dict(flatten({"a": {"b": {"c": 1}, "d": {}}, "e": [1]})) == {"a.b.c": 1, "a.d": {}, "e": [1]}
