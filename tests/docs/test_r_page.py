"""What a run and a study leave can be read in R, as the page says."""

import shutil
import subprocess

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pages import DOCS, fenced

PAGE = DOCS / "r.md"
PACKAGE = "nanoparquet"
# What nanoparquet 0.4 says that it reads (nanoparquet.r-lib.org/reference/parquet-encodings.html, and its limitations).
ENCODINGS = {"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"}
COMPRESSIONS = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"}


@pytest.fixture(scope="module")
def replayed(replay, place):
    done = replay(PAGE)
    assert done.returncode == 0, done.stderr
    return place


def r_packages():
    """Return the packages of the R of this machine, or nothing where there is no R."""
    if shutil.which("Rscript") is None:
        return set()
    asked = ["Rscript", "-e", "cat(rownames(installed.packages()))"]
    return set(subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout.split())


def test_files_are_of_the_kind_that_readers_of_r_know(replayed):
    files = [path for folder in ("in_r", "study_in_r") for path in (replayed / "results" / folder).rglob("*.parquet")]
    assert len(files) >= 8
    for path in files:
        file = pq.ParquetFile(path)
        kinds = [one.type.value_type if pa.types.is_dictionary(one.type) else one.type for one in file.schema_arrow]
        assert not [kind for kind in kinds if pa.types.is_nested(kind) or pa.types.is_null(kind)], path
        groups = [file.metadata.row_group(k) for k in range(file.metadata.num_row_groups)]
        for column in (group.column(k) for group in groups for k in range(group.num_columns)):
            assert set(column.encodings) <= ENCODINGS, (path, column.path_in_schema)
            assert column.compression in COMPRESSIONS


@pytest.mark.parametrize("number", range(len(fenced(PAGE, "r"))))
def test_the_lines_of_the_page_work_in_r(replayed, number):
    code = fenced(PAGE, "r")[number]
    found = r_packages()
    if not found or (f"library({PACKAGE})" in code and PACKAGE not in found):
        pytest.skip(f"no R here, or none with {PACKAGE}: these lines are not tried")
    done = subprocess.run(
        ["Rscript", "-"], input=code, cwd=replayed, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
