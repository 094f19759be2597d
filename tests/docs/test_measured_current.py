"""What the pages tell of experiments was made on the present rules."""

from entente.docs_build.made_on import stale_results


def test_nothing_measured_is_older_than_the_rules():
    stale = stale_results()
    assert not stale, (
        f"older than the results of the rules: {', '.join(stale)}; CONTRIBUTING.md says how to make it again"
    )
