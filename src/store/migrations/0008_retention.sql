-- What keeps statistics, foreign keys and cleaning fast with hundreds of thousands of rows.

CREATE INDEX idx_generator_challenge_outcomes_prompt_id ON generator_challenge_outcomes (prompt_id);
-- Everything that the standings of a day need.
CREATE INDEX idx_generator_challenge_outcomes_standing
    ON generator_challenge_outcomes (updated_at, hotkey, uid, status, failure_class, created_at);
CREATE INDEX idx_generator_challenge_outcomes_status_updated_at
    ON generator_challenge_outcomes (status, updated_at, hotkey);
CREATE INDEX idx_media_source_type ON media (source_type, created_at, file_size);
CREATE INDEX idx_media_without_hash ON media (created_at) WHERE perceptual_hash IS NULL AND source_type = 'miner';
CREATE INDEX idx_media_cleaning ON media (created_at) WHERE uploaded = 1;
CREATE INDEX idx_prompts_source_media_id ON prompts (source_media_id);
CREATE INDEX idx_prompts_origin ON prompts (origin);
CREATE INDEX idx_known_media_created_at ON known_media (created_at);
CREATE INDEX idx_known_media_perceptual_hash ON known_media (perceptual_hash);
