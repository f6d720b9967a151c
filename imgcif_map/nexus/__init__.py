"""What the NeXus definitions say: which places a NeXus file may have, and what stands there."""
