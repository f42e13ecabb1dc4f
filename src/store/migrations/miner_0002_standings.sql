-- What a miner has learned of others.

-- Deliveries by local day and validator (spec/gas.md 4.1); older days than a week are deleted.
CREATE TABLE webhooks (
    day TEXT NOT NULL,
    validator TEXT NOT NULL,
    -- JSON: a row of `webhooks` in the daemon's state
    document TEXT NOT NULL,
    PRIMARY KEY (day, validator)
) WITHOUT ROWID;

-- How the media of each model pass the check before sending.
CREATE TABLE models (
    service TEXT NOT NULL,
    model TEXT NOT NULL,
    -- JSON
    document TEXT NOT NULL,
    PRIMARY KEY (service, model)
) WITHOUT ROWID;
