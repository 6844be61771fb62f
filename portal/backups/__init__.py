"""The whole site in a folder, and back: its database, its media, and the secret that it made for itself."""
