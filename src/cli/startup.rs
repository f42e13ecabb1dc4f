//! `gascli startup`: the unit that starts services when the machine starts.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::node;
use super::resurrect::{self, Prospect};
use super::{Answer, Context, output};
use crate::supervisor::startup::{self, Finding, Found, Manager, Said, Unit, Verdict, run_tool};

/// What to do about the start of the machine.
#[derive(Debug, clap::Subcommand)]
pub(super) enum StartupCommand {
    /// Have services started when the machine starts, without a login, and ended gracefully when it goes down.
    ///
    /// Writes a unit for the user's systemd (root: the machine's; macOS: a launchd agent), enables it, and lets the user's
    /// systemd run without a login. Services that run are not touched. Again, it brings the unit up to date.
    #[command(
        after_help = "Examples:\n  gascli startup install\n  gascli startup install --dry-run\n\nExit status: 0 if \
                            services will be started, 1 if something is missing, which is named."
    )]
    Install(InstallArgs),
    /// Take the unit away again. Linger stays as it is.
    #[command(after_help = "Example:\n  gascli startup remove")]
    Remove(InstallArgs),
    /// Prove that services would be started: the unit, its manager, and each service by itself.
    #[command(after_help = "Examples:\n  gascli startup status\n  gascli startup status --json")]
    Status(WhoArgs),
}

/// Who starts services.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct WhoArgs {
    /// As root: in root's own systemd instead of the machine's.
    #[arg(long)]
    user: bool,
}

/// How it is done.
#[derive(Debug, clap::Args)]
pub(super) struct InstallArgs {
    #[command(flatten)]
    who: WhoArgs,
    /// Only tell what would be done.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(context: &Context, command: &StartupCommand) -> anyhow::Result<Answer> {
    match command {
        StartupCommand::Install(args) => install(context, args),
        StartupCommand::Remove(args) => remove(context, args),
        StartupCommand::Status(who) => status(context, *who),
    }
}

/// The unit as it is to be, for this user and these services.
fn unit(context: &Context, who: WhoArgs) -> anyhow::Result<Unit> {
    let (program, home) = program_and_home(context)?;
    Ok(startup::unit_of(&context.paths, &context.environment, &home, &program, who.user)?)
}

/// The unit that counts here.
pub(super) fn unit_in_use(context: &Context) -> anyhow::Result<Unit> {
    let (program, home) = program_and_home(context)?;
    Ok(startup::unit_in_use(&context.paths, &context.environment, &home, &program)?)
}

fn program_and_home(context: &Context) -> anyhow::Result<(PathBuf, PathBuf)> {
    let program = std::env::current_exe().context("cannot find this program's own file")?;
    let home = node::home(context).context("this user has no home folder: set HOME")?;
    Ok((program, home))
}

/// One step, as it is told and typed.
struct Step {
    words: Vec<String>,
    /// What failed it, if it was done and failed.
    failure: Option<String>,
}

impl Step {
    fn new(program: &str, arguments: &[&str]) -> Self {
        let words = std::iter::once(program).chain(arguments.iter().copied()).map(str::to_owned).collect();
        Self { words, failure: None }
    }

    fn done(mut self) -> Self {
        let arguments: Vec<&str> = self.words.iter().skip(1).map(String::as_str).collect();
        self.failure = match run_tool(&self.words[0], &arguments) {
            Ok(Said { success: true, .. }) => None,
            Ok(said) => Some(said.complaint().to_owned()),
            Err(error) => Some(format!("{:#}", anyhow::Error::from(error))),
        };
        self
    }
}

