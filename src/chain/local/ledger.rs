//! The ledger file: every change is one immediate transaction, so that processes take turns and none sees half of it.

use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::super::rules::{self, Place};
use super::super::{Axon, ChainError, Hyperparameters, Metagraph, WeightsCall};
use super::error::LedgerError;
use super::import::Subnet;
use super::rows::{self, Fault, Fields};
use super::schema;
use super::settle;
use super::subnets::{self, SubnetRow};
use super::values::{self, Blocks, NewLedger, Registration, TakenSeat, Weight, check_stake};
use crate::types::{BlockNumber, Hotkey, Netuid, Uid, UnixMillis};

/// How long SQLite waits for another process's transaction; each takes milliseconds.
const BUSY: Duration = Duration::from_secs(10);

/// How long epochs are computed before other processes get their turn, and the pause in which they take it.
const TURN: Duration = Duration::from_millis(300);
const PAUSE: Duration = Duration::from_millis(20);

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
            subnets::write(&connection, new.netuid, &SubnetRow::new(&new.rules(), 0))?;
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
        let clock = self.clock();
        self.read(|tx, path| Ok(subnets::read(tx, netuid, path)?.rules_at(clock())))
    }

    /// Whose subnet it is.
    pub(crate) fn owner(&mut self, netuid: Netuid) -> Result<Option<Hotkey>, ChainError> {
        self.read(|tx, path| Ok(subnets::read(tx, netuid, path)?.owner))
    }

    /// The block of the next epoch.
    pub(crate) fn next_epoch(&mut self, netuid: Netuid) -> Result<Option<BlockNumber>, ChainError> {
        let clock = self.clock();
        self.change_if_due(netuid, &clock)?;
        self.read(|tx, path| Ok(settle::epochs(&subnets::read(tx, netuid, path)?).next(clock())))
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
            subnets::read(tx, netuid, path)?;
            Ok(rows::weights(tx, netuid)?)
        })
    }

    /// Seats a hotkey by the rules of the chain (`spec/chain.md` 7.1), or changes what is given of one that has a seat: it
    /// keeps its uid. In a full subnet the worst neuron loses its seat.
    pub fn register(&mut self, netuid: Netuid, hotkey: &Hotkey, given: &Registration) -> Result<Uid, ChainError> {
        self.take_seat(netuid, hotkey, given).map(|seat| seat.uid)
    }

    /// Like [`Self::register`], and tells who lost the seat.
    pub fn take_seat(
        &mut self,
        netuid: Netuid,
        hotkey: &Hotkey,
        given: &Registration,
    ) -> Result<TakenSeat, ChainError> {
        let clock = self.clock();
        self.register_at(clock, netuid, hotkey, given)
    }

    /// Lets stake decide, from the next epoch on, over a permit that was given or refused by hand.
    pub fn permit_by_stake(&mut self, netuid: Netuid, hotkey: &Hotkey) -> Result<(), ChainError> {
        let clock = self.clock();
        self.change(netuid, clock, |tx, _, _| {
            let uid = rows::uid_of(tx, netuid, hotkey)?.ok_or(ChainError::NotRegistered { hotkey: *hotkey, netuid })?;
            Ok(rows::forget_permit(tx, netuid, uid)?)
        })
    }

    fn register_at(
        &mut self,
        clock: impl Fn() -> BlockNumber,
        netuid: Netuid,
        hotkey: &Hotkey,
        given: &Registration,
    ) -> Result<TakenSeat, ChainError> {
        let axon = given.axon.map(rules::check_local_axon).transpose()?;
        if let Some(stake) = given.stake {
            check_stake(stake)?;
        }
        self.change(netuid, clock, |tx, subnet, block| {
            let taken = match rows::uid_of(tx, netuid, hotkey)? {
                Some(uid) => TakenSeat { uid, replaced: None },
                None => seat(tx, netuid, subnet, hotkey, block)?,
            };
            rows::update_neuron(tx, netuid, taken.uid, given)?;
            if let Some(axon) = axon {
                rows::update_axon(tx, netuid, taken.uid, axon)?;
            }
            Ok(taken)
        })
    }

    /// Changes a subnet's rules and its owner, from this block on.
    pub fn change_rules(
        &mut self,
        netuid: Netuid,
        change: impl FnOnce(&mut Hyperparameters, &mut Option<Hotkey>),
    ) -> Result<(), ChainError> {
        let clock = self.clock();
        self.change_rules_at(clock, netuid, change)
    }

    fn change_rules_at(
        &mut self,
        clock: impl Fn() -> BlockNumber,
        netuid: Netuid,
        change: impl FnOnce(&mut Hyperparameters, &mut Option<Hotkey>),
    ) -> Result<(), ChainError> {
        self.change(netuid, clock, |tx, subnet, block| {
            let before = subnet.rules.clone();
            change(&mut subnet.rules, &mut subnet.owner);
            let seats = rows::neurons(tx, netuid)?.last().map_or(0, |neuron| u32::from(neuron.uid.0) + 1);
            values::check_rules(&before, &subnet.rules, seats).map_err(ChainError::from)?;
            if subnet.rules.tempo != before.tempo {
                settle::begin_tempo(subnet, block);
            }
            Ok(subnets::write(tx, netuid, subnet)?)
        })
    }

    /// Puts these neurons in place of those of the subnet, weights included, in one transaction. A subnet that does not
    /// exist is made with the rules of [`NewLedger::default`].
    pub fn import(&mut self, subnet: &Subnet) -> Result<(), ChainError> {
        let (path, clock, netuid) = (self.path.clone(), self.clock(), subnet.netuid());
        let mut import = || -> Result<(), Fault> {
            let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let block = clock();
            let mut row = match subnets::read(&tx, netuid, &path) {
                Ok(row) => row,
                Err(Fault::Chain(_)) => SubnetRow::new(&NewLedger::default().rules(), 0),
                Err(fault) => return Err(fault),
            };
            rows::clear(&tx, netuid)?;
            settle::pass_over(&mut row, block);
            let seats = subnet.seats().iter().map(|seat| seat.uid.0 + 1).max().unwrap_or(0);
            row.rules.max_uids = row.rules.max_uids.max(seats);
            subnets::write(&tx, netuid, &row)?;
            for seat in subnet.seats() {
                rows::insert_neuron(&tx, netuid, seat.uid, &seat.hotkey, block)?;
                rows::update_neuron(&tx, netuid, seat.uid, &seat.registration)?;
                rows::update_axon(&tx, netuid, seat.uid, seat.registration.axon)?;
            }
            Ok(tx.commit()?)
        };
        import().map_err(|fault| fault.named(&self.path))
    }

    /// What a hotkey has published, and when.
    pub(crate) fn commitment(
        &mut self,
        netuid: Netuid,
        hotkey: &Hotkey,
    ) -> Result<Option<(BlockNumber, Fields)>, ChainError> {
        self.read(|tx, path| {
            subnets::read(tx, netuid, path)?;
            Ok(rows::commitment(tx, netuid, hotkey)?.map(|(block, fields, _)| (block, fields)))
        })
    }

    /// Publishes fields as a seated hotkey's commitment. Gives the block in which it landed.
    pub(crate) fn commit(
        &mut self,
        netuid: Netuid,
        hotkey: &Hotkey,
        fields: &[&[u8]],
    ) -> Result<BlockNumber, ChainError> {
        let clock = self.clock();
        self.change(netuid, clock, |tx, subnet, block| {
            rows::uid_of(tx, netuid, hotkey)?.ok_or(ChainError::NotRegistered { hotkey: *hotkey, netuid })?;
            let used = rows::commitment(tx, netuid, hotkey)?.map(|(_, _, used)| used).unwrap_or_default();
            let used = rules::check_commitment(fields, used, subnet.epochs)
                .map_err(|reason| ChainError::BadCommitment { netuid, reason })?;
            rows::replace_commitment(tx, netuid, hotkey, fields, block, used)?;
            Ok(block)
        })
    }

    /// Publishes where a seated hotkey can be reached.
    pub(crate) fn serve_axon(&mut self, netuid: Netuid, hotkey: &Hotkey, axon: Axon) -> Result<(), ChainError> {
        let checked = rules::check_local_axon(axon)?;
        let clock = self.clock();
        self.change(netuid, clock, |tx, _, _| {
            let uid = rows::uid_of(tx, netuid, hotkey)?.ok_or(ChainError::NotRegistered { hotkey: *hotkey, netuid })?;
            Ok(rows::update_axon(tx, netuid, uid, checked)?)
        })
    }

    /// Sets a validator's weights, in place of those it had. Gives the block in which they landed.
    pub(crate) fn set_weights(&mut self, signer: &Hotkey, call: &WeightsCall<'_>) -> Result<BlockNumber, ChainError> {
        let clock = self.clock();
        self.set_weights_at(clock, signer, call)
    }

    fn set_weights_at(
        &mut self,
        clock: impl Fn() -> BlockNumber,
        signer: &Hotkey,
        call: &WeightsCall<'_>,
    ) -> Result<BlockNumber, ChainError> {
        let netuid = call.netuid;
        self.change(netuid, clock, |tx, subnet, block| {
            let neurons = rows::neurons(tx, netuid)?;
            let (rules, owner) = (&subnet.rules, subnet.owner.as_ref());
            let (uid, scaled) = rules::check_subnet_weights(signer, call, rules, &neurons, owner, block)?;
            rows::replace_weights(tx, netuid, uid, &scaled, block)?;
            Ok(block)
        })
    }

    /// What a validator's weights would become, by the same checks. Changes nothing.
    pub(crate) fn check_weights(
        &mut self,
        signer: &Hotkey,
        call: &WeightsCall<'_>,
    ) -> Result<(BlockNumber, Vec<(Uid, u16)>), ChainError> {
        let clock = self.clock();
        self.change_if_due(call.netuid, &clock)?;
        self.read(|tx, path| {
            let (subnet, neurons, block) =
                (subnets::read(tx, call.netuid, path)?, rows::neurons(tx, call.netuid)?, clock());
            let owner = subnet.owner.as_ref();
            let (_, scaled) = rules::check_subnet_weights(signer, call, &subnet.rules, &neurons, owner, block)?;
            Ok((block, scaled))
        })
    }

    fn metagraph_at(&mut self, netuid: Netuid, clock: impl Fn() -> BlockNumber) -> Result<Metagraph, ChainError> {
        self.change_if_due(netuid, &clock)?;
        // The block is taken after the rows: none of them is of a later one.
        self.read(|tx, path| {
            let (subnet, mut neurons) = (subnets::read(tx, netuid, path)?, rows::neurons(tx, netuid)?);
            let block = clock();
            for neuron in &mut neurons {
                neuron.is_active = neuron.last_update.0.saturating_add(subnet.rules.activity_cutoff) >= block.0;
            }
            Ok(Metagraph { netuid, block, neurons, stake_is_partial: false })
        })
    }

    /// Settles what is due. Only then is anything written, so that readers do not wait for each other.
    fn change_if_due(&mut self, netuid: Netuid, clock: &impl Fn() -> BlockNumber) -> Result<(), ChainError> {
        let is_due = self.read(|tx, path| Ok(settle::is_due(&subnets::read(tx, netuid, path)?, clock())))?;
        if is_due { self.change(netuid, clock, |_, _, _| Ok(())) } else { Ok(()) }
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
        work: impl FnOnce(&Transaction<'_>, &mut SubnetRow, BlockNumber) -> Result<T, Fault>,
    ) -> Result<T, ChainError> {
        let change = || {
            loop {
                let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let block = clock();
                let mut subnet = subnets::read(&tx, netuid, &self.path)?;
                if settle::settle(&tx, netuid, &mut subnet, block, TURN)? {
                    let answer = work(&tx, &mut subnet, block)?;
                    tx.commit()?;
                    return Ok(answer);
                }
                // What is computed stays so, whoever goes on with the rest.
                tx.commit()?;
                std::thread::sleep(PAUSE);
            }
        };
        change().map_err(|fault: Fault| fault.named(&self.path))
    }
}

/// Gives a new neuron its seat.
fn seat(
    tx: &Transaction<'_>,
    netuid: Netuid,
    subnet: &mut SubnetRow,
    hotkey: &Hotkey,
    block: BlockNumber,
) -> Result<TakenSeat, Fault> {
    if !subnet.rules.registration_allowed {
        return Err(ChainError::RegistrationClosed { netuid }.into());
    }
    let neurons = rows::neurons(tx, netuid)?;
    let taken = match rules::place(&neurons, &subnet.rules, subnet.owner.as_ref(), block) {
        None => return Err(ChainError::NoSeat { netuid }.into()),
        Some(Place::Free(uid)) => TakenSeat { uid, replaced: None },
        Some(Place::Instead(uid)) => {
            rows::remove_neuron(tx, netuid, uid)?;
            let replaced = neurons.iter().find(|neuron| neuron.uid == uid).map(|neuron| neuron.hotkey);
            TakenSeat { uid, replaced }
        }
    };
    rows::insert_neuron(tx, netuid, taken.uid, hotkey, block)?;
    subnet.registered(block);
    subnets::write(tx, netuid, subnet)?;
    Ok(taken)
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("path", &self.path).field("blocks", &self.blocks).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
