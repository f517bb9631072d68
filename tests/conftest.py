"""Being here puts this folder on the import path, for the modules that several folders share."""
