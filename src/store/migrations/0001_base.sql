-- Names are those of spec/gas.md 12.2 to 12.4; columns that nothing reads yet come with the migration that needs them.
-- Ours: prompts.origin, media.sha256, outcomes.failure_class, and the two tables at the end.

CREATE TABLE prompts (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    content_type TEXT NOT NULL DEFAULT 'prompt' CHECK (content_type = 'prompt'),
    modality TEXT CHECK (modality IN ('image', 'video', 'audio')),
    created_at REAL NOT NULL,
    used_count INTEGER NOT NULL DEFAULT 0,
    last_used REAL,
    -- `file`: a line of PROMPTS_FILE; `composed`: made here; `retired`: was in the file once
    origin TEXT NOT NULL CHECK (origin IN ('file', 'composed', 'retired')),
    UNIQUE (content, content_type, modality)
);
CREATE INDEX idx_prompts_used_count ON prompts (used_count);
CREATE INDEX idx_prompts_created_at ON prompts (created_at);

CREATE TABLE media (
    id TEXT PRIMARY KEY,
    prompt_id TEXT REFERENCES prompts (id),
    -- relative to the folder of the database
    file_path TEXT NOT NULL UNIQUE,
    modality TEXT NOT NULL CHECK (modality IN ('image', 'video')),
    media_type TEXT NOT NULL CHECK (media_type IN ('real', 'synthetic', 'semisynthetic')),
    source_type TEXT NOT NULL DEFAULT 'generated' CHECK (source_type IN ('scraper', 'dataset', 'generated', 'miner')),
    model_name TEXT,
    uid INTEGER,
    hotkey TEXT,
    verified BOOLEAN NOT NULL DEFAULT 0,
    failed_verification BOOLEAN NOT NULL DEFAULT 0,
    rewarded BOOLEAN NOT NULL DEFAULT 0,
    uploaded BOOLEAN NOT NULL DEFAULT 0,
    created_at REAL NOT NULL,
    resolution TEXT,
    file_size INTEGER,
    format TEXT,
    c2pa_verified BOOLEAN NOT NULL DEFAULT 0,
    c2pa_issuer TEXT,
    task_id TEXT,
    -- UNIQUE: of two deliveries of the same bytes at once, one loses, whatever each check saw
    sha256 BLOB UNIQUE
);
CREATE INDEX idx_media_prompt_id ON media (prompt_id);
CREATE INDEX idx_media_created_at ON media (created_at);
CREATE INDEX idx_media_hotkey ON media (hotkey);
CREATE INDEX idx_media_task_id ON media (task_id);

CREATE TABLE generator_challenge_outcomes (
    task_id TEXT PRIMARY KEY,
    uid INTEGER,
    hotkey TEXT NOT NULL,
    prompt_id TEXT NOT NULL REFERENCES prompts (id),
    modality TEXT NOT NULL CHECK (modality IN ('image', 'video', 'audio')),
    status TEXT NOT NULL CHECK (status IN ('pending', 'stored', 'verified', 'failed')),
    failure_reason TEXT,
    failure_class TEXT,
    media_id TEXT REFERENCES media (id),
    -- when the challenge was sent
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    model_name TEXT,
    requested_resolution TEXT
);
CREATE INDEX idx_generator_challenge_outcomes_hotkey ON generator_challenge_outcomes (hotkey);
CREATE INDEX idx_generator_challenge_outcomes_status ON generator_challenge_outcomes (status);
CREATE INDEX idx_generator_challenge_outcomes_updated_at ON generator_challenge_outcomes (updated_at);
CREATE INDEX idx_generator_challenge_outcomes_media_id ON generator_challenge_outcomes (media_id);

-- Average over epochs, by hotkey.
CREATE TABLE scores (
    hotkey TEXT PRIMARY KEY,
    score REAL NOT NULL,
    updated_at REAL NOT NULL
);

-- Blocks at which things were last done.
CREATE TABLE progress (
    name TEXT PRIMARY KEY,
    block INTEGER NOT NULL
);
