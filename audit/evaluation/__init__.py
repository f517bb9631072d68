"""How good the checks and the transcription are, measured on labelled material."""
