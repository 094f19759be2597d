"""What all figures share: style, pages, panels, labels, and names in English or French."""
