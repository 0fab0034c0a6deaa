"""The estate applied, planned again and destroyed by the real terraform in a simulated AWS."""
