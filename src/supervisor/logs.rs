//! Logs: segments that hold a child's bytes unchanged, and an index beside each.
