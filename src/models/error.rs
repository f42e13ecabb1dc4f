//! What can go wrong with models on disk, and what to do about it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::ModelName;
use crate::clip::ClipError;
use crate::types::{Code, Hint, nearest};

/// Why a model could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A text that names no model.
    #[error("`{0}` is no name of a model")]
    Name(String),
    /// Nothing of this name is here.
    #[error("there is no model `{name}` on this machine")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What is here.
        there: Vec<String>,
        /// Whether the name is one of the hub's.
        can_be_pulled: bool,
    },
    /// Another model bears the name.
    #[error("there is another model `{0}` already")]
    Taken(String),
    /// It cannot be removed or replaced.
    #[error("`{0}` is built in")]
    BuiltIn(String),
    /// It lacks files, or its description.
    #[error("model `{name}` is not whole: `{}` is damaged", path.display())]
    Damaged {
        /// Which.
        name: String,
        /// Its folder.
        path: PathBuf,
    },
    /// Something else lies where a model would.
    #[error("`{}` is no model of this program's: {}", path.display(), match holds {
        Some(name) => format!("it holds `{}`", name.to_string_lossy()),
        None => "it has no model.json".into(),
    })]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What is no file of a model.
        holds: Option<OsString>,
    },
    /// Its files are whole, but no model that can be run.
    #[error("model `{name}` cannot be used")]
    Unusable {
        /// Which.
        name: String,
        /// Why.
        #[source]
        source: Box<ClipError>,
    },
    /// A file or folder cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The disk is full, or will be.
    #[error("no space for `{}`", path.display())]
    NoSpace {
        /// What could not be written.
        path: PathBuf,
        /// How much is missing, where that is known.
        missing: Option<u64>,
        /// Whether what has come stays for the next time.
        is_kept: bool,
    },
    /// A folder that was to be added lacks a file.
    #[error("`{}` holds no model: it has no {lacks}", folder.display())]
    NoModel {
        /// Which.
        folder: PathBuf,
        /// What it should hold.
        lacks: &'static str,
    },
    /// A short name that no hub knows.
    #[error("`{0}` is no model of the hub")]
    NotOnHub(String),
    /// The hub may not be asked.
    #[error("model `{0}` is not on this machine, and HF_HUB_OFFLINE forbids to ask the hub")]
    Offline(String),
    /// The repository has no weights that are read.
    #[error("{repository} at {revision} has no model.safetensors{}", if *.has_pickle { ", only pytorch_model.bin" } else { "" })]
    NoSafetensors {
        /// Which.
        repository: String,
        /// The revisions that were tried.
        revision: String,
        /// Whether it has weights of the older kind, which hold programs.
        has_pickle: bool,
    },
    /// The hub answered with something else.
    #[error("{host} does not give `{file}` of {repository} ({status}){}{text}", if text.is_empty() { "" } else { ": " })]
    Refused {
        /// Whom we asked.
        host: String,
        /// For what.
        file: String,
        /// Of which repository.
        repository: String,
        /// The status.
        status: u16,
        /// What it said, cut short.
        text: String,
    },
    /// The line broke more often than is tried.
    #[error("`{file}` could not be fetched from {host}: {reason}")]
    Broken {
        /// Whom we asked.
        host: String,
        /// For what.
        file: String,
        /// The last fault.
        reason: String,
    },
    /// Longer than any file of its kind.
    #[error("`{file}` has more than {limit} bytes")]
    TooLong {
        /// Which.
        file: String,
        /// The longest that is taken.
        limit: u64,
    },
    /// What came is not what was promised.
    #[error("`{file}` has SHA-256 {found}, but {promised} was promised")]
    OtherBytes {
        /// Which.
        file: String,
        /// What came.
        found: String,
        /// What should have come.
        promised: String,
    },
    /// We were asked to stop.
    #[error("stopped before the model was whole")]
    Stopped,
    /// The system gives no thread or socket.
    #[error("cannot start fetching")]
    Runtime(#[source] io::Error),
}

impl ModelError {
    /// A failed write; a full disk is told apart.
    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::NoSpace { path: path.into(), missing: None, is_kept: true }
            }
            _ => Self::Write { path: path.into(), source },
        }
    }
}

