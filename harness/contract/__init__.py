"""The table of the API's routes and edits, and the calls of Bria's own client, as checks that need a running studio."""
