//! What the writer promises: no byte is lost, on whatever chunks, crashes and full disks.

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{SigSet, Signal};
use proptest::prelude::*;

use super::*;

fn policy(segment_bytes: u64, total_bytes: u64) -> LogPolicy {
    LogPolicy { segment_bytes, total_bytes, min_free: MinFree::Bytes(0), ..LogPolicy::default() }
}

/// All chunks of a log; panics where a segment and its index disagree.
fn chunks(folder: &Path) -> Vec<(Record, Vec<u8>)> {
    let mut found = Vec::new();
    for number in numbers(folder).unwrap() {
        let log = std::fs::read(log_path(folder, number)).unwrap();
        let index = std::fs::read(index_path(folder, number)).unwrap();
        assert_eq!(index[..RECORD], HEADER, "segment {number}");
        let (records, rest) = index[RECORD..].as_chunks::<RECORD>();
        assert!(rest.is_empty(), "half a record in {number}");
        let (mut end, mut time_us) = (0, 0);
        for record in records {
            let record = Record::from_bytes(record).unwrap();
            assert!(record.offset == end && record.time_us >= time_us, "segment {number}: {record:?}");
            (end, time_us) = (record.end(), record.time_us);
            let range = usize::try_from(record.offset).unwrap()..usize::try_from(end).unwrap();
            found.push((record, log[range].to_vec()));
        }
        assert_eq!(end, log.len() as u64, "segment {number}");
    }
    found
}

fn text(folder: &Path) -> String {
    let bytes: Vec<u8> = chunks(folder).into_iter().flat_map(|(_, bytes)| bytes).collect();
    String::from_utf8(bytes).unwrap()
}

fn streams() -> impl Strategy<Value = Stream> {
    prop_oneof![Just(Stream::Out), Just(Stream::Err), Just(Stream::Note)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_byte_is_lost_changed_or_moved_whatever_the_chunks(
        written in prop::collection::vec((1_u32..4, streams(), "[a-z\n]{0,60}"), 0..60),
        segment_bytes in 1_u64..200,
        reopen_every in 1_usize..20,
    ) {
        let home = tempfile::tempdir().unwrap();
        let policy = policy(segment_bytes, u64::MAX);
        let mut writer = LogWriter::open(home.path(), &policy).unwrap();
        let mut expected = Vec::new();
        for (at, (run, stream, bytes)) in written.iter().enumerate() {
            writer.append(*run, *stream, bytes.as_bytes()).unwrap();
            expected.extend(bytes.bytes().map(|byte| (*run, *stream, byte)));
            if at % reopen_every == 0 {
                writer = LogWriter::open(home.path(), &policy).unwrap();
            }
        }
        let found: Vec<(u32, Stream, u8)> = chunks(home.path())
            .iter()
            .flat_map(|(record, bytes)| bytes.iter().map(|byte| (record.run, record.stream, *byte)))
            .collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn segments_end_with_a_line_unless_one_line_is_larger_than_a_segment() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = LogWriter::open(home.path(), &policy(100, u64::MAX)).unwrap();
    for line in 0..50 {
        for part in [&format!("line {line} of "), "fif", "ty\n"] {
            writer.append(1, Stream::Out, part.as_bytes()).unwrap();
        }
    }
    let all = numbers(home.path()).unwrap();
    assert!(all.len() > 5);
    for number in &all {
        let log = std::fs::read_to_string(log_path(home.path(), *number)).unwrap();
        assert!(log.ends_with('\n') && log.len() <= 150, "{number}: {log}");
    }
    writer.append(1, Stream::Out, &[b'x'; 1000]).unwrap();
    assert!(numbers(home.path()).unwrap().len() >= all.len() + 9);
}

#[test]
fn a_log_stays_below_its_total_and_keeps_the_newest() {
    let home = tempfile::tempdir().unwrap();
    let mut writer = LogWriter::open(home.path(), &policy(4096, 65536)).unwrap();
    for line in 0..20_000 {
        writer.append(1, Stream::Out, format!("line {line}\n").as_bytes()).unwrap();
        if line % 1000 == 0 {
            let entries = std::fs::read_dir(home.path()).unwrap();
            let total: u64 = entries.map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
            assert!(total <= 65536 + 4096, "{total} bytes after line {line}");
        }
    }
    assert!(text(home.path()).ends_with("line 19998\nline 19999\n"));
}

#[test]
fn a_crash_at_any_byte_of_the_tail_costs_nothing_that_was_written() {
    let lines = ["first\n", "second ", "half\n", "third\n"];
    let whole: String = lines.concat();
    for cut_log in 0..=whole.len() as u64 {
        for cut_index in 0..=RECORD_BYTES * 5 {
            let home = tempfile::tempdir().unwrap();
            let policy = policy(1 << 20, u64::MAX);
            let mut writer = LogWriter::open(home.path(), &policy).unwrap();
            for line in lines {
                writer.append(1, Stream::Err, line.as_bytes()).unwrap();
            }
            writer.log.set_len(cut_log).unwrap();
            writer.index.set_len(cut_index).unwrap();
            let mut writer = LogWriter::open(home.path(), &policy).unwrap();
            writer.append(2, Stream::Out, b"after\n").unwrap();
            let kept = &whole[..usize::try_from(cut_log).unwrap()];
            assert_eq!(text(home.path()), format!("{kept}after\n"), "cut at {cut_log} and {cut_index}");
            assert_eq!(LogWriter::last_run(home.path()), 2);
        }
    }
}

#[test]
fn an_index_of_another_make_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(log_path(home.path(), 7), "old\n").unwrap();
    std::fs::write(index_path(home.path(), 7), [b'?'; 64]).unwrap();
    let mut writer = LogWriter::open(home.path(), &policy(100, u64::MAX)).unwrap();
    writer.append(1, Stream::Out, b"new\n").unwrap();
    assert_eq!(std::fs::read(index_path(home.path(), 7)).unwrap(), [b'?'; 64]);
    assert_eq!(std::fs::read_to_string(log_path(home.path(), 8)).unwrap(), "new\n");
}

#[test]
fn only_the_owner_can_read_a_log() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("logs/service");
    LogWriter::open(&folder, &policy(100, 1000)).unwrap().append(1, Stream::Out, b"x").unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&log_path(&folder, 1)), mode(&index_path(&folder, 1))), (0o700, 0o600, 0o600));
    assert_eq!(LogWriter::last_run(&home.path().join("none")), 0);
}