fn install(context: &Context, args: &InstallArgs) -> anyhow::Result<Answer> {
    let unit = unit(context, args.who)?;
    let found = startup::look(&unit);
    if let Some(why) = &found.no_manager {
        return without_manager(context, &unit, &found, why);
    }
    let is_written = found.text.as_deref() == Some(unit.text.as_str());
    let steps = install_steps(&unit, &found);
    if args.dry_run {
        return dry_run(context, &unit, (!is_written).then_some("write"), &steps);
    }
    if !is_written {
        write(&unit.path, &unit.text)?;
    }
    let steps: Vec<Step> = steps.into_iter().map(Step::done).collect();
    let failed = steps.iter().any(|step| step.failure.is_some());
    if context.json {
        let steps: Vec<_> =
            steps.iter().map(|step| json!({ "command": step.words, "failure": step.failure })).collect();
        let path = &unit.path;
        output::json(&json!({ "schema": output::SCHEMA, "unit": path, "written": !is_written, "steps": steps }))?;
    } else {
        output::line(format_args!(
            "{}: {}",
            unit.path.display(),
            if is_written { "is as it should be" } else { "written" }
        ))?;
        tell_steps(&steps)?;
        if !failed {
            output::line("what is wanted will be started with the machine; `gascli startup status` proves it")?;
        }
    }
    Ok(if failed { Answer::No } else { Answer::Yes })
}

fn install_steps(unit: &Unit, found: &Found) -> Vec<Step> {
    let systemctl = |words: &[&str]| Step::new("systemctl", &[unit.manager.scope(), words].concat());
    match unit.manager {
        Manager::Launchd => Vec::new(), // what lies in that folder is loaded at the next login
        manager => {
            let mut steps = vec![systemctl(&["daemon-reload"]), systemctl(&["enable", Unit::NAME])];
            if manager == Manager::SystemdUser && !found.linger {
                steps.push(Step::new("loginctl", &["enable-linger"]));
            }
            // Only a unit that is up is asked to end services when the machine goes down. What runs is not started twice.
            steps.push(systemctl(&["start", "--no-block", Unit::NAME]));
            steps
        }
    }
}

fn tell_steps(steps: &[Step]) -> anyhow::Result<()> {
    for step in steps {
        let words = step.words.join(" ");
        match &step.failure {
            None => output::line(format_args!("{words}: done"))?,
            Some(why) => {
                output::note(format_args!("{words}: {}", output::escaped(why)));
                if step.words[0] == "loginctl" {
                    output::note(
                        "hint: without linger, services start at your first login and end with your last: \
                         `sudo loginctl enable-linger $USER`",
                    );
                }
            }
        }
    }
    Ok(())
}

/// Nothing can be installed here; what would be, and what to do instead.
fn without_manager(context: &Context, unit: &Unit, found: &Found, why: &str) -> anyhow::Result<Answer> {
    if context.json {
        let (path, text) = (&unit.path, &unit.text);
        output::json(
            &json!({ "schema": output::SCHEMA, "unit": path, "text": text, "written": false, "reason": why }),
        )?;
        return Ok(Answer::No);
    }
    output::note(format_args!("systemd cannot be asked, so nothing was written: {}", output::escaped(why)));
    if found.booted {
        output::note(format_args!("hint: {}", startup::without_manager(unit.manager, true)));
    }
    output::note(format_args!(
        "in a container, make `gascli daemon run` its command; with cron, `@reboot {} resurrect`. \
         The unit for {} would be:",
        unit.program.display(),
        unit.path.display()
    ));
    output::line(unit.text.trim_end())?;
    Ok(Answer::No)
}

fn dry_run(context: &Context, unit: &Unit, deed: Option<&str>, steps: &[Step]) -> anyhow::Result<Answer> {
    let commands: Vec<String> = steps.iter().map(|step| step.words.join(" ")).collect();
    if context.json {
        let (path, text) = (&unit.path, &unit.text);
        output::json(&json!({
            "schema": output::SCHEMA, "dry_run": true, "unit": path, "would": deed, "text": text, "commands": commands,
        }))?;
        return Ok(Answer::Yes);
    }
    match deed {
        Some("write") => output::line(format_args!("would write {}:\n\n{}", unit.path.display(), unit.text))?,
        Some(deed) => output::line(format_args!("would {deed} {}", unit.path.display()))?,
        None => output::line(format_args!("{} is as it should be", unit.path.display()))?,
    }
    for command in commands {
        output::line(format_args!("would run `{command}`"))?;
    }
    Ok(Answer::Yes)
}

