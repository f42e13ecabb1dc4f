-- Prompt alignment (spec/gas.md 10): how well media fit their prompts, and what they look like to which model.

-- Cosine of medium and prompt; beside the outcome, so that it stays when the medium is cleared away.
ALTER TABLE generator_challenge_outcomes ADD COLUMN similarity REAL;

-- Media that passed, one row each, also of those that were removed since. While the medium is here, its vector is in
-- media.clip_embedding; `embedding` holds it afterwards.
CREATE TABLE embeddings (
    id INTEGER PRIMARY KEY,
    media_id TEXT NOT NULL UNIQUE,
    task_id TEXT,
    -- vectors of different models say nothing about each other
    model TEXT NOT NULL,
    -- SHA-256 of its weights as hex; null in rows of a Python validator
    digest TEXT,
    embedding BLOB,
    removed_at REAL
);
CREATE INDEX idx_embeddings_removed_at ON embeddings (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX idx_media_awaiting_alignment ON media (created_at)
    WHERE source_type = 'miner' AND verified = 0 AND failed_verification = 0;

-- Taken over from a Python validator by an older gascli.
INSERT INTO embeddings (media_id, task_id, model)
SELECT id, task_id, 'openai/clip-vit-base-patch32' FROM media
WHERE source_type = 'miner' AND verified = 1 AND length(clip_embedding) = 2048;
