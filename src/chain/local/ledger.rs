//! The ledger file: every change is one immediate transaction, so that processes take turns and none sees half of it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};

use super::super::{Axon, ChainError, Hyperparameters, Metagraph, Neuron};
use super::error::LedgerError;
use super::{rules, schema};
use crate::types::{BlockNumber, Coldkey, Hotkey, Netuid, Rao, Uid, UnixMillis};

/// How long SQLite waits for another process's transaction; each takes milliseconds.
const BUSY: Duration = Duration::from_secs(10);

/// What a new ledger starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLedger {
    /// Its first subnet.
    pub netuid: Netuid,
    /// Time between two blocks.
    pub block_time: Duration,
    /// Blocks per epoch.
    pub tempo: u16,
    /// Blocks between two weights of one validator; 0 is unlimited.
    pub weights_rate_limit: u64,
    /// Fewest weights.
    pub min_allowed_weights: u16,
    /// Largest share of one weight, of 65535.
    pub max_weights_limit: u16,
}

impl Default for NewLedger {
    /// The rules of GAS on the main network, but that a single weight is enough.
    fn default() -> Self {
        Self {
            netuid: Netuid(34),
            block_time: Duration::from_secs(12),
            tempo: 360,
            weights_rate_limit: 100,
            min_allowed_weights: 1,
            max_weights_limit: u16::MAX,
        }
    }
}

/// What is given about a hotkey; `None` leaves what the ledger holds, or its default at a first registration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Registration {
    /// Stake; 0 by default.
    pub stake: Option<Rao>,
    /// Whether it may set weights; no by default.
    pub validator_permit: Option<bool>,
    /// Where it can be reached; nowhere by default.
    pub axon: Option<Axon>,
}

/// How blocks come: by wall clock from the genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// When block 0 began.
    pub genesis: UnixMillis,
    /// Time between two blocks.
    pub block_time: Duration,
}

impl Blocks {
    /// The block of a moment.
    pub fn at(&self, now: UnixMillis) -> BlockNumber {
        rules::block_at(self.genesis, self.block_time, now)
    }
}

/// An open ledger file.
pub struct Ledger {
    path: PathBuf,
    connection: Connection,
    blocks: Blocks,
}

/// A failure inside a transaction: SQLite's, which still lacks the path, or the chain's.
enum Fault {
    Sqlite(rusqlite::Error),
    Chain(ChainError),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<ChainError> for Fault {
    fn from(error: ChainError) -> Self {
        Self::Chain(error)
    }
}

impl Ledger {
    /// Makes a ledger at `path`, for its owner alone, with block 0 now. Never overwrites.
    pub fn create(path: &Path, new: &NewLedger) -> Result<Self, LedgerError> {
        if new.block_time.as_millis() == 0 {
            return Err(LedgerError::Settings("a block time below a millisecond"));
        }
        if new.tempo == 0 {
            return Err(LedgerError::Settings("a tempo of 0 blocks"));
        }
        let fault = |source| LedgerError::Create { path: path.to_owned(), source };
        if path.symlink_metadata().is_ok() {
            return Err(LedgerError::Exists(path.to_owned()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::os::unix::fs::DirBuilderExt::mode(std::fs::DirBuilder::new().recursive(true), 0o700)
            .create(folder)
            .map_err(fault)?;
        // Built beside (mode 0600) and put in place whole: no other process ever opens a ledger without its tables.
        let beside = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
        let built = Connection::open(beside.path()).and_then(|mut connection| {
            schema::create(&mut connection)?;
            insert_chain(&connection, new)?;
            connection.close().map_err(|(_, error)| error)
        });
        built.map_err(|source| LedgerError::of(path, source))?;
        beside.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => LedgerError::Exists(path.to_owned()),
            _ => fault(error.error),
        })?;
        Self::open(path)
    }

    /// Opens an existing ledger.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        match std::fs::metadata(path) {
            Ok(facts) if facts.is_file() => {}
            Ok(_) => return Err(LedgerError::Foreign(path.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LedgerError::Missing(path.to_owned()));
            }
            Err(source) => {
                return Err(LedgerError::Sqlite {
                    path: path.to_owned(),
                    source: rusqlite::Error::ToSqlConversionFailure(source.into()),
                });
            }
        }
        let fault = |source| LedgerError::of(path, source);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(fault)?;
        connection.busy_timeout(BUSY).map_err(fault)?;
        match schema::check(&mut connection).map_err(fault)? {
            schema::Kind::Ours => {}
            schema::Kind::Foreign => return Err(LedgerError::Foreign(path.to_owned())),
            schema::Kind::Newer(found) => {
                return Err(LedgerError::Newer { path: path.to_owned(), found, known: schema::VERSION });
            }
        }
        connection.pragma_update(None, "foreign_keys", true).map_err(fault)?;
        let blocks = connection
            .query_row("SELECT genesis_ms, block_time_ms FROM chain", [], |row| {
                Ok(Blocks {
                    genesis: UnixMillis(unsigned(row, 0)?),
                    block_time: Duration::from_millis(unsigned(row, 1)?),
                })
            })
            .map_err(fault)?;
        Ok(Self { path: path.to_owned(), connection, blocks })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How blocks come.
    pub fn blocks(&self) -> Blocks {
        self.blocks
    }

