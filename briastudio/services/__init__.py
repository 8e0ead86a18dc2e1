"""What the studio stands on, by the settings: a database, a storage of files, a cache; here or on servers."""
