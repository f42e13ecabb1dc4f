-- Scores that an epoch did not move, since too much of what their owners delivered awaited the check of its prompt.
ALTER TABLE epoch_scores ADD COLUMN held BOOLEAN NOT NULL DEFAULT 0;