    /// The block of this moment.
    pub fn block(&self) -> BlockNumber {
        self.blocks.at(UnixMillis::now())
    }

    /// All subnets.
    pub fn netuids(&self) -> Result<Vec<Netuid>, ChainError> {
        let found = || -> rusqlite::Result<Vec<Netuid>> {
            let mut select = self.connection.prepare("SELECT netuid FROM subnets ORDER BY netuid")?;
            select.query_map([], |row| row.get(0).map(Netuid))?.collect()
        };
        found().map_err(|source| LedgerError::of(&self.path, source).into())
    }

    /// The one subnet, where there is just one.
    pub fn only_netuid(&self) -> Result<Netuid, ChainError> {
        match self.netuids()?.as_slice() {
            [] => Err(LedgerError::NoSubnet(self.path.clone()).into()),
            [netuid] => Ok(*netuid),
            several => {
                let netuids = several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                Err(LedgerError::SeveralSubnets { path: self.path.clone(), netuids }.into())
            }
        }
    }

    /// The rules of a subnet.
    pub fn hyperparameters(&mut self, netuid: Netuid) -> Result<Hyperparameters, ChainError> {
        let path = self.path.clone();
        self.read(|tx| subnet(tx, netuid, &path).map(|(rules, _)| rules))
    }

    /// All seats of a subnet, read in one transaction.
    pub fn metagraph(&mut self, netuid: Netuid) -> Result<Metagraph, ChainError> {
        self.metagraph_at(netuid, self.block())
    }

    /// Seats a hotkey, or changes what is given of one that has a seat: it keeps its uid.
    pub fn register(&mut self, netuid: Netuid, hotkey: &Hotkey, given: &Registration) -> Result<Uid, ChainError> {
        let block = self.block();
        let axon = given.axon.map(rules::check_axon).transpose()?;
        self.change(netuid, block, |tx, path| {
            let uid = match uid_of(tx, netuid, hotkey)? {
                Some(uid) => uid,
                None => {
                    let uid = free_uid(tx, netuid, path)?;
                    insert_neuron(tx, netuid, &Seat::new(uid, *hotkey, block))?;
                    uid
                }
            };
            update_neuron(tx, netuid, uid, given, axon)?;
            Ok(uid)
        })
    }

    /// Publishes where a seated hotkey can be reached.
    pub fn serve_axon(&mut self, netuid: Netuid, hotkey: &Hotkey, axon: Axon) -> Result<(), ChainError> {
        let checked = rules::check_axon(axon)?;
        let block = self.block();
        self.change(netuid, block, |tx, _| {
            let uid = uid_of(tx, netuid, hotkey)?.ok_or(ChainError::NotRegistered { hotkey: *hotkey, netuid })?;
            update_neuron(tx, netuid, uid, &Registration::default(), Some(checked))?;
            Ok(())
        })
    }

