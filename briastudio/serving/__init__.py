"""The web server: granian, and what stands between it and Django so that no thread waits for a client."""
