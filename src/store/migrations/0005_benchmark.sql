-- What rewards are computed from besides outcomes, and how each epoch came out, so that it can be explained later.

-- The benchmark's last good answer (spec/gas.md 11.6).
CREATE TABLE fool_counts (
    hotkey TEXT PRIMARY KEY,
    fooled_count INTEGER NOT NULL,
    not_fooled_count INTEGER NOT NULL
);

-- Prices that were read from their seller; `place` is the order in which substrings are tried.
CREATE TABLE live_prices (
    model TEXT PRIMARY KEY,
    usd REAL NOT NULL,
    place INTEGER NOT NULL
);

-- When `benchmark` and `live_prices` were last answered.
CREATE TABLE answers (
    name TEXT PRIMARY KEY,
    at REAL NOT NULL
);

-- Epochs: `rules` is JSON, the prices and modality weights that held.
CREATE TABLE epochs (
    block INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    rules TEXT NOT NULL
);
CREATE TABLE epoch_scores (
    block INTEGER NOT NULL REFERENCES epochs (block) ON DELETE CASCADE,
    hotkey TEXT NOT NULL,
    previous REAL NOT NULL,
    reward REAL NOT NULL,
    average REAL NOT NULL,
    active BOOLEAN NOT NULL,
    score REAL NOT NULL,
    -- null where the benchmark had no samples
    fooled_count INTEGER,
    not_fooled_count INTEGER,
    -- whether it takes part in the generators' share
    generator BOOLEAN NOT NULL,
    PRIMARY KEY (block, hotkey)
) WITHOUT ROWID;

-- The size that a medium turned out to have, beside its outcome: the sizes of a day are then read without a look at each
-- medium, and stay when media are cleared away.
ALTER TABLE generator_challenge_outcomes ADD COLUMN observed_resolution TEXT;
UPDATE generator_challenge_outcomes
SET observed_resolution = (SELECT resolution FROM media WHERE media.id = generator_challenge_outcomes.media_id)
WHERE media_id IS NOT NULL;
CREATE TRIGGER outcome_inserted_with_medium AFTER INSERT ON generator_challenge_outcomes WHEN NEW.media_id IS NOT NULL
BEGIN
    UPDATE generator_challenge_outcomes
    SET observed_resolution = coalesce(NEW.observed_resolution, (SELECT resolution FROM media WHERE id = NEW.media_id))
    WHERE task_id = NEW.task_id;
END;
CREATE TRIGGER outcome_got_medium AFTER UPDATE OF media_id ON generator_challenge_outcomes WHEN NEW.media_id IS NOT NULL
BEGIN
    UPDATE generator_challenge_outcomes
    SET observed_resolution = coalesce((SELECT resolution FROM media WHERE id = NEW.media_id), observed_resolution)
    WHERE task_id = NEW.task_id;
END;

-- Holds all that rewards need of an outcome, so that a day of them is one walk through one index.
CREATE INDEX idx_generator_challenge_outcomes_rewards ON generator_challenge_outcomes
    (updated_at, status, hotkey, modality, model_name, requested_resolution, observed_resolution);