    /// Sets a validator's weights, in place of those it had. Gives the block in which they landed.
    pub fn set_weights(
        &mut self,
        netuid: Netuid,
        signer: &Hotkey,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError> {
        self.set_weights_at(self.block(), netuid, signer, weights, version_key)
    }

    pub(super) fn set_weights_at(
        &mut self,
        block: BlockNumber,
        netuid: Netuid,
        signer: &Hotkey,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError> {
        self.change(netuid, block, |tx, path| {
            let (limits, _) = subnet(tx, netuid, path)?;
            let call = rules::WeightsCall { netuid, signer, weights, version_key };
            let (uid, scaled) = rules::check_weights(&call, &limits, &neurons(tx, netuid)?, block)?;
            tx.execute("DELETE FROM weights WHERE netuid = ?1 AND validator_uid = ?2", params![netuid.0, uid.0])?;
            let mut insert = tx.prepare(
                "INSERT INTO weights (netuid, validator_uid, uid, weight, block) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (to, weight) in scaled.into_iter().filter(|(_, weight)| *weight > 0) {
                insert.execute(params![netuid.0, uid.0, to.0, weight, signed(block.0)?])?;
            }
            tx.execute(
                "UPDATE neurons SET last_update = ?3 WHERE netuid = ?1 AND uid = ?2",
                params![netuid.0, uid.0, signed(block.0)?],
            )?;
            Ok(block)
        })
    }

    pub(super) fn metagraph_at(&mut self, netuid: Netuid, block: BlockNumber) -> Result<Metagraph, ChainError> {
        let path = self.path.clone();
        let (limits, settled) = self.read(|tx| subnet(tx, netuid, &path))?;
        if settled < rules::epoch_of(block, limits.tempo) {
            self.change(netuid, block, |_, _| Ok(()))?; // settles what is due, and does nothing else
        }
        let neurons = self.read(|tx| Ok(neurons(tx, netuid)?))?;
        Ok(Metagraph { netuid, block, neurons })
    }

    fn read<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, ChainError> {
        let path = self.path.clone();
        let read = || work(&self.connection.transaction()?);
        read().map_err(|fault| fault.named(&path))
    }

    /// Changes a subnet at `block`. What an epoch that ended before should have computed is computed first, from the state
    /// before the change.
    fn change<T>(
        &mut self,
        netuid: Netuid,
        block: BlockNumber,
        work: impl FnOnce(&Transaction<'_>, &Path) -> Result<T, Fault>,
    ) -> Result<T, ChainError> {
        let path = self.path.clone();
        let change = || {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (limits, settled) = subnet(&tx, netuid, &path)?;
            let epoch = rules::epoch_of(block, limits.tempo);
            if settled < epoch {
                settle(&tx, netuid, epoch)?;
            }
            let answer = work(&tx, &path)?;
            tx.commit()?;
            Ok(answer)
        };
        change().map_err(|fault: Fault| fault.named(&path))
    }
}

impl Fault {
    fn named(self, path: &Path) -> ChainError {
        match self {
            Self::Sqlite(source) => LedgerError::of(path, source).into(),
            Self::Chain(error) => error,
        }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("path", &self.path).field("blocks", &self.blocks).finish_non_exhaustive()
    }
}

/// A row to be inserted.
pub(super) struct Seat {
    uid: Uid,
    hotkey: Hotkey,
    registered: BlockNumber,
}

impl Seat {
    fn new(uid: Uid, hotkey: Hotkey, registered: BlockNumber) -> Self {
        Self { uid, hotkey, registered }
    }
}

// SQLite's integers are signed; what a ledger holds fits (supply of TAO: 2.1·10¹⁶ rao).
fn signed(value: u64) -> rusqlite::Result<i64> {
    i64::try_from(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn unsigned(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

fn insert_chain(connection: &Connection, new: &NewLedger) -> rusqlite::Result<()> {
    let block_time = u64::try_from(new.block_time.as_millis()).unwrap_or(u64::MAX);
    connection.execute(
        "INSERT INTO chain (only_row, genesis_ms, block_time_ms) VALUES (1, ?1, ?2)",
        params![signed(UnixMillis::now().0)?, signed(block_time)?],
    )?;
    connection.execute(
        "INSERT INTO subnets (netuid, tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version,
             settled_epoch) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)",
        params![
            new.netuid.0,
            new.tempo,
            signed(new.weights_rate_limit)?,
            new.min_allowed_weights,
            new.max_weights_limit
        ],
    )?;
    Ok(())
}

fn subnet(tx: &Transaction<'_>, netuid: Netuid, path: &Path) -> Result<(Hyperparameters, u64), Fault> {
    let found = tx
        .query_row(
            "SELECT tempo, weights_rate_limit, min_allowed_weights, max_weights_limit, weights_version, settled_epoch
                 FROM subnets WHERE netuid = ?1",
            [netuid.0],
            |row| {
                let rules = Hyperparameters {
                    tempo: row.get(0)?,
                    weights_rate_limit: unsigned(row, 1)?,
                    min_allowed_weights: row.get(2)?,
                    max_weights_limit: row.get(3)?,
                    weights_version: unsigned(row, 4)?,
                };
                Ok((rules, unsigned(row, 5)?))
            },
        )
        .optional()?;
    found.ok_or_else(|| ChainError::NoSuchSubnet { netuid, chain: format!("local:{}", path.display()) }.into())
}

fn neurons(tx: &Transaction<'_>, netuid: Netuid) -> rusqlite::Result<Vec<Neuron>> {
    let mut select = tx.prepare(
        "SELECT uid, hotkey, coldkey, stake_rao, validator_permit, axon_ip, axon_port, incentive, last_update
             FROM neurons WHERE netuid = ?1 ORDER BY uid",
    )?;
    let rows = select.query_map([netuid.0], |row| {
        let ip = row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok());
        Ok(Neuron {
            uid: Uid(row.get(0)?),
            hotkey: Hotkey::from_bytes(row.get(1)?),
            coldkey: row.get::<_, Option<[u8; 32]>>(2)?.map(Coldkey::from_bytes),
            stake: Rao(unsigned(row, 3)?),
            validator_permit: row.get(4)?,
            axon: ip.zip(row.get(6)?).map(|(ip, port)| Axon { ip, port }),
            incentive: row.get(7)?,
            last_update: BlockNumber(unsigned(row, 8)?),
        })
    })?;
    rows.collect()
}

fn uid_of(tx: &Transaction<'_>, netuid: Netuid, hotkey: &Hotkey) -> rusqlite::Result<Option<Uid>> {
    tx.query_row(
        "SELECT uid FROM neurons WHERE netuid = ?1 AND hotkey = ?2",
        params![netuid.0, hotkey.as_bytes()],
        |row| row.get(0).map(Uid),
    )
    .optional()
}

fn free_uid(tx: &Transaction<'_>, netuid: Netuid, path: &Path) -> Result<Uid, Fault> {
    let next: u16 =
        tx.query_row("SELECT coalesce(max(uid) + 1, 0) FROM neurons WHERE netuid = ?1", [netuid.0], |row| row.get(0))?;
    if next >= rules::SEATS {
        return Err(ChainError::from(LedgerError::Full { path: path.to_owned(), netuid }).into());
    }
    Ok(Uid(next))
}

fn insert_neuron(tx: &Transaction<'_>, netuid: Netuid, seat: &Seat) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO neurons (netuid, uid, hotkey, stake_rao, validator_permit, last_update)
             VALUES (?1, ?2, ?3, 0, 0, ?4)",
        params![netuid.0, seat.uid.0, seat.hotkey.as_bytes(), signed(seat.registered.0)?],
    )?;
    Ok(())
}

/// Changes what is given. `axon`: `None` leaves it, `Some(None)` takes it back.
fn update_neuron(
    tx: &Transaction<'_>,
    netuid: Netuid,
    uid: Uid,
    given: &Registration,
    axon: Option<Option<Axon>>,
) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE neurons SET stake_rao = coalesce(?3, stake_rao), validator_permit = coalesce(?4, validator_permit)
             WHERE netuid = ?1 AND uid = ?2",
        params![netuid.0, uid.0, given.stake.map(|stake| signed(stake.0)).transpose()?, given.validator_permit],
    )?;
    if let Some(axon) = axon {
        tx.execute(
            "UPDATE neurons SET axon_ip = ?3, axon_port = ?4 WHERE netuid = ?1 AND uid = ?2",
            params![netuid.0, uid.0, axon.map(|axon| axon.ip.to_string()), axon.map(|axon| axon.port)],
        )?;
    }
    Ok(())
}

/// Computes the incentive at the end of an epoch.
fn settle(tx: &Transaction<'_>, netuid: Netuid, epoch: u64) -> Result<(), Fault> {
    let mut rows = Vec::new();
    let mut select = tx.prepare("SELECT uid, weight FROM weights WHERE netuid = ?1 AND validator_uid = ?2")?;
    for neuron in neurons(tx, netuid)?.iter().filter(|neuron| neuron.validator_permit) {
        let weights: rusqlite::Result<Vec<(Uid, u16)>> =
            select.query_map(params![netuid.0, neuron.uid.0], |row| Ok((Uid(row.get(0)?), row.get(1)?)))?.collect();
        rows.push(rules::Row { stake: neuron.stake, weights: weights? });
    }
    tx.execute("UPDATE neurons SET incentive = 0 WHERE netuid = ?1", [netuid.0])?;
    for (uid, incentive) in rules::incentives(&rows) {
        tx.execute(
            "UPDATE neurons SET incentive = ?3 WHERE netuid = ?1 AND uid = ?2",
            params![netuid.0, uid.0, incentive],
        )?;
    }
    tx.execute("UPDATE subnets SET settled_epoch = ?2 WHERE netuid = ?1", params![netuid.0, signed(epoch)?])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::types::Keypair;

    const NETUID: Netuid = Netuid(34);

    fn hotkey(seed: u8) -> Hotkey {
        Keypair::from_seed(&[seed; 32]).hotkey()
    }

    fn axon(text: &str) -> Axon {
        let address: std::net::SocketAddr = text.parse().unwrap();
        Axon { ip: address.ip(), port: address.port() }
    }

    fn fresh(new: &NewLedger) -> (tempfile::TempDir, Ledger) {
        let home = tempfile::tempdir().unwrap();
        let ledger = Ledger::create(&home.path().join("new/chain.sqlite"), new).unwrap();
        (home, ledger)
    }

    fn validator() -> Registration {
        Registration { stake: Some(Rao::from_tao(1000)), validator_permit: Some(true), axon: None }
    }

    #[test]
    fn a_new_ledger_is_its_owners_alone_and_is_never_overwritten() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        let path = ledger.path().to_owned();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
        assert!(matches!(Ledger::create(&path, &NewLedger::default()), Err(LedgerError::Exists(_))));
        assert_eq!(Ledger::open(&path).unwrap().metagraph(NETUID).unwrap().neurons.len(), 1);
        let left: Vec<_> =
            std::fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert!(left.iter().all(|name| name.to_string_lossy().starts_with("chain.sqlite")), "{left:?}");
    }

