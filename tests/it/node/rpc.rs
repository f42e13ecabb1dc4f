//! JSON-RPC: which method asks for what (`spec/chain.md` 12 and the end of 13). One connection is a [`Session`].

use std::collections::BTreeMap;
use std::sync::Arc;

use gascli::types::Hotkey;
use serde_json::{Value, json};
use subxt::ext::codec::{Compact, Encode};

use super::block::{Block, text};
use super::chain::{Chain, Entry};
use super::codec::take;
use super::metadata::Runtime;
use super::pool::{self, FEE, Ground, RpcError};
use super::state::Storage;
use super::transaction::Transaction;
use super::{apis, codec, transaction};

/// Keys that one answer holds at most.
const MOST_KEYS: usize = 1000;
/// Marker among the versions of metadata: what is not settled yet.
const UNSTABLE: u32 = u32::MAX;

/// A connection's subscriptions.
#[derive(Default)]
pub(crate) struct Session {
    subscriptions: BTreeMap<String, Subscription>,
    made: u64,
}

struct Subscription {
    topic: Topic,
    /// What it begins with.
    first: Option<Value>,
    /// Place in the log.
    next: usize,
}

#[derive(Clone, Copy)]
enum Topic {
    NewHeads,
    AllHeads,
    FinalizedHeads,
    RuntimeVersion,
    Transaction([u8; 32]),
}

impl Topic {
    fn method(self) -> &'static str {
        match self {
            Self::NewHeads => "chain_newHead",
            Self::AllHeads => "chain_allHead",
            Self::FinalizedHeads => "chain_finalizedHead",
            Self::RuntimeVersion => "state_runtimeVersion",
            Self::Transaction(_) => "author_extrinsicUpdate",
        }
    }
}

/// The client is left without an answer, and without a connection.
pub(crate) struct Hangup;

type Answer = Result<Value, RpcError>;

impl Session {
    /// Answers a message, which may hold several requests. Notes the methods asked for in `asked`.
    pub(crate) fn answer(
        &mut self,
        chain: &mut Chain,
        message: &str,
        asked: &mut Vec<String>,
    ) -> Result<String, Hangup> {
        let answer = match serde_json::from_str(message) {
            Ok(Value::Array(batch)) => {
                let answers = batch.iter().map(|request| self.answer_one(chain, request, asked));
                Value::Array(answers.collect::<Result<_, _>>()?)
            }
            Ok(request) => self.answer_one(chain, &request, asked)?,
            Err(_) => json!({ "jsonrpc": "2.0", "id": null, "error": { "code": -32700, "message": "Parse error" } }),
        };
        Ok(answer.to_string())
    }

