-- What the state socket tells must be right after a restart, so the weights that last landed are kept.

-- Weights as they last landed, by hotkey.
CREATE TABLE weights (
    hotkey TEXT PRIMARY KEY,
    weight INTEGER NOT NULL
);
