//! The ledger's tables and their versions.

use rusqlite::Connection;

/// Marks the file as ours (`gasL`), so that another program's database is refused instead of changed.
const APPLICATION: i64 = 0x6761_734c;

/// One batch per version that it makes; a released batch is never changed, a new version is a new batch.
const MIGRATIONS: [(i64, &str); 3] = [(1, BASE), (2, YUMA), (3, FIELDS)];

const BASE: &str = "
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
";

/// Rules, and what epochs compute by Yuma. Older ledgers keep their seats, and each neuron the permit that it has, as if an
/// operator had given it. A process of the first version that has the ledger open reads on, but can no longer change what it
/// does not know: the triggers see by the columns that it leaves out who writes.
const YUMA: &str = "
    ALTER TABLE subnets ADD COLUMN last_epoch INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE subnets ADD COLUMN owner BLOB CHECK (length(owner) = 32);
    ALTER TABLE subnets ADD COLUMN stake_threshold_rao INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE subnets ADD COLUMN activity_cutoff INTEGER NOT NULL DEFAULT 5000;
    ALTER TABLE subnets ADD COLUMN immunity_period INTEGER NOT NULL DEFAULT 4096;
    ALTER TABLE subnets ADD COLUMN max_uids INTEGER NOT NULL DEFAULT 256;
    ALTER TABLE subnets ADD COLUMN max_validators INTEGER NOT NULL DEFAULT 128;
    ALTER TABLE subnets ADD COLUMN kappa INTEGER NOT NULL DEFAULT 32767;
    ALTER TABLE subnets ADD COLUMN bonds_moving_average INTEGER NOT NULL DEFAULT 900000;
    ALTER TABLE subnets ADD COLUMN bonds_penalty INTEGER NOT NULL DEFAULT 65535;
    ALTER TABLE subnets ADD COLUMN yuma3 INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE subnets ADD COLUMN registration_allowed INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE subnets ADD COLUMN burn_rao INTEGER NOT NULL DEFAULT 500000;
    ALTER TABLE subnets ADD COLUMN burn_block INTEGER NOT NULL DEFAULT 0;
    UPDATE subnets SET last_epoch = settled_epoch * tempo;
    UPDATE subnets SET max_uids = max(max_uids, (
        SELECT coalesce(max(uid) + 1, 0) FROM neurons WHERE neurons.netuid = subnets.netuid
    ));
    ALTER TABLE neurons ADD COLUMN dividends INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE neurons ADD COLUMN consensus INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE neurons ADD COLUMN emission_rao INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE neurons ADD COLUMN registered_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE neurons ADD COLUMN permit_given INTEGER;
    UPDATE neurons SET permit_given = validator_permit;
    CREATE TABLE bonds (
        netuid INTEGER NOT NULL,
        validator_uid INTEGER NOT NULL,
        uid INTEGER NOT NULL,
        bond INTEGER NOT NULL,
        PRIMARY KEY (netuid, validator_uid, uid),
        FOREIGN KEY (netuid, validator_uid) REFERENCES neurons (netuid, uid) ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE commitments (
        netuid INTEGER NOT NULL REFERENCES subnets (netuid) ON DELETE CASCADE,
        hotkey BLOB NOT NULL CHECK (length(hotkey) = 32),
        block INTEGER NOT NULL,
        data BLOB NOT NULL,
        epoch INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        PRIMARY KEY (netuid, hotkey)
    ) STRICT;
    CREATE TRIGGER older_epochs BEFORE UPDATE OF settled_epoch ON subnets
        WHEN NEW.settled_epoch <> OLD.settled_epoch AND NEW.last_epoch = OLD.last_epoch
        BEGIN SELECT RAISE(ABORT, 'a newer gascli uses this ledger: restart what still runs with the older one'); END;
    CREATE TRIGGER older_registrations BEFORE INSERT ON neurons WHEN NEW.registered_at <> NEW.last_update
        BEGIN SELECT RAISE(ABORT, 'a newer gascli uses this ledger: restart what still runs with the older one'); END;
    CREATE TRIGGER older_permits BEFORE UPDATE OF validator_permit ON neurons
        WHEN NEW.validator_permit <> OLD.validator_permit AND OLD.permit_given = NEW.permit_given
        BEGIN SELECT RAISE(ABORT, 'a newer gascli uses this ledger: restart what still runs with the older one'); END;
";

/// Commitments of up to three fields. What a process of an older version publishes meanwhile leaves these columns out, and so
/// is what it means: one field.
const FIELDS: &str = "
    ALTER TABLE commitments ADD COLUMN second BLOB;
    ALTER TABLE commitments ADD COLUMN third BLOB;
";

/// Newest version.
pub(super) const VERSION: i64 = 3;
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger as the first version wrote it.
    fn first_version(rows: &str) -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(BASE).unwrap();
        connection.execute_batch(rows).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection
    }

    #[test]
    fn a_ledger_of_the_first_version_keeps_its_seats_its_permits_and_its_place_in_the_epoch() {
        let mut connection = first_version(
            "INSERT INTO chain VALUES (1, 1000, 12000);
             INSERT INTO subnets VALUES (34, 20, 0, 1, 65535, 0, 7);
             INSERT INTO neurons VALUES (34, 0, zeroblob(32), NULL, 5, 1, NULL, NULL, 9, 130);
             INSERT INTO neurons VALUES (34, 300, randomblob(32), NULL, 0, 0, '127.0.0.1', 80, 8, 131);
             INSERT INTO weights VALUES (34, 0, 300, 65535, 130);",
        );
        assert_eq!(check(&mut connection).unwrap(), Kind::Ours);
        let text = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(text("SELECT last_epoch || ' ' || max_uids || ' ' || tempo FROM subnets"), "140 301 20");
        let neurons = "SELECT group_concat(uid || ':' || validator_permit || permit_given || ':' || incentive, ' ')
                           FROM (SELECT * FROM neurons ORDER BY uid)";
        assert_eq!(text(neurons), "0:11:9 300:00:8");
        assert_eq!(text("SELECT uid || '=' || weight FROM weights"), "300=65535");
        assert_eq!(check(&mut connection).unwrap(), Kind::Ours, "nothing is migrated twice");
    }

    #[test]
    fn a_commitment_of_the_second_version_is_read_as_one_field_and_so_is_what_that_version_still_writes() {
        let mut connection = first_version(YUMA);
        connection
            .execute_batch(
                "INSERT INTO chain VALUES (1, 1000, 12000);
                 INSERT INTO subnets (netuid, tempo, weights_rate_limit, min_allowed_weights, max_weights_limit,
                     weights_version, settled_epoch) VALUES (34, 20, 0, 1, 65535, 0, 0);
                 INSERT INTO commitments VALUES (34, zeroblob(32), 5, x'6f6c64', 0, 100);",
            )
            .unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        assert_eq!(check(&mut connection).unwrap(), Kind::Ours);
        let fields = "SELECT quote(data) || quote(second) || quote(third) FROM commitments";
        let found = |connection: &Connection| connection.query_row(fields, [], |row| row.get::<_, String>(0)).unwrap();
        assert_eq!(found(&connection), "X'6F6C64'NULLNULL");
        connection.execute("UPDATE commitments SET second = x'00'", []).unwrap();
        // The statement of the second version.
        let older = "INSERT OR REPLACE INTO commitments (netuid, hotkey, block, data, epoch, bytes)
                         VALUES (34, zeroblob(32), 6, x'6e6577', 0, 200)";
        connection.execute(older, []).unwrap();
        assert_eq!(found(&connection), "X'6E6577'NULLNULL");
    }

    #[test]
    fn a_process_of_the_first_version_is_told_to_stop_before_it_counts_an_epoch_twice() {
        let mut connection = first_version(
            "INSERT INTO chain VALUES (1, 1000, 12000);
             INSERT INTO subnets VALUES (34, 20, 0, 1, 65535, 0, 7);
             INSERT INTO neurons VALUES (34, 0, zeroblob(32), NULL, 5, 1, NULL, NULL, 9, 130);",
        );
        assert_eq!(check(&mut connection).unwrap(), Kind::Ours);
        // The statements of the first version.
        for refused in [
            "UPDATE subnets SET settled_epoch = 8 WHERE netuid = 34",
            "INSERT INTO neurons (netuid, uid, hotkey, stake_rao, validator_permit, last_update)
                 VALUES (34, 1, randomblob(32), 0, 0, 150)",
            "UPDATE neurons SET stake_rao = coalesce(NULL, stake_rao), validator_permit = coalesce(0, validator_permit)
                 WHERE netuid = 34 AND uid = 0",
        ] {
            let error = connection.execute(refused, []).unwrap_err().to_string();
            assert!(error.contains("a newer gascli uses this ledger"), "{error}");
        }
        connection.execute("UPDATE neurons SET last_update = 150 WHERE netuid = 34 AND uid = 0", []).unwrap();
    }
}
