"""What is stored: sound and pictures, where each is used, what lacks words, and what nobody uses any more."""
