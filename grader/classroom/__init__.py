"""A class: batches, the store, resume, exports."""
