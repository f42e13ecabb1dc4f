//! Where a task is executed.
