"""Everything below docs/generated, from the model and the synthesized JSON."""
