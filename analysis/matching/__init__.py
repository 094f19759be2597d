"""History matching: settings of the rules that no figure of the field rules out."""
