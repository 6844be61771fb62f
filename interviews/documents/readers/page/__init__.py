"""Parts of the reader of pages: the header, the biographies, the time index."""
