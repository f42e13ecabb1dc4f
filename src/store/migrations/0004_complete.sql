-- The rest of spec/gas.md 12.2 to 12.4, so that a Python validator's rows can be taken over as they are.
-- Ours: prompts.source, and the two tables at the end.

-- Where a prompt of the store came from: `composed`, `rewritten`, `imported`. `origin` says whether it is drawn from.
ALTER TABLE prompts ADD COLUMN source TEXT;
ALTER TABLE prompts ADD COLUMN source_media_id TEXT;
ALTER TABLE prompts ADD COLUMN register TEXT;
ALTER TABLE prompts ADD COLUMN length_band TEXT;
ALTER TABLE prompts ADD COLUMN event_count INTEGER;
ALTER TABLE prompts ADD COLUMN scene_json TEXT;
ALTER TABLE prompts ADD COLUMN spec_json TEXT;
CREATE INDEX idx_prompts_register ON prompts (register);

ALTER TABLE media ADD COLUMN download_url TEXT;
ALTER TABLE media ADD COLUMN scraper_name TEXT;
ALTER TABLE media ADD COLUMN dataset_name TEXT;
ALTER TABLE media ADD COLUMN dataset_source_file TEXT;
ALTER TABLE media ADD COLUMN dataset_index TEXT;
ALTER TABLE media ADD COLUMN generation_args TEXT;
ALTER TABLE media ADD COLUMN mask_path TEXT;
ALTER TABLE media ADD COLUMN timestamp INTEGER;
ALTER TABLE media ADD COLUMN clip_embedding BLOB;
ALTER TABLE media ADD COLUMN has_audio BOOLEAN;
CREATE INDEX idx_media_uploaded ON media (uploaded);
CREATE INDEX idx_media_rewarded ON media (rewarded);
CREATE INDEX idx_media_verified ON media (verified);
CREATE INDEX idx_generator_challenge_outcomes_uid ON generator_challenge_outcomes (uid);

-- Files whose rows are gone and which are to go too: written in the transaction that removes the rows.
CREATE TABLE removals (
    file_path TEXT PRIMARY KEY,
    removed_at REAL NOT NULL
);

-- What removed media looked like, so that a copy is still known as one.
CREATE TABLE known_media (
    sha256 BLOB PRIMARY KEY,
    prompt_id TEXT,
    perceptual_hash TEXT,
    created_at REAL NOT NULL
);
