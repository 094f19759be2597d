"""The capability ``card``: one page on how far the model can be believed."""
