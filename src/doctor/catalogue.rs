//! All checks that there are. Their ids are stable: scripts and `docs/doctor.md` name them.

use serde::{Serialize, Serializer};

macro_rules! catalogue {
    ($($group:literal: $($name:ident $id:literal $title:literal),+;)+) => {
        /// Which check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Id {
            $($(#[doc = $title] $name,)+)+
        }

        impl Id {
            /// All, in the order in which they are told.
            pub const ALL: &[Self] = &[$($(Self::$name,)+)+];

            /// How it is named everywhere.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$name => $id,)+)+
                }
            }

            /// What it is about, for people.
            pub const fn title(self) -> &'static str {
                match self {
                    $($(Self::$name => $title,)+)+
                }
            }

            /// Under which heading it stands.
            pub const fn group(self) -> &'static str {
                match self {
                    $($(Self::$name => $group,)+)+
                }
            }
        }
    };
}

catalogue! {
    "Configuration":
        EnvFile "env-file" "env file",
        EnvFileMode "env-file-mode" "who reads it",
        Settings "settings" "settings",
        GascliToml "gascli-toml" "gascli.toml",
        DashboardKeys "dashboard-keys" "dashboard keys";
    "Wallet and chain":
        Hotkey "hotkey" "hotkey",
        Chain "chain" "chain",
        NewestBlock "newest-block" "newest block",
        Registration "registration" "registration",
        ValidatorPermit "validator-permit" "validator permit",
        Stake "stake" "stake",
        Clock "clock" "clock";
    "Reach":
        Port "port" "port",
        Address "address" "address";
    "Work":
        GenerationServices "generation-services" "services",
        ApiKey "api-key" "API key",
        TrustAnchors "trust-anchors" "C2PA anchors",
        Model "model" "CLIP model",
        Ffmpeg "ffmpeg" "ffmpeg",
        Gpu "gpu" "GPU";
    "Machine":
        Disk "disk" "disk",
        Memory "memory" "memory",
        FileDescriptors "file-descriptors" "open files",
        Inotify "inotify" "inotify",
        Process1 "process-1" "process 1",
        Version "version" "gascli";
    "Supervisor":
        Supervisor "supervisor" "supervisor",
        SupervisorVersion "supervisor-version" "its version",
        PrivateFolders "private-folders" "folders, sockets",
        CrashReport "crash-report" "crash report",
        Service "service" "service",
        Interpreter "interpreter" "interpreter",
        Boot "boot" "start at boot";
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
