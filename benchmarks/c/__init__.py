"""The two heaviest phases of the week written by hand in C, on the model's own arrays, to tell what Python costs."""
