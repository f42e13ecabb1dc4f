//! What a program that fails says last: a few messages are unmistakable, and mean that another start would end alike
//! (`spec/operations.md` B8). What may pass, such as an address in use or a full disk, is not among them.

/// How much of a run's last output is looked at.
pub(crate) const KEPT: usize = 4 << 10;
/// Python's last line names the error, but the other stream may add some after it.
const LAST_LINES: usize = 4;
/// CUDA adds some advice to its errors.
const LAST_LINES_WITHIN: usize = 6;

/// Where a message must stand.
enum Place {
    /// Begins one of the last lines.
    Begins,
    /// Anywhere in one of the last lines.
    Within,
}

/// A message, all of whose parts stand in one line.
struct Message {
    place: Place,
    parts: &'static [&'static str],
    /// Counts also for a program that ends with exit status 0: bittensor's template does when it is not registered.
    also_when_done: bool,
    means: &'static str,
}

const fn message(place: Place, parts: &'static [&'static str], means: &'static str) -> Message {
    Message { place, parts, also_when_done: false, means }
}

/// From bittensor and its wallet, Torch, Python and shells, in the words of their versions since 2023.
const MESSAGES: &[Message] = &[
    message(
        Place::Within,
        &["eyfile", "does not exist"],
        "a wallet's key file is missing: check wallet name, hotkey and wallet path",
    ),
    message(
        Place::Begins,
        &["KeyFileError", "does not exist"],
        "a wallet's key file is missing: check wallet name, hotkey and wallet path",
    ),
    Message {
        place: Place::Within,
        parts: &["is not registered", "btcli"],
        also_when_done: true,
        means: "the hotkey is not registered on the subnet: register it (`btcli subnets register`), then start again",
    },
    Message {
        place: Place::Within,
        parts: &["otkey", "is not registered on netuid"],
        also_when_done: true,
        means: "the hotkey is not registered on the subnet: register it (`btcli subnets register`), then start again",
    },
    message(
        Place::Within,
        &["CUDA driver version is insufficient"],
        "the NVIDIA driver is older than this CUDA needs: update the driver",
    ),
    message(
        Place::Within,
        &["NVIDIA driver on your system is too old"],
        "the NVIDIA driver is older than this PyTorch needs: update the driver",
    ),
    message(
        Place::Within,
        &["CUDA error: no kernel image is available"],
        "this PyTorch was not built for this GPU: install one that was",
    ),
    message(Place::Within, &["no CUDA-capable device is detected"], "no GPU is visible: see `nvidia-smi`"),
    message(Place::Begins, &["RuntimeError: No CUDA GPUs are available"], "no GPU is visible: see `nvidia-smi`"),
    message(
        Place::Begins,
        &["RuntimeError: Found no NVIDIA driver on your system"],
        "no NVIDIA driver is installed: see `nvidia-smi`",
    ),
    message(
        Place::Begins,
        &["AssertionError: Torch not compiled with CUDA enabled"],
        "this PyTorch knows no CUDA: install a build that does",
    ),
    message(
        Place::Begins,
        &["ModuleNotFoundError: No module named"],
        "a Python module is missing: install it into the environment that runs the service",
    ),
    message(
        Place::Begins,
        &["python", ": can't open file", "No such file or directory"],
        "the Python file is missing: check command and working folder",
    ),
    message(Place::Within, &["command not found"], "a command is not installed, or not in PATH"),
];

/// Why another start would end as this one did, if its last output says so; with the line that says it.
pub(crate) fn hopeless(output: &[u8], done: bool) -> Option<String> {
    let text = String::from_utf8_lossy(output.get(output.len().saturating_sub(KEPT)..).unwrap_or_default());
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines.len().saturating_sub(LAST_LINES);
    for (number, line) in lines.iter().enumerate().skip(lines.len().saturating_sub(LAST_LINES_WITHIN)).rev() {
        let found = MESSAGES.iter().find(|message| {
            let stands = match message.place {
                // A module before the name of an error, as in `bittensor_wallet.errors.KeyFileError`, begins it as well.
                Place::Begins => number >= last && begins(line, message.parts.first().copied().unwrap_or_default()),
                // Shells end with it; others may cite it and go on.
                Place::Within => message.parts != ["command not found"] || number + 1 == lines.len(),
            };
            stands && (!done || message.also_when_done) && message.parts.iter().all(|part| line.contains(part))
        });
        if let Some(message) = found {
            return Some(format!("{} (\u{201c}{}\u{201d})", message.means, shortened(line)));
        }
    }
    None
}

