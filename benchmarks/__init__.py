"""Speed of the model beside other implementations of it, and the proof that they are the same model."""
