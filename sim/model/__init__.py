"""What the model is made of: parameters, settings, situations, levers and measures, each declared once."""