    fn answer_one(&mut self, chain: &mut Chain, request: &Value, asked: &mut Vec<String>) -> Result<Value, Hangup> {
        let method = request["method"].as_str().unwrap_or_default();
        let nothing = Vec::new();
        let params = request["params"].as_array().unwrap_or(&nothing);
        asked.push(method.to_owned());
        let answer = if method.starts_with("author_submit") {
            self.submit(chain, method, params)?
        } else {
            self.subscription(chain, method, params).unwrap_or_else(|| read(chain, method, params))
        };
        let id = &request["id"];
        Ok(match answer {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(RpcError { code, message, data: None }) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
            }
            Err(RpcError { code, message, data }) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message, "data": data } })
            }
        })
    }

    fn submit(&mut self, chain: &mut Chain, method: &str, params: &[Value]) -> Result<Answer, Hangup> {
        let from = chain.log.len();
        let submitted = bytes_at(params, 0).and_then(|bytes| chain.submit(&bytes));
        Ok(match submitted {
            Ok(_) if chain.faults.swallow > 0 => {
                chain.faults.swallow -= 1;
                return Err(Hangup);
            }
            Ok(hash) if method == "author_submitAndWatchExtrinsic" => {
                Ok(self.subscribe(Topic::Transaction(hash), None, from))
            }
            Ok(hash) => Ok(json!(text(&hash))),
            Err(error) => Err(error),
        })
    }

    fn subscribe(&mut self, topic: Topic, first: Option<Value>, next: usize) -> Value {
        self.made += 1;
        let id = format!("sub{}", self.made);
        self.subscriptions.insert(id.clone(), Subscription { topic, first, next });
        json!(id)
    }

    fn subscription(&mut self, chain: &Chain, method: &str, params: &[Value]) -> Option<Answer> {
        let final_head = || chain.at(chain.finalized()).map(|block| block.header.json());
        // A node begins with where it stands.
        let (topic, first) = match method {
            "chain_subscribeNewHeads" | "chain_subscribeNewHead" | "subscribe_newHead" => {
                (Topic::NewHeads, Some(chain.head().header.json()))
            }
            "chain_subscribeAllHeads" => (Topic::AllHeads, Some(chain.head().header.json())),
            "chain_subscribeFinalizedHeads" | "chain_subscribeFinalisedHeads" => (Topic::FinalizedHeads, final_head()),
            "state_subscribeRuntimeVersion" | "chain_subscribeRuntimeVersion" => {
                (Topic::RuntimeVersion, Some(version(&chain.head().runtime)))
            }
            _ if method.contains("_unsubscribe") || method == "author_unwatchExtrinsic" => {
                let id = params.first().and_then(Value::as_str).unwrap_or_default();
                return Some(Ok(json!(self.subscriptions.remove(id).is_some())));
            }
            _ => return None,
        };
        Some(Ok(self.subscribe(topic, first, chain.visible())))
    }

    /// What the subscriptions have to say since they were last asked.
    pub(crate) fn news(&mut self, chain: &Chain) -> Vec<String> {
        let visible = chain.visible();
        let mut news = Vec::new();
        let mut over = Vec::new();
        for (id, subscription) in &mut self.subscriptions {
            let mut tell = |result: Value| {
                let params = json!({ "subscription": id, "result": result });
                let method = subscription.topic.method();
                news.push(json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string());
            };
            subscription.first.take().into_iter().for_each(&mut tell);
            for entry in chain.log.get(subscription.next..visible).unwrap_or_default() {
                let Some((result, is_last)) = told(chain, subscription.topic, entry) else { continue };
                tell(result);
                if is_last {
                    over.push(id.clone());
                    break;
                }
            }
            subscription.next = visible.max(subscription.next);
        }
        for id in over {
            self.subscriptions.remove(&id);
        }
        news
    }
}

/// What a topic says to something that happened, and whether it says nothing after that.
fn told(chain: &Chain, topic: Topic, entry: &Entry) -> Option<(Value, bool)> {
    let header = |hash: &[u8; 32]| chain.blocks.get(hash).map(|block| (block.header.json(), false));
    match (topic, entry) {
        (Topic::NewHeads | Topic::AllHeads, Entry::Imported(hash)) => header(hash),
        (Topic::FinalizedHeads, Entry::Finalized(hash)) => header(hash),
        (Topic::RuntimeVersion, Entry::Upgraded(runtime)) => Some((version(runtime), false)),
        (Topic::Transaction(wanted), Entry::Transaction { hash, status, is_last }) if wanted == *hash => {
            Some((status.clone(), *is_last))
        }
        _ => None,
    }
}

