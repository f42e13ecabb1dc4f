//! The ledger file: every change is one immediate transaction, so that processes take turns and none sees half of it.

use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::super::{Axon, ChainError, Hyperparameters, Metagraph};
use super::error::LedgerError;
use super::import::Subnet;
use super::rows::{self, Fault};
use super::values::{Blocks, NewLedger, Registration, Weight};
use super::{rules, schema};
use crate::types::{BlockNumber, Hotkey, Netuid, Uid, UnixMillis};

/// How long SQLite waits for another process's transaction; each takes milliseconds.
const BUSY: Duration = Duration::from_secs(10);

/// An open ledger file.
pub struct Ledger {
    path: PathBuf,
    connection: Connection,
    blocks: Blocks,
    file: FileId,
}

/// Which file it is, whatever it is called.
type FileId = (u64, u64);

fn identify(path: &Path) -> Result<FileId, LedgerError> {
    match std::fs::metadata(path) {
        Ok(facts) if facts.is_file() => Ok((facts.dev(), facts.ino())),
        Ok(_) => Err(LedgerError::Foreign(path.to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(LedgerError::Missing(path.to_owned())),
        Err(source) => Err(LedgerError::Open { path: path.to_owned(), source }),
    }
}

impl Ledger {
    /// Makes a ledger at `path`, for its owner alone, with block 0 now. Never overwrites.
    pub fn create(path: &Path, new: &NewLedger) -> Result<Self, LedgerError> {
        new.check()?;
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
            rows::insert_chain(&connection, new.block_time)?;
            rows::insert_subnet(&connection, new.netuid, &new.rules(), 0)?;
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
        let file = identify(path)?;
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
                    genesis: UnixMillis(rows::unsigned(row, 0)?),
                    block_time: Duration::from_millis(rows::unsigned(row, 1)?),
                })
            })
            .map_err(fault)?;
        Ok(Self { path: path.to_owned(), connection, blocks, file })
    }

    /// Opens the ledger anew if another file stands at its path by now, and fails if none does: SQLite would go on with
    /// one that nobody else can see.
    pub(super) fn follow(&mut self) -> Result<(), LedgerError> {
        if identify(&self.path)? != self.file {
            *self = Self::open(&self.path)?;
            tracing::warn!(ledger = %self.path.display(), "the ledger was replaced by another file, which is used from now on");
        }
        Ok(())
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
    pub(crate) fn netuids(&self) -> Result<Vec<Netuid>, ChainError> {
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
    pub(crate) fn hyperparameters(&mut self, netuid: Netuid) -> Result<Hyperparameters, ChainError> {
        self.read(|tx, path| rows::subnet(tx, netuid, path).map(|(rules, _)| rules))
    }

    /// All seats of a subnet, read in one transaction.
    pub fn metagraph(&mut self, netuid: Netuid) -> Result<Metagraph, ChainError> {
        let clock = self.clock();
        self.metagraph_at(netuid, clock)
    }

    /// The weights that a validator last set, largest 65535, without zeros.
    pub fn weights(&mut self, netuid: Netuid, validator: Uid) -> Result<Vec<(Uid, u16)>, ChainError> {
        let own = self.all_weights(netuid)?.into_iter().filter(|weight| weight.validator_uid == validator);
        Ok(own.map(|weight| (weight.uid, weight.weight)).collect())
    }

    /// All weights that are set on a subnet, without zeros.
    pub(crate) fn all_weights(&mut self, netuid: Netuid) -> Result<Vec<Weight>, ChainError> {
        self.read(|tx, path| {
            rows::subnet(tx, netuid, path)?;
            Ok(rows::weights(tx, netuid)?)
        })
    }

    /// Seats a hotkey, or changes what is given of one that has a seat: it keeps its uid.
    pub fn register(&mut self, netuid: Netuid, hotkey: &Hotkey, given: &Registration) -> Result<Uid, ChainError> {
        let axon = given.axon.map(rules::check_axon).transpose()?;
        if let Some(stake) = given.stake {
            rules::check_stake(stake)?;
        }
        let clock = self.clock();
        self.change(netuid, clock, |tx, path, block| {
            let uid = if let Some(uid) = rows::uid_of(tx, netuid, hotkey)? {
                uid
            } else {
                let uid = rows::free_uid(tx, netuid, path)?;
                rows::insert_neuron(tx, netuid, uid, hotkey, block)?;
                uid
            };
            rows::update_neuron(tx, netuid, uid, given)?;
            if let Some(axon) = axon {
                rows::update_axon(tx, netuid, uid, axon)?;
            }
            Ok(uid)
        })
    }

    /// Puts these neurons in place of those of the subnet, weights included, in one transaction. A subnet that does not
    /// exist is made with the rules of [`NewLedger::default`].
    pub fn import(&mut self, subnet: &Subnet) -> Result<(), ChainError> {
        let (path, clock, netuid) = (self.path.clone(), self.clock(), subnet.netuid());
        let mut import = || -> Result<(), Fault> {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let block = clock();
            match rows::subnet(&tx, netuid, &path) {
                Ok((limits, _)) => {
                    rows::clear(&tx, netuid)?;
                    rows::settle(&tx, netuid, rules::epoch_of(block, limits.tempo))?;
                }
                Err(Fault::Chain(_)) => {
                    let new = NewLedger::default().rules();
                    rows::insert_subnet(&tx, netuid, &new, rules::epoch_of(block, new.tempo))?;
                }
                Err(fault) => return Err(fault),
            }
            for seat in subnet.seats() {
                rows::insert_neuron(&tx, netuid, seat.uid, &seat.hotkey, block)?;
                rows::update_neuron(&tx, netuid, seat.uid, &seat.registration)?;
                rows::update_axon(&tx, netuid, seat.uid, seat.registration.axon)?;
            }
            Ok(tx.commit()?)
        };
        import().map_err(|fault| fault.named(&self.path))
    }

    /// Publishes where a seated hotkey can be reached.
    pub(crate) fn serve_axon(&mut self, netuid: Netuid, hotkey: &Hotkey, axon: Axon) -> Result<(), ChainError> {
        let checked = rules::check_axon(axon)?;
        let clock = self.clock();
        self.change(netuid, clock, |tx, _, _| {
            let uid = rows::uid_of(tx, netuid, hotkey)?.ok_or(ChainError::NotRegistered { hotkey: *hotkey, netuid })?;
            Ok(rows::update_axon(tx, netuid, uid, checked)?)
        })
    }

    /// Sets a validator's weights, in place of those it had. Gives the block in which they landed.
    pub(crate) fn set_weights(
        &mut self,
        netuid: Netuid,
        signer: &Hotkey,
        weights: &[(Uid, u16)],
        version_key: u64,
    ) -> Result<BlockNumber, ChainError> {
        let clock = self.clock();
        self.set_weights_at(clock, &rules::WeightsCall { netuid, signer, weights, version_key })
    }

    fn set_weights_at(
        &mut self,
        clock: impl Fn() -> BlockNumber,
        call: &rules::WeightsCall<'_>,
    ) -> Result<BlockNumber, ChainError> {
        let netuid = call.netuid;
        self.change(netuid, clock, |tx, path, block| {
            let (limits, _) = rows::subnet(tx, netuid, path)?;
            let (uid, scaled) = rules::check_weights(call, &limits, &rows::neurons(tx, netuid)?, block)?;
            rows::replace_weights(tx, netuid, uid, &scaled, block)?;
            Ok(block)
        })
    }

    fn metagraph_at(&mut self, netuid: Netuid, clock: impl Fn() -> BlockNumber) -> Result<Metagraph, ChainError> {
        // The block is taken after the rows: none of them is of a later one.
        let read = |tx: &Transaction<'_>, path: &Path| {
            let ((limits, settled), neurons) = (rows::subnet(tx, netuid, path)?, rows::neurons(tx, netuid)?);
            let block = clock();
            let is_due = settled < rules::epoch_of(block, limits.tempo);
            Ok((is_due, Metagraph { netuid, block, neurons }))
        };
        let (is_due, metagraph) = self.read(read)?;
        if !is_due {
            return Ok(metagraph);
        }
        self.change(netuid, &clock, |_, _, _| Ok(()))?; // settles what is due, and does nothing else
        self.read(read).map(|(_, metagraph)| metagraph)
    }

    fn clock(&self) -> impl Fn() -> BlockNumber + use<> {
        let blocks = self.blocks;
        move || blocks.at(UnixMillis::now())
    }

    fn read<T>(&mut self, work: impl FnOnce(&Transaction<'_>, &Path) -> Result<T, Fault>) -> Result<T, ChainError> {
        let read = || work(&self.connection.transaction()?, &self.path);
        read().map_err(|fault| fault.named(&self.path))
    }

    /// Changes a subnet in the block of the moment at which its turn has come. What an epoch that ended before should have
    /// computed is computed first, from the state before the change.
    fn change<T>(
        &mut self,
        netuid: Netuid,
        clock: impl Fn() -> BlockNumber,
        work: impl FnOnce(&Transaction<'_>, &Path, BlockNumber) -> Result<T, Fault>,
    ) -> Result<T, ChainError> {
        let change = || {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let block = clock();
            let (limits, settled) = rows::subnet(&tx, netuid, &self.path)?;
            let epoch = rules::epoch_of(block, limits.tempo);
            if settled < epoch {
                rows::settle(&tx, netuid, epoch)?;
            }
            let answer = work(&tx, &self.path, block)?;
            tx.commit()?;
            Ok(answer)
        };
        change().map_err(|fault: Fault| fault.named(&self.path))
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("path", &self.path).field("blocks", &self.blocks).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::types::{Keypair, Rao};

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
            let call = rules::WeightsCall { netuid: NETUID, signer: &hotkey(1), weights: &weights, version_key: 0 };
            ledger.set_weights_at(|| BlockNumber(block), &call).unwrap();
        };
        let incentives = |ledger: &mut Ledger, block| {
            let metagraph = ledger.metagraph_at(NETUID, || BlockNumber(block)).unwrap();
            metagraph.neurons.iter().map(|neuron| neuron.incentive).collect::<Vec<_>>()
        };
        set(&mut ledger, 5, &[(1, 3), (2, 1)]);
        assert_eq!(incentives(&mut ledger, 19), [0, 0, 0]);
        // Set after the boundary, before anybody looked: the epoch before is computed without it.
        set(&mut ledger, 21, &[(1, 0), (2, 7)]);
        assert_eq!(incentives(&mut ledger, 22), [0, 49151, 16383]);
        assert_eq!(incentives(&mut ledger, 40), [0, 0, 65535]);
        let row = &ledger.metagraph_at(NETUID, || BlockNumber(41)).unwrap().neurons[0];
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
    fn a_damaged_ledger_is_named_and_not_read_as_an_empty_one() {
        let (_home, ledger) = fresh(&NewLedger::default());
        let path = ledger.path().to_owned();
        drop(ledger);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100..].fill(0xff); // all but the header
        std::fs::write(&path, bytes).unwrap();
        let error = Ledger::open(&path).unwrap_err();
        assert!(matches!(error, LedgerError::Damaged { .. }), "{error:?}");
    }

    #[test]
    fn an_imported_second_subnet_must_be_asked_for_by_its_netuid() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        let text = format!(r#"{{"netuid": 7, "neurons": [{{"uid": 3, "hotkey": "{}"}}]}}"#, hotkey(1));
        ledger.import(&Subnet::from_json(text.as_bytes()).unwrap()).unwrap();
        let error = ledger.only_netuid().unwrap_err().to_string();
        assert!(error.ends_with("holds several subnets (7, 34)"), "{error}");
        assert_eq!(ledger.register(Netuid(7), &hotkey(2), &Registration::default()).unwrap(), Uid(4));
        assert!(ledger.metagraph(NETUID).unwrap().neurons.is_empty());
    }

    #[test]
    fn a_subnet_that_does_not_exist_is_named_with_the_chain() {
        let (_home, mut ledger) = fresh(&NewLedger::default());
        assert_eq!(ledger.only_netuid().unwrap(), NETUID);
        let error = ledger.metagraph(Netuid(1)).unwrap_err().to_string();
        assert!(error.starts_with("netuid 1 does not exist on local:/"), "{error}");
    }
}
