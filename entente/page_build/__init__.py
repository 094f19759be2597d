"""What the page is made of, built by a developer and kept in the package: ``python -m entente.page_build``."""
