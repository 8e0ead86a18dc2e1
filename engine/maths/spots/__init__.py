"""What lies on a picture rather than in it, told by the picture's own noise."""
