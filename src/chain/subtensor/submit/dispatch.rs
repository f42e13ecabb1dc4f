//! Errors of transactions that were included, by the names that the runtime's metadata gives (`spec/chain.md` 8.2).

use subxt::error::{DispatchError, DispatchErrorDecodeError};

/// The error's name, and what it means. Numbers of errors move with each runtime, names do not.
pub(super) fn name_and_words(failure: Result<DispatchError, DispatchErrorDecodeError>) -> (String, String) {
    let failure = match failure {
        Ok(failure) => failure,
        Err(error) => return ("Unknown".into(), format!("the runtime's error cannot be read: {error}")),
    };
    let DispatchError::Module(module) = &failure else {
        let name = format!("{failure:?}");
        let name = name.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
        return (name, failure.to_string());
    };
    let Ok(details) = module.details() else {
        return ("Unknown".into(), format!("the runtime's metadata do not name its error ({:?})", module.bytes()));
    };
    let (pallet, name) = (details.pallet.name(), details.variant.name.as_str());
    let words = if let Some(words) = words(name) {
        format!("{words} ({name})")
    } else {
        let docs: Vec<&str> = details.variant.docs.iter().map(|line| line.trim()).collect();
        format!("{pallet}.{name}: {}", super::refusal::printable(&docs.join(" ")))
    };
    (name.to_owned(), words)
}

/// What operators need to know, where the name alone does not tell it.
fn words(name: &str) -> Option<&'static str> {
    Some(match name {
        "HotKeyNotRegisteredInSubNet" | "HotKeyNotRegisteredInNetwork" => {
            "the hotkey has no seat there: it was taken away meanwhile, or never taken"
        }
        "HotKeyAccountNotExists" => "the chain does not know the hotkey",
        "NotEnoughStakeToSetWeights" => "the hotkey's stake is below what setting weights takes",
        "NeuronNoValidatorPermit" => {
            "the hotkey has no validator permit: it is not among the largest stakes, and permits change at epochs only"
        }
        "SettingWeightsTooFast" | "CommittingWeightsTooFast" => "it comes too soon after the last weights (rate limit)",
        "IncorrectWeightVersionKey" => "the subnet asks for a newer version key: update gascli",
        "WeightVecLengthIsLow" => "too few weights: the subnet asks for more",
        "MaxWeightExceeded" => "one weight is a larger share than the subnet allows",
        "UidVecContainInvalidOne" => "a weight is for a seat that does not exist",
        "DuplicateUids" => "a seat is named twice",
        "WeightVecNotEqualSize" => "the lists differ in length",
        "UidsLengthExceedUidsInSubNet" => "there are more weights than seats",
        "CommitRevealEnabled" => "the subnet takes committed weights only",
        "CommitRevealDisabled" => "the subnet takes plain weights only",
        "IncorrectCommitRevealVersion" => "the chain's form of committed weights has changed: update gascli",
        "InvalidRevealRound" => {
            "the round in which the weights can be read is past: a clock is wrong, or the node is behind"
        }
        "TooManyUnrevealedCommits" => "ten commits of this hotkey wait to be revealed in this epoch: wait for the next",
        "ServingRateLimitExceeded" => "the axon was changed a moment ago (serving rate limit)",
        "InvalidIpType" | "InvalidIpAddress" => "the chain takes no such IP address",
        "InvalidPort" => "the chain takes no such port",
        "SubnetNotExists" | "MechanismDoesNotExist" => "there is no such subnet or mechanism",
        "AccountNotAllowedCommit" => "the hotkey has no seat there, and only who has one may publish a commitment",
        "SpaceLimitExceeded" => "the hotkey has published as many bytes as an epoch allows: wait for the next",
        "TooManyFieldsInCommitmentInfo" => "a commitment has too many fields",
        _ => return None,
    })
}
