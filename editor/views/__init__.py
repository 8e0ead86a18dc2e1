"""What a person sees and does, one module per noun."""
