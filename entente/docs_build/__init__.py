"""The generated parts of the documentation: tables, defaults and figures, made from the code.

``python -m entente.docs_build`` rewrites the pages, ``--check`` compares them, and ``--figures`` also draws the
figures that they show.
"""