fn begins(line: &str, part: &str) -> bool {
    line.find(part).is_some_and(|at| {
        line.get(..at)
            .is_some_and(|before| before.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte)))
    })
}

/// The first 160 characters: it stands in a table.
fn shortened(line: &str) -> String {
    let line: String = line.chars().filter(|letter| !letter.is_control()).take(160).collect();
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_that_no_restart_can_help_are_recognised() {
        for (output, says) in [
            (
                "bittensor_wallet.errors.KeyFileError: Keyfile at: /root/.bittensor/wallets/v/hotkeys/h does not exist\n",
                "wallet",
            ),
            (
                "2025-06-01 10:00:00.123 | ERROR | bittensor:base_neuron.py:120 | Wallet: Wallet (Name: 'v', Hotkey: 'h') is not registered on netuid 34. Please register the hotkey using `btcli subnets register` before trying again\n",
                "not registered",
            ),
            (
                "Traceback (most recent call last):\n  File \"m.py\", line 1, in <module>\n    import bittensor\nModuleNotFoundError: No module named 'bittensor'\n",
                "module is missing",
            ),
            (
                "RuntimeError: CUDA error: no kernel image is available for execution on the device\nCUDA kernel errors might be asynchronously reported at some other API call\nFor debugging consider passing CUDA_LAUNCH_BLOCKING=1\nCompile with `TORCH_USE_CUDA_DSA`\n\nnote\n",
                "not built for this GPU",
            ),
            ("RuntimeError: The NVIDIA driver on your system is too old (found version 11040).\n", "update the driver"),
            ("RuntimeError: No CUDA GPUs are available\n", "nvidia-smi"),
            ("./run.sh: line 3: btcli: command not found\n", "PATH"),
            (
                "python3: can't open file '/srv/neurons/validator.py': [Errno 2] No such file or directory\n",
                "Python file is missing",
            ),
        ] {
            let found = hopeless(output.as_bytes(), false).unwrap_or_else(|| panic!("{output}"));
            assert!(found.contains(says), "{found}");
        }
    }

    #[test]
    fn what_may_pass_is_not_taken_for_permanent() {
        for output in [
            "",
            "OSError: [Errno 98] error while attempting to bind on address ('0.0.0.0', 8091): address already in use\n",
            "OSError: [Errno 28] No space left on device\n",
            "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB\n",
            "WARNING optional: ModuleNotFoundError: No module named 'flash_attn', going on without it\nConnectionResetError\n",
            "ModuleNotFoundError: No module named 'xformers'\none\ntwo\nthree\nfour\nTimeoutError\n",
            "sh: nvcc: command not found\ncompiling without CUDA\nConnectionError: chain\n",
            "Miner 5F3 is not registered, skipping\nTimeoutError\n",
        ] {
            assert_eq!(hopeless(output.as_bytes(), false), None, "{output}");
        }
    }

    #[test]
    fn a_program_that_ends_well_failed_only_if_it_says_that_it_is_not_registered() {
        let missing = b"ModuleNotFoundError: No module named 'x'\n";
        assert_eq!(hopeless(missing, true), None);
        let registered =
            b"Wallet: w is not registered on netuid 34. Please register the hotkey using `btcli subnets register`\n";
        assert!(hopeless(registered, true).is_some());
    }

    #[test]
    fn any_bytes_are_read_without_a_fault() {
        assert_eq!(hopeless(&[0xff; 9000], false), None);
        assert_eq!(hopeless("ä".repeat(5000).as_bytes(), false), None);
    }
}
