"""The commands and the Python example of the README work."""

from pages import ROOT, commands, fenced

README = ROOT / "README.md"


def test_commands_work(replay):
    assert len(commands(README)) > 10
    done = replay(README)
    assert done.returncode == 0, done.stderr


def test_python_works(python):
    for text in fenced(README, "python"):
        done = python(text.replace("replicates=50", "replicates=2"))
        assert done.returncode == 0, done.stderr
