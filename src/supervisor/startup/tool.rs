//! Calls a program of the system, such as `systemctl`, with a limit of time.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long one may take: a manager that is busy with a boot answers late.
const PATIENCE: Duration = Duration::from_secs(30);
/// As much of its words is read.
const LONGEST: u64 = 32 << 10;

/// Why a program did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It cannot be run.
    #[error("cannot run `{program}`")]
    Run {
        /// Which.
        program: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It was too slow, and was killed.
    #[error("`{program}` has not answered within {} s", PATIENCE.as_secs())]
    Slow {
        /// Which.
        program: String,
    },
}

/// What a program said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Whether it ended with exit status 0.
    pub success: bool,
    /// Its output, without blanks at the ends.
    pub out: String,
    /// What it complained of, likewise.
    pub err: String,
}

impl Said {
    /// The first line of its complaint, or of its output if there is none.
    pub fn complaint(&self) -> &str {
        let text = if self.err.is_empty() { &self.out } else { &self.err };
        text.lines().next().unwrap_or("no reason given")
    }
}

/// Runs a program without input. The bus of a user's manager is found where a login would have said it (`su` does not).
pub fn run(program: &str, arguments: &[&str]) -> Result<Said, ToolError> {
    let fault = |source| ToolError::Run { program: program.into(), source };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if std::env::var_os("XDG_RUNTIME_DIR").is_none() {
        let folder = format!("/run/user/{}", nix::unistd::getuid());
        if Path::new(&folder).is_dir() {
            command.env("XDG_RUNTIME_DIR", folder);
        }
    }
    let mut child = command.spawn().map_err(fault)?;
    // What it says is read beside it: a pipe that nobody reads would stop it.
    let reader = |stream: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut text = Vec::new();
            if let Some(stream) = stream {
                let _ = stream.take(LONGEST).read_to_end(&mut text); // what cannot be read was not said
            }
            String::from_utf8_lossy(&text).trim().to_owned()
        })
    };
    let out = reader(child.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>));
    let err = reader(child.stderr.take().map(|err| Box::new(err) as Box<dyn Read + Send>));
    let end = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().map_err(fault)? {
            Some(status) => break status,
            None if Instant::now() < end => std::thread::sleep(Duration::from_millis(5)),
            None => {
                let _ = child.kill().and_then(|()| child.wait().map(drop)); // it has gone if that fails
                return Err(ToolError::Slow { program: program.into() });
            }
        }
    };
    let text = |reader: std::thread::JoinHandle<String>| reader.join().unwrap_or_default();
    Ok(Said { success: status.success(), out: text(out), err: text(err) })
}
