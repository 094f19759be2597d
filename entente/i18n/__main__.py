"""``python -m entente.i18n update``: bring the French catalogue up to date with the sources of a checkout.

The texts are extracted with Babel (``pip install -e '.[dev]'``). New ones stand in
``locale/fr/LC_MESSAGES/entente.po`` with an empty ``msgstr`` to be filled in, those no longer used are gone, and
``entente.mo`` is compiled beside it. Give the command again once the translations are written; commit both files.
"""

import sys

if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit("usage: python -m entente.i18n update")
    from entente.i18n.extraction import PO, update

    missing = list(update())
    for text in missing:
        print(f"to translate: {text}")
    print(f"{len(missing)} texts to translate in {PO}")
    sys.exit(1 if missing else 0)
