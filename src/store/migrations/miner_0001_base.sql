-- What a miner must not forget. Media lie beside the database, one file per open task.

-- Tasks that are not over. `row` grows with time, so that new ones are written side by side.
CREATE TABLE tasks (
    row INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL,
    -- JSON: the fields of spec/gas.md 3.6, and `metadata` and `order`
    document TEXT NOT NULL
);

-- What was bought, one row per request that can be charged.
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    task_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    service TEXT NOT NULL,
    model TEXT NOT NULL,
    -- millionths of a US dollar; null where the price is not known
    micro_usd INTEGER,
    -- 1 where the service certainly charged nothing
    refunded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX idx_orders_at ON orders (at_ms);
