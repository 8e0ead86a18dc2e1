"""What tests and benchmarks stand on: studios in their own processes, Chromium and people in it, the API's table."""