impl Hint for ModelError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Name(_) => {
                "a model is called such as clip-vit-base-patch32, or owner/name or owner/name@revision of the hub, without spaces and `--`; `gascli model add DIR --name NAME` gives a folder's model a name".into()
            }
            Self::NotOnHub(_) => {
                "a model is called such as clip-vit-base-patch32, or owner/name or owner/name@revision of the hub".into()
            }
            Self::NotOurs { .. } => "nothing was deleted; move it elsewhere by hand, or name another folder in MODELS_DIR".into(),
            Self::Unknown { name, can_be_pulled: true, .. } => {
                format!("`gascli model pull {name}` fetches it; `gascli model add DIR` takes it from a folder")
            }
            Self::Unknown { there, .. } if there.is_empty() => "`gascli model pull clip-vit-base-patch32` fetches one".into(),
            Self::Unknown { name, there, .. } => {
                let meant = nearest(name, there.iter().map(String::as_str));
                let meant = meant.map_or_else(String::new, |meant| format!("did you mean `{meant}`? "));
                format!("{meant}there are: {}", there.join(", "))
            }
            Self::Taken(name) => format!("choose another name with `--name`, or `gascli model remove {name}` first"),
            Self::BuiltIn(_) => "it is part of this program; other models go by other names".into(),
            Self::Damaged { name, .. } if name.parse::<ModelName>().is_ok_and(|name| name.repository().is_none()) => {
                format!("`gascli model verify {name}` tells what is wrong; `gascli model remove {name}` removes it, `gascli model add DIR --name {name}` takes it anew")
            }
            Self::Damaged { name, .. } => {
                format!("`gascli model verify {name}` tells what is wrong, `gascli model pull {name}` fetches it anew")
            }
            Self::Unusable { .. } => {
                "CLIP models of Hugging Face's layout can be run: config.json of a CLIPModel, and its model.safetensors".into()
            }
            Self::Read { .. } | Self::Write { .. } | Self::Stopped | Self::Runtime(_) => return None,
            Self::NoSpace { is_kept: false, .. } => "make room, or name another folder in MODELS_DIR".into(),
            Self::NoSpace { missing: Some(bytes), .. } => {
                format!("{bytes} bytes more are needed; MODELS_DIR names another folder. What has come is kept, and the next pull goes on there")
            }
            Self::NoSpace { .. } => {
                "make room, or name another folder in MODELS_DIR. What has come is kept, and the next pull goes on there".into()
            }
            Self::NoModel { .. } => {
                "a model's folder holds config.json, model.safetensors, and tokenizer.json or vocab.json with merges.txt".into()
            }
            Self::Offline(_) => {
                "`gascli model add DIR` takes a model from a folder; unset HF_HUB_OFFLINE to ask the hub".into()
            }
            Self::NoSafetensors { has_pickle: true, .. } => {
                "that file may hold programs and is not read: name a revision with model.safetensors (`owner/name@revision`), or convert it elsewhere and `gascli model add DIR`".into()
            }
            Self::NoSafetensors { .. } => "is it a model of transformers? name another revision with `owner/name@revision`".into(),
            Self::Refused { status: 401, .. } => {
                "is the name right? the hub answers so for what does not exist, too. If it is, HF_TOKEN, or the token file of `huggingface-cli login`, must give the right to read it".into()
            }
            Self::Refused { status: 403, .. } => {
                "HF_TOKEN, or the token file of `huggingface-cli login`, must give the right to read it; some models ask to accept their terms first".into()
            }
            Self::Refused { status: 404, .. } => "compare the name with the hub's; a private model needs HF_TOKEN".into(),
            Self::Refused { .. } | Self::Broken { .. } => {
                "try again: what has come is kept. HF_ENDPOINT names a mirror, HTTPS_PROXY a proxy; `gascli model add DIR` needs no network".into()
            }
            Self::TooLong { .. } => "this is not the file of a CLIP model".into(),
            Self::OtherBytes { .. } => "try again; if it comes again, the server or a proxy changes it".into(),
        })
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Name(_) => Some(Code::InvalidInput),
            Self::Unknown { .. } | Self::NotOnHub(_) | Self::NoModel { .. } | Self::Offline(_) => {
                Some(Code::ModelMissing)
            }
            Self::Taken(_) => Some(Code::Exists),
            Self::BuiltIn(_) => Some(Code::Refused),
            Self::NoSpace { .. } => Some(Code::DiskFull),
            Self::Refused { .. } => Some(Code::ServerRefused),
            Self::Broken { .. } => Some(Code::Network),
            Self::Stopped => Some(Code::Interrupted),
            Self::Read { .. } | Self::Write { .. } | Self::Runtime(_) => None,
            _ => Some(Code::Damaged),
        }
    }
}
