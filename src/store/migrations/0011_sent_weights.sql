-- Weights that are about to be sent (`landed` is 0, and `block` that of the note in `progress`), and those that were committed
-- encrypted and wait for their reveal (1, and the block that took them). The document is JSON.
CREATE TABLE sent_weights (
    block INTEGER NOT NULL,
    landed BOOLEAN NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (block, landed)
);
