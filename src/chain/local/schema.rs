//! The ledger's tables and their versions.

use rusqlite::Connection;

/// Marks the file as ours (`gasL`), so that another program's database is refused instead of changed.
const APPLICATION: i64 = 0x6761_734c;

/// One batch per version that it makes; a released batch is never changed, a new version is a new batch.
const MIGRATIONS: [(i64, &str); 1] = [(
    1,
    "
    CREATE TABLE chain (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        genesis_ms INTEGER NOT NULL,
        block_time_ms INTEGER NOT NULL CHECK (block_time_ms > 0)
    ) STRICT;
    CREATE TABLE subnets (
        netuid INTEGER PRIMARY KEY,
        tempo INTEGER NOT NULL CHECK (tempo > 0),
        weights_rate_limit INTEGER NOT NULL,
        min_allowed_weights INTEGER NOT NULL,
        max_weights_limit INTEGER NOT NULL,
        weights_version INTEGER NOT NULL,
        settled_epoch INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE neurons (
        netuid INTEGER NOT NULL REFERENCES subnets (netuid) ON DELETE CASCADE,
        uid INTEGER NOT NULL,
        hotkey BLOB NOT NULL CHECK (length(hotkey) = 32),
        coldkey BLOB CHECK (length(coldkey) = 32),
        stake_rao INTEGER NOT NULL CHECK (stake_rao >= 0),
        validator_permit INTEGER NOT NULL,
        axon_ip TEXT,
        axon_port INTEGER,
        incentive INTEGER NOT NULL DEFAULT 0,
        last_update INTEGER NOT NULL,
        PRIMARY KEY (netuid, uid),
        UNIQUE (netuid, hotkey)
    ) STRICT;
    CREATE TABLE weights (
        netuid INTEGER NOT NULL,
        validator_uid INTEGER NOT NULL,
        uid INTEGER NOT NULL,
        weight INTEGER NOT NULL,
        block INTEGER NOT NULL,
        PRIMARY KEY (netuid, validator_uid, uid),
        FOREIGN KEY (netuid, validator_uid) REFERENCES neurons (netuid, uid) ON DELETE CASCADE
    ) STRICT;
",
)];

/// Newest version.
pub(super) const VERSION: i64 = 1;
const _: () = assert!(MIGRATIONS[MIGRATIONS.len() - 1].0 == VERSION, "the last batch makes the newest version");

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A ledger that this version reads.
    Ours,
    /// A ledger of a later version.
    Newer(i64),
    /// Anything else.
    Foreign,
}

/// Makes the tables in an empty file and marks it as ours.
pub(super) fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    // Kept in the file: readers go on while one process writes.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    migrate(connection, 0)
}

/// Tells what the file is, and brings an older ledger up to date.
pub(super) fn check(connection: &mut Connection) -> rusqlite::Result<Kind> {
    let number = |connection: &Connection, name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number(connection, "application_id")? != APPLICATION {
        return Ok(Kind::Foreign);
    }
    match number(connection, "user_version")? {
        found if found > VERSION => Ok(Kind::Newer(found)),
        found if found < 1 => Ok(Kind::Foreign),
        found => migrate(connection, found).map(|()| Kind::Ours),
    }
}

fn migrate(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    if from == VERSION {
        return Ok(());
    }
    let write = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Read again: another process may have migrated while this one waited for the lock.
    let from: i64 = write.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (_, batch) in MIGRATIONS.iter().filter(|(version, _)| *version > from) {
        write.execute_batch(batch)?;
    }
    write.pragma_update(None, "user_version", VERSION.max(from))?;
    write.commit()
}
