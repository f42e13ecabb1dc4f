-- Challenges that a miner did not accept: they have no task id, so no outcome.
CREATE TABLE unanswered (
    hotkey TEXT NOT NULL,
    uid INTEGER NOT NULL,
    -- why in a word, such as `timeout` or `http-4xx`
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX idx_unanswered_at ON unanswered (at);
