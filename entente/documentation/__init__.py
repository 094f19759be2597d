"""The generated parts of the documentation: tables, defaults and figures, made from the code.

``python -m entente.documentation`` rewrites the pages, ``--check`` compares them, and ``--figures`` also draws the
figures that they show.
"""