fn remove(context: &Context, args: &InstallArgs) -> anyhow::Result<Answer> {
    let unit = unit(context, args.who)?;
    let found = startup::look(&unit);
    let systemctl = |words: &[&str]| Step::new("systemctl", &[unit.manager.scope(), words].concat());
    let asks = unit.manager != Manager::Launchd && found.no_manager.is_none();
    // Disabled, not stopped: to stop it would end what runs.
    let before = if asks && found.enabled { vec![systemctl(&["disable", Unit::NAME])] } else { Vec::new() };
    let after = if asks && found.text.is_some() { vec![systemctl(&["daemon-reload"])] } else { Vec::new() };
    let is_there = found.text.is_some();
    if args.dry_run {
        let steps: Vec<Step> = before.into_iter().chain(after).collect();
        return dry_run(context, &unit, is_there.then_some("remove"), &steps);
    }
    let mut steps: Vec<Step> = before.into_iter().map(Step::done).collect();
    if is_there {
        let fault = || format!("cannot remove `{}`", unit.path.display());
        std::fs::remove_file(&unit.path).with_context(fault)?;
    }
    steps.extend(after.into_iter().map(Step::done));
    let failed = steps.iter().any(|step| step.failure.is_some());
    if context.json {
        let steps: Vec<_> =
            steps.iter().map(|step| json!({ "command": step.words, "failure": step.failure })).collect();
        let path = &unit.path;
        output::json(&json!({ "schema": output::SCHEMA, "unit": path, "removed": is_there, "steps": steps }))?;
    } else {
        let done = if is_there { "removed" } else { "was not there" };
        output::line(format_args!("{}: {done}", unit.path.display()))?;
        tell_steps(&steps)?;
    }
    Ok(if failed { Answer::No } else { Answer::Yes })
}

fn status(context: &Context, who: WhoArgs) -> anyhow::Result<Answer> {
    let unit = if who.user { unit(context, who)? } else { unit_in_use(context)? };
    let mut findings = startup::inspect(&unit, &startup::look(&unit));
    let prospects = resurrect::prospects(context, Some(&unit))?;
    findings.extend(prospects.iter().filter(|one| one.service.wanted).flat_map(of_service));
    let worst = findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Ok);
    let answer = if worst == Verdict::Failure { Answer::No } else { Answer::Yes };
    if context.json {
        output::json(&json!({ "schema": output::SCHEMA, "unit": unit.path, "verdict": worst, "findings": findings }))?;
        return Ok(answer);
    }
    for Finding { verdict, text, fix, .. } in &findings {
        let mark = match verdict {
            Verdict::Ok => "ok",
            Verdict::Warning => "warn",
            Verdict::Failure => "FAIL",
        };
        let fix = fix.as_ref().map(|fix| format!("\n      {}", output::escaped(fix))).unwrap_or_default();
        output::line(format_args!("{mark:4}  {}{fix}", output::escaped(text)))?;
    }
    output::line(match worst {
        Verdict::Ok => "services come up when the machine starts",
        Verdict::Warning => "services come up when the machine starts, but see above",
        Verdict::Failure => "not everything comes up when the machine starts",
    })?;
    Ok(answer)
}

/// What a boot has of one service, as findings.
fn of_service(prospect: &Prospect) -> Vec<Finding> {
    let name = &prospect.service.name;
    if prospect.problems.is_empty() {
        let text = format!("{name}: can be started");
        return vec![Finding { check: "service", verdict: Verdict::Ok, text, fix: None }];
    }
    let finding = |problem: &startup::BootProblem| Finding {
        check: "service",
        verdict: if problem.fails { Verdict::Failure } else { Verdict::Warning },
        text: format!("{name}: {}", problem.text),
        fix: Some(problem.fix.clone()),
    };
    prospect.problems.iter().map(finding).collect()
}

/// Written beside, synced, renamed: a manager never reads half of it.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let fault = || format!("cannot write `{}`", path.display());
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    std::fs::create_dir_all(&folder).with_context(fault)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder).with_context(fault)?;
    file.write_all(text.as_bytes()).with_context(fault)?;
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o644); // it holds no secrets, and managers warn of others
    file.as_file().set_permissions(mode).with_context(fault)?;
    file.as_file().sync_all().with_context(fault)?;
    file.persist(path).map_err(|error| error.error).with_context(fault)?;
    std::fs::File::open(&folder).and_then(|folder| folder.sync_all()).with_context(fault)
}
