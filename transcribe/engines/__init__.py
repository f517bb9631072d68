"""The recognisers, one file each; `transcribe.engine.ENGINES` lists them."""
