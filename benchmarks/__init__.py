"""Speed of the model against its peers, and what shows that they are the same model."""
