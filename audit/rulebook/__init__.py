"""The rules as people read, try and change them."""