/// What needs nothing but the chain.
fn read(chain: &Chain, method: &str, params: &[Value]) -> Answer {
    match method {
        "rpc_methods" => Ok(json!({ "methods": METHODS })),
        "system_chain" => Ok(json!("Bittensor")),
        "system_chainType" => Ok(json!("Live")),
        "system_name" => Ok(json!("gascli test node")),
        "system_version" => Ok(json!("1.0.0")),
        "system_properties" => Ok(json!({ "ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO" })),
        "system_health" => Ok(json!({ "peers": 8, "isSyncing": false, "shouldHavePeers": true })),
        "system_accountNextIndex" | "account_nextIndex" => {
            let who = params.first().and_then(Value::as_str).unwrap_or_default();
            let who: Hotkey = who.parse().map_err(|error| invalid(format!("{error}")))?;
            Ok(json!(chain.next_nonce(who.as_bytes())))
        }
        "chain_getBlockHash" => block_hash(chain, params.first()),
        "chain_getHead" => Ok(json!(text(&chain.head().hash))),
        "chain_getFinalizedHead" | "chain_getFinalisedHead" => {
            Ok(json!(chain.at(chain.finalized()).map(|block| text(&block.hash))))
        }
        "chain_getHeader" => Ok(block(chain, params.first())?.map_or(Value::Null, |block| block.header.json())),
        "chain_getBlock" => Ok(block(chain, params.first())?.map_or(Value::Null, |block| {
            let extrinsics: Vec<String> = block.extrinsics.iter().map(|bytes| text(bytes)).collect();
            json!({ "block": { "header": block.header.json(), "extrinsics": extrinsics }, "justifications": null })
        })),
        "state_getRuntimeVersion" | "chain_getRuntimeVersion" => {
            Ok(block(chain, params.first())?.map_or(Value::Null, |block| version(&block.runtime)))
        }
        "state_getMetadata" => {
            let block = stateful(chain, params.first())?;
            let bytes = block.runtime.served.get(&14);
            bytes.map(|bytes| json!(text(bytes))).ok_or_else(|| client_error("no metadata of version 14"))
        }
        "state_call" => {
            let name = params.first().and_then(Value::as_str).unwrap_or_default();
            let block = stateful(chain, params.get(2))?;
            let answer = call(chain, block, name, &bytes_at(params, 1)?).map_err(|error| {
                client_error(&format!("Execution failed: Other error happened while constructing the runtime: {error}"))
            })?;
            Ok(json!(text(&answer)))
        }
        "state_getStorage" | "state_getStorageAt" => {
            let key = bytes_at(params, 0)?;
            Ok(value_of(stateful(chain, params.get(1))?.storage(), &key))
        }
        "state_getKeysPaged" | "state_getKeysPagedAt" => keys(chain, params),
        "state_getKeys" => {
            let prefix = bytes_at(params, 0)?;
            let storage = stateful(chain, params.get(1))?.storage();
            let found = storage.range(prefix.clone()..).map(|(key, _)| key).take_while(|key| key.starts_with(&prefix));
            Ok(found.map(|key| json!(text(key))).collect())
        }
        "state_queryStorageAt" => {
            let block = stateful(chain, params.get(1))?;
            let asked = params.first().and_then(Value::as_array).ok_or_else(|| invalid("no keys"))?;
            let one = |key: &Value| -> Answer {
                let bytes = bytes_at(std::slice::from_ref(key), 0)?;
                Ok(json!([key, value_of(block.storage(), &bytes)]))
            };
            let changes = asked.iter().map(one).collect::<Result<Vec<_>, _>>()?;
            Ok(json!([{ "block": text(&block.hash), "changes": changes }]))
        }
        _ => Err(RpcError::new(-32601, "Method not found")),
    }
}

/// What `rpc_methods` lists.
const METHODS: &[&str] = &[
    "account_nextIndex",
    "author_submitAndWatchExtrinsic",
    "author_submitExtrinsic",
    "author_unwatchExtrinsic",
    "chain_getBlock",
    "chain_getBlockHash",
    "chain_getFinalizedHead",
    "chain_getHead",
    "chain_getHeader",
    "chain_subscribeAllHeads",
    "chain_subscribeFinalizedHeads",
    "chain_subscribeNewHeads",
    "chain_unsubscribeAllHeads",
    "chain_unsubscribeFinalizedHeads",
    "chain_unsubscribeNewHeads",
    "rpc_methods",
    "state_call",
    "state_getKeys",
    "state_getKeysPaged",
    "state_getMetadata",
    "state_getRuntimeVersion",
    "state_getStorage",
    "state_getStorageAt",
    "state_queryStorageAt",
    "state_subscribeRuntimeVersion",
    "state_unsubscribeRuntimeVersion",
    "system_accountNextIndex",
    "system_chain",
    "system_chainType",
    "system_health",
    "system_name",
    "system_properties",
    "system_version",
];

