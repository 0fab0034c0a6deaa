"""What runs beside the synthesis: real plans, benchmarks, differences in words, the schema for editors."""
