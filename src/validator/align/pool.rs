//! Threads for decoding and models. They give way: whoever delivers waits for an answer, and what is stored does not.

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// How much they give way, as `nice` counts.
#[cfg(target_os = "linux")]
const NICE: nix::libc::c_int = 10;

/// As many threads as cores. Where the miners run on the same machine, as on a local chain, giving way to them would mean
/// to fall behind for ever.
pub(super) fn build(gives_way: bool) -> Result<ThreadPool, ThreadPoolBuildError> {
    let start = move |_| {
        if gives_way {
            give_way();
        }
    };
    ThreadPoolBuilder::new().thread_name(|number| format!("align-{number}")).start_handler(start).build()
}

/// Lets other threads of this process, and other processes, have the processor first. Where that cannot be said of one
/// thread, all share alike.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "nix does not offer setpriority")]
fn give_way() {
    // SAFETY: the call takes three numbers. On Linux, process 0 is the calling thread alone. That it may fail is of no
    // consequence.
    let _ = unsafe { nix::libc::setpriority(nix::libc::PRIO_PROCESS, 0, NICE) };
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    /// `nice` of the calling thread, as the kernel tells it.
    fn nice() -> i32 {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let behind_name = stat.rsplit_once(')').unwrap().1;
        behind_name.split_whitespace().nth(16).unwrap().parse().unwrap()
    }

    #[test]
    fn threads_that_look_at_media_give_way_and_no_others_do() {
        let before = nice();
        let pool = build(true).unwrap();
        assert_eq!(pool.install(nice), (before + NICE).clamp(NICE, 19).max(NICE));
        assert_eq!(build(false).unwrap().install(nice), before);
        assert_eq!(nice(), before);
    }
}