fn invalid(message: impl Into<String>) -> RpcError {
    RpcError::new(-32602, "Invalid params").with(message.into())
}

fn client_error(message: &str) -> RpcError {
    RpcError::new(4003, format!("Client error: {message}"))
}

/// Hex digits, with `0x` or without.
fn bytes_at(params: &[Value], position: usize) -> Result<Vec<u8>, RpcError> {
    let text = params.get(position).and_then(Value::as_str).ok_or_else(|| invalid("bytes are missing"))?;
    hex::decode(text.strip_prefix("0x").unwrap_or(text)).map_err(|error| invalid(error.to_string()))
}

fn block_hash(chain: &Chain, asked: Option<&Value>) -> Answer {
    let of = |number: &Value| -> Answer {
        let number = match number {
            Value::String(text) => u64::from_str_radix(text.trim_start_matches("0x"), 16).ok(),
            other => other.as_u64(),
        };
        let number = number.ok_or_else(|| invalid("no block number"))?;
        Ok(json!(chain.at(number).map(|block| text(&block.hash))))
    };
    match asked {
        None | Some(Value::Null) => Ok(json!(text(&chain.head().hash))),
        Some(Value::Array(numbers)) => numbers.iter().map(of).collect::<Result<Vec<_>, _>>().map(Value::from),
        Some(number) => of(number),
    }
}

/// The block of that hash, or the best one; `None` where there is none.
fn block<'a>(chain: &'a Chain, hash: Option<&Value>) -> Result<Option<&'a Arc<Block>>, RpcError> {
    let hash = match hash {
        None | Some(Value::Null) => return Ok(Some(chain.head())),
        Some(_) => bytes_at(hash.map_or(&[], std::slice::from_ref), 0)?,
    };
    let found = <[u8; 32]>::try_from(hash).ok().and_then(|hash| chain.blocks.get(&hash));
    Ok(found.filter(|block| block.number() <= chain.best()))
}

/// The same, if its state is still there.
fn stateful<'a>(chain: &'a Chain, hash: Option<&Value>) -> Result<&'a Arc<Block>, RpcError> {
    let unknown = || {
        client_error(&format!("UnknownBlock: Header was not found in the database: {}", hash.unwrap_or(&Value::Null)))
    };
    let block = block(chain, hash)?.ok_or_else(unknown)?;
    if block.number() < chain.faults.pruned_below {
        return Err(client_error(&format!("UnknownBlock: State already discarded for {}", text(&block.hash))));
    }
    Ok(block)
}

fn value_of(storage: &Storage, key: &[u8]) -> Value {
    json!(storage.get(key).map(|bytes| text(bytes)))
}

fn keys(chain: &Chain, params: &[Value]) -> Answer {
    let block = stateful(chain, params.get(3))?;
    let prefix = if params.first().is_none_or(Value::is_null) { Vec::new() } else { bytes_at(params, 0)? };
    let count =
        params.get(1).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or(MOST_KEYS);
    if count > MOST_KEYS {
        return Err(RpcError::new(4002, format!("count exceeds maximum value. value: {count}, max: {MOST_KEYS}")));
    }
    let after = if params.get(2).is_none_or(Value::is_null) { None } else { Some(bytes_at(params, 2)?) };
    let found = block.storage().range(prefix.clone()..).map(|(key, _)| key).take_while(|key| key.starts_with(&prefix));
    let page = found.filter(|key| after.as_ref().is_none_or(|after| *key > after)).take(count);
    Ok(page.map(|key| json!(text(key))).collect())
}