    #[test]
    fn a_missing_foreign_or_newer_file_is_refused_by_name_and_left_as_it_is() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("chain.sqlite");
        assert!(matches!(Ledger::open(&path), Err(LedgerError::Missing(_))));
        assert!(!path.exists());
        assert!(matches!(Ledger::open(home.path()), Err(LedgerError::Foreign(_))));
        for content in
            ["", "not a database, but long enough to look like one: 0123456789012345678901234567890123456789"]
        {
            std::fs::write(&path, content).unwrap();
            assert!(matches!(Ledger::open(&path), Err(LedgerError::Foreign(_))), "{content:?}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        }
        std::fs::remove_file(&path).unwrap();
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
        assert!(matches!(Ledger::open(&path), Err(LedgerError::Foreign(_))));
        std::fs::remove_file(&path).unwrap();
        let ledger = Ledger::create(&path, &NewLedger::default()).unwrap();
        ledger.connection.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Ledger::open(&path), Err(LedgerError::Newer { found: 99, known: 1, .. })));
    }

    #[test]
    fn registering_again_changes_what_is_given_and_keeps_the_uid() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        let given = Registration { axon: Some(axon("127.0.0.1:8091")), ..validator() };
        assert_eq!(ledger.register(NETUID, &hotkey(1), &given).unwrap(), Uid(0));
        assert_eq!(ledger.register(NETUID, &hotkey(2), &Registration::default()).unwrap(), Uid(1));
        let more = Registration { stake: Some(Rao::from_tao(5)), ..Registration::default() };
        assert_eq!(ledger.register(NETUID, &hotkey(1), &more).unwrap(), Uid(0));
        let metagraph = ledger.metagraph(NETUID).unwrap();
        let row = metagraph.by_hotkey(&hotkey(1)).unwrap();
        assert_eq!((row.stake, row.validator_permit, row.axon), (Rao::from_tao(5), true, Some(axon("127.0.0.1:8091"))));
        assert_eq!(metagraph.neurons.len(), 2);
    }

    #[test]
    fn the_unspecified_address_takes_an_axon_back_and_port_zero_is_refused() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        ledger.register(NETUID, &hotkey(1), &Registration::default()).unwrap();
        ledger.serve_axon(NETUID, &hotkey(1), axon("[::1]:8091")).unwrap();
        assert_eq!(ledger.metagraph(NETUID).unwrap().neurons[0].axon, Some(axon("[::1]:8091")));
        ledger.serve_axon(NETUID, &hotkey(1), axon("0.0.0.0:1")).unwrap(); // spec/chain.md 7.2, stop serving
        assert_eq!(ledger.metagraph(NETUID).unwrap().neurons[0].axon, None);
        for refused in ["127.0.0.1:0", "255.255.255.255:80"] {
            let error = ledger.serve_axon(NETUID, &hotkey(1), axon(refused)).unwrap_err();
            assert!(matches!(error, ChainError::BadAxon { ip: IpAddr::V4(_), .. }), "{refused}");
        }
        let error = ledger.serve_axon(NETUID, &hotkey(9), axon("127.0.0.1:80")).unwrap_err();
        assert!(matches!(error, ChainError::NotRegistered { .. }));
    }

    #[test]
    fn weights_pay_off_at_the_end_of_their_epoch_and_not_before() {
        let (_home, mut ledger) = fresh(&NewLedger { tempo: 20, weights_rate_limit: 0, ..NewLedger::default() });
        ledger.register(NETUID, &hotkey(1), &validator()).unwrap();
        ledger.register(NETUID, &hotkey(2), &Registration::default()).unwrap();
        ledger.register(NETUID, &hotkey(3), &Registration::default()).unwrap();
        let set = |ledger: &mut Ledger, block, weights: &[(u16, u16)]| {
            let weights: Vec<_> = weights.iter().map(|(uid, weight)| (Uid(*uid), *weight)).collect();
            ledger.set_weights_at(BlockNumber(block), NETUID, &hotkey(1), &weights, 0).unwrap();
        };
        let incentives = |ledger: &mut Ledger, block| {
            let metagraph = ledger.metagraph_at(NETUID, BlockNumber(block)).unwrap();
            metagraph.neurons.iter().map(|neuron| neuron.incentive).collect::<Vec<_>>()
        };
        set(&mut ledger, 5, &[(1, 3), (2, 1)]);
        assert_eq!(incentives(&mut ledger, 19), [0, 0, 0]);
        // Set after the boundary, before anybody looked: the epoch before is computed without it.
        set(&mut ledger, 21, &[(1, 0), (2, 7)]);
        assert_eq!(incentives(&mut ledger, 22), [0, 49151, 16383]);
        assert_eq!(incentives(&mut ledger, 40), [0, 0, 65535]);
        let row = &ledger.metagraph_at(NETUID, BlockNumber(41)).unwrap().neurons[0];
        assert_eq!(row.last_update, BlockNumber(21));
    }

    #[test]
    fn registrations_from_many_connections_at_once_get_distinct_uids() {
        let (_home, ledger) = fresh(&NewLedger::default());
        let path = ledger.path();
        let mut uids: Vec<u16> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..2_u8)
                .map(|worker| {
                    scope.spawn(move || {
                        let mut ledger = Ledger::open(path).unwrap();
                        (0..20_u8)
                            .map(|seed| ledger.register(NETUID, &hotkey(worker * 20 + seed), &validator()).unwrap().0)
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        uids.sort_unstable();
        assert_eq!(uids, (0..40).collect::<Vec<_>>());
    }

    #[test]
    fn a_subnet_that_does_not_exist_is_named_with_the_chain() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        assert_eq!(ledger.only_netuid().unwrap(), NETUID);
        let error = ledger.metagraph(Netuid(1)).unwrap_err().to_string();
        assert!(error.starts_with("netuid 1 does not exist on local:/"), "{error}");
    }
}