/// The limit on file sizes stands in for a full disk: a write that is cut short, then one that fails. It holds for
/// a whole process, so the test runs itself once more.
#[test]
fn a_full_disk_costs_no_byte_that_was_accepted_and_a_later_append_works() {
    const CHILD: &str = "GASCLI_TEST_FULL_DISK";
    let Some(folder) = std::env::var_os(CHILD) else {
        let home = tempfile::tempdir().unwrap();
        let name =
            "supervisor::logs::writer::tests::a_full_disk_costs_no_byte_that_was_accepted_and_a_later_append_works";
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(CHILD, home.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success() && said.contains("1 passed"), "{said}");
        return;
    };
    let folder = Path::new(&folder);
    SigSet::from_iter([Signal::SIGXFSZ]).thread_block().unwrap();
    let mut writer = LogWriter::open(folder, &policy(1 << 20, u64::MAX)).unwrap();
    let (_, hard) = getrlimit(Resource::RLIMIT_FSIZE).unwrap();
    let line = [b'y'; 300];
    for _ in 0..3 {
        setrlimit(Resource::RLIMIT_FSIZE, writer.fill.log + 1000, hard).unwrap();
        let mut kept = 0;
        let written = loop {
            match writer.append(1, Stream::Out, &line) {
                Ok(()) => kept += 1,
                Err(LogError::Write { written, .. }) => break written,
                Err(error) => panic!("{error}"),
            }
        };
        setrlimit(Resource::RLIMIT_FSIZE, hard, hard).unwrap();
        assert_eq!((kept, written), (3, 0));
        writer.append(1, Stream::Out, b"again\n").unwrap();
    }
    assert_eq!(text(folder), format!("{}again\n", "y".repeat(900)).repeat(3));
}