/// As JSON-RPC writes a runtime's version.
fn version(runtime: &Runtime) -> Value {
    let described = runtime.describe_version();
    json!({
        "specName": described["spec_name"],
        "implName": described["impl_name"],
        "authoringVersion": described["authoring_version"],
        "specVersion": described["spec_version"],
        "implVersion": described["impl_version"],
        "apis": described["apis"],
        "transactionVersion": described["transaction_version"],
        "stateVersion": runtime.state_version(),
    })
}

/// What the runtime of a block answers.
fn call(chain: &Chain, block: &Block, name: &str, mut args: &[u8]) -> codec::Result<Vec<u8>> {
    let runtime = &block.runtime;
    match name {
        "Core_version" => Ok(runtime.version.clone()),
        "Metadata_metadata_versions" => {
            Ok(runtime.served.keys().copied().chain([UNSTABLE]).collect::<Vec<u32>>().encode())
        }
        "Metadata_metadata_at_version" => {
            let wanted: u32 = take(&mut args)?;
            Ok(runtime.served.get(&wanted).encode())
        }
        "Metadata_metadata" => {
            runtime.served.get(&14).map(Encode::encode).ok_or_else(|| "no metadata of version 14".into())
        }
        "TaggedTransactionQueue_validate_transaction" => {
            let _source: u8 = take(&mut args)?;
            let bytes = transaction_in(&mut args)?;
            let _at: [u8; 32] = take(&mut args)?;
            validity(&chain.ground_after(block), &bytes)
        }
        "TransactionPaymentApi_query_info" => {
            let bytes = transaction_in(&mut args)?;
            let transaction = Transaction::read(runtime, &bytes)?;
            let fee = if pool::is_free(&transaction.call) { 0 } else { FEE };
            info(runtime, name, fee)
        }
        "TransactionPaymentCallApi_query_call_info" => {
            let length = args.len().checked_sub(4).ok_or("too short")?;
            let called = transaction::read_call(runtime, &args[..length])?;
            info(runtime, name, if pool::is_free(&called) { 0 } else { FEE })
        }
        name => apis::call(&block.view(), name, args),
    }
}

fn info(runtime: &Runtime, name: &str, fee: u64) -> codec::Result<Vec<u8>> {
    let method = runtime.method(name).ok_or_else(|| format!("Exported method {name} is not found"))?;
    let weight = json!({ "ref_time": 20_000_000, "proof_size": 3_500 });
    runtime.encode(method.output, &json!({ "weight": weight, "class": "Normal", "partial_fee": fee }))
}

/// Takes a transaction off the front, with the length in front of it.
fn transaction_in(args: &mut &[u8]) -> codec::Result<Vec<u8>> {
    let start = *args;
    let length = take::<Compact<u32>>(args)?.0 as usize;
    let prefix = start.len() - args.len();
    let (bytes, rest) = start.split_at_checked(prefix + length).ok_or("too short")?;
    *args = rest;
    Ok(bytes.to_vec())
}

fn validity(ground: &Ground<'_>, bytes: &[u8]) -> codec::Result<Vec<u8>> {
    let transaction = Transaction::read(ground.runtime, bytes)?;
    let answer = match pool::validate(ground, &transaction) {
        Ok(()) => {
            let tag = |nonce: u32| codec::hex(&(transaction.signer, nonce).encode());
            let current = ground.model.accounts.get(&transaction.signer).map_or(0, |funds| funds.nonce);
            let requires: Vec<Value> =
                if transaction.nonce > current { vec![tag(transaction.nonce - 1)] } else { Vec::new() };
            let longevity = transaction.era.death(ground.next()).saturating_sub(ground.next());
            json!({ "Ok": {
                "priority": 1,
                "requires": requires,
                "provides": [tag(transaction.nonce)],
                "longevity": longevity,
                "propagate": true,
            } })
        }
        Err(invalid) => json!({ "Err": invalid.value() }),
    };
    let method = ground.runtime.method("TaggedTransactionQueue_validate_transaction").ok_or("no transactions")?;
    ground.runtime.encode(method.output, &answer)
}
