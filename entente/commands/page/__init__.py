"""The capability ``page``: the model in one HTML file that a room can play with."""
