"""A study that was done made one that is not, as if one of its batches were still to come."""

from entente.studies.study_files import ALL_DONE, read_manifest, write_manifest


def take_back(study, number):
    """Delete what a batch left, and the word that all is done; return what puts both back."""
    files = [study / "runs" / f"part-{number:06d}.parquet", study / "sums" / f"part-{number:06d}.b2"]
    manifests = [study / "study.json", *(study / "sums").glob("study*")]
    kept = {path: path.read_bytes() for path in (*files, *manifests)}
    for path in files:
        path.unlink()
    write_manifest(study, {**read_manifest(study), ALL_DONE: False})

    def put_back():
        for path, content in kept.items():
            path.write_bytes(content)

    return put_back
