# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gascli_global_optspecs
    string join \n json color= no-input h/help V/version
end

function __fish_gascli_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gascli_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gascli_using_subcommand
    set -l cmd (__fish_gascli_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gascli -n "__fish_gascli_needs_command" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_needs_command" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_needs_command" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_needs_command" -s V -l version -d 'Print version'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "init" -d 'Set up a miner or a validator: ask, write its env file, check it'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "doctor" -d 'Check everything that a node needs, and say how to mend it'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "generator" -d 'Run a GAS miner: make images and videos for validators'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "gen" -d 'Run a GAS miner: make images and videos for validators'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "g" -d 'Run a GAS miner: make images and videos for validators'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "validator" -d 'Run a GAS validator: challenge miners, check what they deliver, set weights'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "vali" -d 'Run a GAS validator: challenge miners, check what they deliver, set weights'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "v" -d 'Run a GAS validator: challenge miners, check what they deliver, set weights'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "discriminator" -d 'Enter a GAS discriminator: push models, see how they do'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "d" -d 'Enter a GAS discriminator: push models, see how they do'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "demo" -d 'Run a whole GAS subnet on this machine: no account, no key, no network'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "score" -d 'Show and compute how scores and weights come about'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does: what a validator would say of them'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "trust" -d 'Manage the certificates that the C2PA check trusts'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "media" -d 'Show what images look like to the network, and whether two are taken for one'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "model" -d 'Fetch, list and check the models that tell whether pictures show what was asked for'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "wallet" -d 'List, check and make hotkeys; sign with them'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "dashboard" -d 'Watch and steer everything on one screen'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "dash" -d 'Watch and steer everything on one screen'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "ui" -d 'Watch and steer everything on one screen'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "status" -d 'List every supervised service'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "ps" -d 'List every supervised service'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "logs" -d 'Show what services have written'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "events" -d 'Show what happened to services: starts, crashes, broken rules'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "start" -d 'Start services; success also when they run'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "stop" -d 'Stop services and wait until nothing of them runs'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "restart" -d 'Stop services, if they run, and start them'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "delete" -d 'Stop services and forget them, their logs included'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "config" -d 'Check, show and apply gascli.toml'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "chain" -d 'Look at a chain: who sits where, who earns what, how its node is doing'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "localnet" -d 'Make and edit a chain in a file, to try nodes without a network'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "notify" -d 'Tell operators what happens, by webhook or program'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "metrics" -d 'Print services, GPUs and the machine for Prometheus'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "info" -d 'Show versions, folders and the machine: one block for a bug report, without secrets'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "import" -d 'Take over services from another process manager'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "startup" -d 'Start services when the machine starts'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "save" -d 'Show what will be started at the next boot, and that it is safe on the disk'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "resurrect" -d 'Start what ran before a reboot; never what runs already'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "self-update" -d 'Replace this program by a newer version, and go back if services suffer'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "completions" -d 'Completion of commands, services, wallets and models by the TAB key'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "daemon" -d 'The supervisor itself'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "run" -d 'Run a daemon in the foreground, as the supervisor does'
complete -c gascli -n "__fish_gascli_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand init" -l role -d 'The same as a flag' -r -f -a "generator\t'A miner: makes images and videos for validators'
validator\t'A validator: challenges miners and sets weights'"
complete -c gascli -n "__fish_gascli_using_subcommand init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l image-service -d 'Service that makes a miner\'s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l video-service -d 'Service that makes a miner\'s videos: openrouter, runway, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l env-file -d 'Env file to read, instead of the service\'s, or of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l online -d 'Ask generation services whether keys are valid (one request to each, which buys nothing), and try the own address'
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l offline -d 'Ask nobody, the chain included'
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "perf" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l image-service -d 'Service that makes a miner\'s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l video-service -d 'Service that makes a miner\'s videos: openrouter, runway, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l service -d 'Service to show, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l all -d 'All services and models, not only those that are chosen, or have an API key and have not ended'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from price" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l days -d 'Days with deliveries to show, the newest first; a week is kept' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l service -d 'Service to ask, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from webhooks" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from performance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from perf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l jobs -d 'Files to check at the same time; as many as there are processors by default' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l policy -d 'How strictly to judge' -r -f -a "sn34\t'As the network\'s validators do, quirks included'
strict\t'Only what nobody could have forged'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l challenged-at -d 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970' -r
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l allow-remote -d 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched' -r -f -a "public\t'Those on the internet'
any\t'Also those of this machine and its networks'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l trust-anchors -d 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -s v -l verbose -d 'Show the manifest of files that pass'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -s q -l quiet -d 'Print nothing but errors: the exit status is the answer'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from verify-c2pa" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand generator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "perf" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l image-service -d 'Service that makes a miner\'s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l video-service -d 'Service that makes a miner\'s videos: openrouter, runway, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l service -d 'Service to show, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l all -d 'All services and models, not only those that are chosen, or have an API key and have not ended'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from price" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l days -d 'Days with deliveries to show, the newest first; a week is kept' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l service -d 'Service to ask, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from webhooks" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from performance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from perf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l jobs -d 'Files to check at the same time; as many as there are processors by default' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l policy -d 'How strictly to judge' -r -f -a "sn34\t'As the network\'s validators do, quirks included'
strict\t'Only what nobody could have forged'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l challenged-at -d 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970' -r
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l allow-remote -d 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched' -r -f -a "public\t'Those on the internet'
any\t'Also those of this machine and its networks'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l trust-anchors -d 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -s v -l verbose -d 'Show the manifest of files that pass'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -s q -l quiet -d 'Print nothing but errors: the exit status is the answer'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from verify-c2pa" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand gen; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "perf" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand g; and not __fish_seen_subcommand_from init start stop restart status price webhooks performance perf logs info verify-c2pa delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l image-service -d 'Service that makes a miner\'s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l video-service -d 'Service that makes a miner\'s videos: openrouter, runway, `none`, or demo on `local:` chains' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l service -d 'Service to show, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l all -d 'All services and models, not only those that are chosen, or have an API key and have not ended'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from price" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l days -d 'Days with deliveries to show, the newest first; a week is kept' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l service -d 'Service to ask, instead of the one that `gascli generator start` makes' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from webhooks" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from performance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l modality -d 'Only image or only video' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l lookback-days -d 'Days that count' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from perf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l jobs -d 'Files to check at the same time; as many as there are processors by default' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l policy -d 'How strictly to judge' -r -f -a "sn34\t'As the network\'s validators do, quirks included'
strict\t'Only what nobody could have forged'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l challenged-at -d 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970' -r
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l allow-remote -d 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched' -r -f -a "public\t'Those on the internet'
any\t'Also those of this machine and its networks'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l trust-anchors -d 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -s v -l verbose -d 'Show the manifest of files that pass'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -s q -l quiet -d 'Print nothing but errors: the exit status is the answer'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from verify-c2pa" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand g; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from stop" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from status" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l db-path -d 'Database, instead of the configured validator\'s, else ~/.cache/sn34/prompts.db' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l uid -d 'One miner in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l coldkey -d 'The miners of one coldkey in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l limit -d 'Recent outcomes and media to show of a miner' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l since -l lookback-hours -d 'Only what came within so many hours' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l by-coldkey -d 'Group miners by coldkey'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l failed -d 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from miner-stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l dry-run -d 'Show what would be set, and set nothing'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l next-epoch -d 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l all -d 'Show also the seats that get nothing for want of outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from weights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l url -d 'Where prices are read, instead of `LIVE_PRICES_URL`' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l refresh -d 'Read prices from their seller, and use them from now on'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l reset -d 'Forget the prices that were read, and use the pinned ones again'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prices" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -s n -l limit -d 'Newest batches to show' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l now -d 'Upload now what would be uploaded at the next check, and wait for it'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from uploads" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l link -d 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l copy -d 'Copy the files of media'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l dry-run -d 'Only say what would come'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from import-db" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l dry-run -d 'Only say what would go'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l keep -d 'Without FILE: so many that were asked for stay, the newest' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "import" -d 'Add prompts from a text file, a CSV file or a parquet file to the pool'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "list" -d 'List the prompts of the store, the newest first'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "stats" -d 'Show how many prompts there are, and how diverse they are'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "export" -d 'Write the prompts of the store as text, CSV or JSON lines'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "generate" -d 'Compose prompts and print them, or add them to the pool with `--store`'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from prompts" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand validator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from stop" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from status" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l db-path -d 'Database, instead of the configured validator\'s, else ~/.cache/sn34/prompts.db' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l uid -d 'One miner in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l coldkey -d 'The miners of one coldkey in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l limit -d 'Recent outcomes and media to show of a miner' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l since -l lookback-hours -d 'Only what came within so many hours' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l by-coldkey -d 'Group miners by coldkey'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l failed -d 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from miner-stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l dry-run -d 'Show what would be set, and set nothing'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l next-epoch -d 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l all -d 'Show also the seats that get nothing for want of outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from weights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l url -d 'Where prices are read, instead of `LIVE_PRICES_URL`' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l refresh -d 'Read prices from their seller, and use them from now on'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l reset -d 'Forget the prices that were read, and use the pinned ones again'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prices" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -s n -l limit -d 'Newest batches to show' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l now -d 'Upload now what would be uploaded at the next check, and wait for it'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from uploads" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l link -d 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l copy -d 'Copy the files of media'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l dry-run -d 'Only say what would come'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from import-db" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l dry-run -d 'Only say what would go'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l keep -d 'Without FILE: so many that were asked for stay, the newest' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "import" -d 'Add prompts from a text file, a CSV file or a parquet file to the pool'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "list" -d 'List the prompts of the store, the newest first'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "stats" -d 'Show how many prompts there are, and how diverse they are'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "export" -d 'Write the prompts of the store as text, CSV or JSON lines'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "generate" -d 'Compose prompts and print them, or add them to the pool with `--store`'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from prompts" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand vali; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand v; and not __fish_seen_subcommand_from init start stop restart status miner-stats weights prices logs info uploads import-db prune backup restore prompts delete help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l path -d 'File or folder to write to, instead of the current folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l network -l chain-endpoint -d 'Chain: finney, test, `local:PATH`, or the address of a node' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l netuid -d 'Number of the subnet, where the chain does not tell' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l wallet-name -d 'Wallet, or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l port -d 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l external-ip -d 'Address under which the others reach this machine' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l api-key-file -d 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -s y -l yes -d 'Ask nothing: take defaults for what is not given'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l force -d 'Replace a file that is there; the old one is kept beside it'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l dry-run -d 'Write nothing: print the file, without its secrets'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from stop" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l no-generation -d 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l no-data-downloads -d 'Leave out `sn34-data`; media then stay on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from status" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l db-path -d 'Database, instead of the configured validator\'s, else ~/.cache/sn34/prompts.db' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l uid -d 'One miner in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l coldkey -d 'The miners of one coldkey in detail' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l limit -d 'Recent outcomes and media to show of a miner' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l since -l lookback-hours -d 'Only what came within so many hours' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l by-coldkey -d 'Group miners by coldkey'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l failed -d 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from miner-stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l dry-run -d 'Show what would be set, and set nothing'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l next-epoch -d 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l all -d 'Show also the seats that get nothing for want of outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from weights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l url -d 'Where prices are read, instead of `LIVE_PRICES_URL`' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l refresh -d 'Read prices from their seller, and use them from now on'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l reset -d 'Forget the prices that were read, and use the pinned ones again'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prices" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -s n -l limit -d 'Newest batches to show' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l now -d 'Upload now what would be uploaded at the next check, and wait for it'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from uploads" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l link -d 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l copy -d 'Copy the files of media'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l dry-run -d 'Only say what would come'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from import-db" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l dry-run -d 'Only say what would go'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l keep -d 'Without FILE: so many that were asked for stay, the newest' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l cache-dir -d 'Folder of the store, instead of what the configuration says' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "import" -d 'Add prompts from a text file, a CSV file or a parquet file to the pool'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "list" -d 'List the prompts of the store, the newest first'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "stats" -d 'Show how many prompts there are, and how diverse they are'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "export" -d 'Write the prompts of the store as text, CSV or JSON lines'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "generate" -d 'Compose prompts and print them, or add them to the pool with `--store`'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from prompts" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -l service -d 'Service of the validator' -r -f -a "validator\t'`sn34-validator`: challenges, checks, scores, sets weights'
generator\t'`sn34-generator`: keeps the store of prompts filled'
data\t'`sn34-data`: uploads verified media and cleans up'
all\t'All three'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand v; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "push" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "push-discriminator" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "performance" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "perf" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "benchmark" -d 'Run the network\'s benchmark, `gasbench`, on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l vertical -d 'Competition that they enter' -r -f -a "general\t''
human\t''"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l retry-delay -d 'Seconds between two attempts on chain, and at most between two uploads' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l attempts -d 'How often a step is tried that failed for a reason that may pass' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l upload-url -d 'The upload service, instead of `GAS_UPLOAD_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l dry-run -d 'Check the archives only; send nothing'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -s y -l yes -d 'Do not ask before something is submitted'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l vertical -d 'Competition that they enter' -r -f -a "general\t''
human\t''"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l retry-delay -d 'Seconds between two attempts on chain, and at most between two uploads' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l attempts -d 'How often a step is tried that failed for a reason that may pass' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l upload-url -d 'The upload service, instead of `GAS_UPLOAD_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l dry-run -d 'Check the archives only; send nothing'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -s y -l yes -d 'Do not ask before something is submitted'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from push-discriminator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l modality -d 'Only image, only video or only audio' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from performance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l modality -d 'Only image, only video or only audio' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from perf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from benchmark" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from help" -f -a "push" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from help" -f -a "performance" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from help" -f -a "benchmark" -d 'Run the network\'s benchmark, `gasbench`, on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand discriminator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "push" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "push-discriminator" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "performance" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "perf" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "benchmark" -d 'Run the network\'s benchmark, `gasbench`, on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand d; and not __fish_seen_subcommand_from push push-discriminator performance perf benchmark help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l vertical -d 'Competition that they enter' -r -f -a "general\t''
human\t''"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l retry-delay -d 'Seconds between two attempts on chain, and at most between two uploads' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l attempts -d 'How often a step is tried that failed for a reason that may pass' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l upload-url -d 'The upload service, instead of `GAS_UPLOAD_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l dry-run -d 'Check the archives only; send nothing'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -s y -l yes -d 'Do not ask before something is submitted'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l vertical -d 'Competition that they enter' -r -f -a "general\t''
human\t''"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l retry-delay -d 'Seconds between two attempts on chain, and at most between two uploads' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l attempts -d 'How often a step is tried that failed for a reason that may pass' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l upload-url -d 'The upload service, instead of `GAS_UPLOAD_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l dry-run -d 'Check the archives only; send nothing'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -s y -l yes -d 'Do not ask before something is submitted'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from push-discriminator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l modality -d 'Only image, only video or only audio' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from performance" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l modality -d 'Only image, only video or only audio' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l api-url -d 'The GAS API, instead of `GAS_API_URL` or the network\'s own' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from perf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l image-model -d 'Archive (ZIP) of the model that judges images' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l video-model -d 'Archive of the model that judges videos' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l audio-model -d 'Archive of the model that judges audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from benchmark" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from help" -f -a "push" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from help" -f -a "performance" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from help" -f -a "benchmark" -d 'Run the network\'s benchmark, `gasbench`, on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand d; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l rounds -d 'Challenge rounds before the weights count' -r
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l keep -d 'Leave the subnet running, so that every other command can be tried on it'
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l end -d 'End a subnet that was left running, and remove all of it'
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand demo" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "explain" -d 'Show step by step how a miner\'s weight came about from the stored outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "simulate" -d 'Compute rewards, scores and weights for given outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "clip" -d 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "sn34" -d 'Compute a discriminator\'s score (`sn34_score`) from its predictions, or from what the benchmark measured'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "discriminator" -d 'Compute a discriminator\'s score (`sn34_score`) from its predictions, or from what the benchmark measured'
complete -c gascli -n "__fish_gascli_using_subcommand score; and not __fish_seen_subcommand_from explain simulate clip sn34 discriminator help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l hotkey -d 'Whose score' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l uid -d 'Likewise, by seat' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l at-epoch -d 'The newest epoch at or before this block, instead of the last one; the last 200 epochs are kept' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l now -d 'The next epoch as it would be, were it now'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from simulate" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from simulate" -l example -d 'Print a document with every field'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from simulate" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from simulate" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from simulate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l prompt -d 'What the media are to show' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l model -d 'A model by its name, or the path of its folder; may be given several times' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l threshold -d 'Similarity that is enough, -1 to 1' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l device -d 'What the models run on' -r -f -a "auto\t''
cpu\t''
cuda\t''
metal\t''"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from clip" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l predictions -d 'Predictions as CSV; `-` reads stdin' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l mcc -d 'Matthews\' correlation coefficient, -1 to 1' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l brier -d 'Brier score, 0 to 1' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l augmented-mcc -d 'The coefficient over augmented samples' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l augmented-brier -d 'The Brier score over augmented samples' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from sn34" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l predictions -d 'Predictions as CSV; `-` reads stdin' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l mcc -d 'Matthews\' correlation coefficient, -1 to 1' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l brier -d 'Brier score, 0 to 1' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l augmented-mcc -d 'The coefficient over augmented samples' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l augmented-brier -d 'The Brier score over augmented samples' -r
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from discriminator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Show step by step how a miner\'s weight came about from the stored outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from help" -f -a "simulate" -d 'Compute rewards, scores and weights for given outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from help" -f -a "clip" -d 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from help" -f -a "sn34" -d 'Compute a discriminator\'s score (`sn34_score`) from its predictions, or from what the benchmark measured'
complete -c gascli -n "__fish_gascli_using_subcommand score; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l jobs -d 'Files to check at the same time; as many as there are processors by default' -r
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l policy -d 'How strictly to judge' -r -f -a "sn34\t'As the network\'s validators do, quirks included'
strict\t'Only what nobody could have forged'"
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l challenged-at -d 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970' -r
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l allow-remote -d 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched' -r -f -a "public\t'Those on the internet'
any\t'Also those of this machine and its networks'"
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l trust-anchors -d 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -s v -l verbose -d 'Show the manifest of files that pass'
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -s q -l quiet -d 'Print nothing but errors: the exit status is the answer'
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand verify-c2pa" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -f -a "list" -d 'List the certificates that the C2PA check trusts, and known ones that are missing'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -f -a "update" -d 'Fetch the certificates that the network trusts and their publishers offer'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -f -a "add" -d 'Trust certificates of a PEM or DER file, or out of a signed image or video'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -f -a "remove" -d 'Trust certificates of the trust store no longer'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and not __fish_seen_subcommand_from list update add remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from list" -l trust-anchors -d 'List what these files and folders would have the check trust, instead of built-in roots and trust store. Else those of `GASCLI_TRUST_ANCHORS`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from list" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from list" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l mirror -d 'Take the files from this folder of a web server, under the names that they have at their publishers. Else from `GASCLI_TRUST_MIRROR`, else from the publishers' -r
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l dry-run -d 'Fetch and check everything, write nothing'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l all -d 'Also those that the network\'s validators do not trust (yet): what passes for their sake is refused there'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -l from -d 'Take the authority\'s certificates out of this signed image, video or audio' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -l sha256 -d 'Take only the certificate with this SHA-256 (64 hexadecimal digits, colons allowed), without asking' -r
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -s y -l yes -d 'Do not ask; take also what has expired or is no authority\'s'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from remove" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the certificates that the C2PA check trusts, and known ones that are missing'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "update" -d 'Fetch the certificates that the network trusts and their publishers offer'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "add" -d 'Trust certificates of a PEM or DER file, or out of a signed image or video'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Trust certificates of the trust store no longer'
complete -c gascli -n "__fish_gascli_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -f -a "hash" -d 'Print the perceptual hash of images and films, as validators store it'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -f -a "compare" -d 'Tell whether a validator that knows one medium would refuse another as its duplicate'
complete -c gascli -n "__fish_gascli_using_subcommand media; and not __fish_seen_subcommand_from hash compare help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from hash" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from hash" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from hash" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from hash" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from compare" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from compare" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from compare" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from compare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from help" -f -a "hash" -d 'Print the perceptual hash of images and films, as validators store it'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from help" -f -a "compare" -d 'Tell whether a validator that knows one medium would refuse another as its duplicate'
complete -c gascli -n "__fish_gascli_using_subcommand media; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "pull" -d 'Fetch a CLIP model from the Hugging Face hub'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "list" -d 'List the models that can be used'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "verify" -d 'Compare models with the hashes of the files that came here'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "add" -d 'Take a model from a folder, for machines without network'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "remove" -d 'Remove models from this machine'
complete -c gascli -n "__fish_gascli_using_subcommand model; and not __fish_seen_subcommand_from pull list verify add remove help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from pull" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from pull" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from pull" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from list" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from list" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from verify" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from verify" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from add" -l name -d 'What the model shall be called; else as its folder' -r
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from add" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from add" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from add" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from remove" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "pull" -d 'Fetch a CLIP model from the Hugging Face hub'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the models that can be used'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Compare models with the hashes of the files that came here'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "add" -d 'Take a model from a folder, for machines without network'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Remove models from this machine'
complete -c gascli -n "__fish_gascli_using_subcommand model; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "list" -d 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "ls" -d 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "show" -d 'Show a wallet, or one hotkey of it'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "check" -d 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "sign" -d 'Sign a message with a hotkey'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "verify" -d 'Check a signature: exit status 0 if it is the hotkey\'s over this message, 1 if not'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "new" -d 'Make a hotkey, with a recovery phrase that is shown once'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and not __fish_seen_subcommand_from list ls show check sign verify new help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from list" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from list" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from list" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from ls" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from ls" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from ls" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from ls" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from show" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from show" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from show" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -l open -d 'Open encrypted hotkeys as well; each takes some seconds and 512 MiB'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l file -d 'The file that holds it, byte for byte; `-` for standard input' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l hex -d 'Its bytes in hex' -r
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l wrap -d 'Sign the message between `<Bytes>` and `</Bytes>`, as browser wallets do: no chain takes that for a transaction'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l raw -d 'Sign bytes that are no text, or are 32, as they are. They could be a transaction that somebody else has made: whoever has the signature can then send it'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l file -d 'The file that holds it, byte for byte; `-` for standard input' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l hex -d 'Its bytes in hex' -r
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l words -d 'Words of the recovery phrase: 12, 15, 18, 21 or 24' -r
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l coldkeypub -d 'Whose wallet it is: an SS58 key, or a coldkeypub.txt. Is written to the wallet\'s coldkeypub.txt' -r
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l wallet-path -d 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l from-phrase -d 'Make the hotkey anew from its recovery phrase, which is asked for, or read from standard input'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l seed-only -d 'Make it without a recovery phrase, where there is no terminal to show one on: the file is then all there is of it'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l encrypt -d 'Protect it with a password: that of `BT_WALLET_PASSWORD`, `BT_WALLET_PASSWORD_FILE` or the file\'s own variable, else one that is typed. Daemons then need it at each start'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from new" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "list" -d 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a wallet, or one hotkey of it'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a message with a hotkey'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check a signature: exit status 0 if it is the hotkey\'s over this message, 1 if not'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "new" -d 'Make a hotkey, with a recovery phrase that is shown once'
complete -c gascli -n "__fish_gascli_using_subcommand wallet; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l ssh -d 'Show another machine, through ssh. gascli must be there, too' -r
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l remote-gascli -d 'Where gascli is on that machine, if its shell does not find it' -r
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l snapshot -d 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l refresh -d 'Time between two looks, 500ms to 1m' -r
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l theme -d 'Colours; a key changes them while it runs' -r -f -a "dark\t''
light\t''
high-contrast\t''
colour-blind\t''"
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l size -d 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40' -r
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l read-only -d 'Only look: no key starts, stops or deletes anything'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l once -d 'Print one frame as text, and end: for scripts and screen readers'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l demo -d 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l ascii -d 'No character beyond ASCII. By itself so where the locale is not UTF-8'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l no-color -d 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l utc -d 'Times in UTC'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l feed -d 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand dashboard" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l ssh -d 'Show another machine, through ssh. gascli must be there, too' -r
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l remote-gascli -d 'Where gascli is on that machine, if its shell does not find it' -r
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l snapshot -d 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l refresh -d 'Time between two looks, 500ms to 1m' -r
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l theme -d 'Colours; a key changes them while it runs' -r -f -a "dark\t''
light\t''
high-contrast\t''
colour-blind\t''"
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l size -d 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40' -r
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l read-only -d 'Only look: no key starts, stops or deletes anything'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l once -d 'Print one frame as text, and end: for scripts and screen readers'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l demo -d 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l ascii -d 'No character beyond ASCII. By itself so where the locale is not UTF-8'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l no-color -d 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l utc -d 'Times in UTC'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l feed -d 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand dash" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l ssh -d 'Show another machine, through ssh. gascli must be there, too' -r
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l remote-gascli -d 'Where gascli is on that machine, if its shell does not find it' -r
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l snapshot -d 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l refresh -d 'Time between two looks, 500ms to 1m' -r
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l theme -d 'Colours; a key changes them while it runs' -r -f -a "dark\t''
light\t''
high-contrast\t''
colour-blind\t''"
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l size -d 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40' -r
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l read-only -d 'Only look: no key starts, stops or deletes anything'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l once -d 'Print one frame as text, and end: for scripts and screen readers'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l demo -d 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l ascii -d 'No character beyond ASCII. By itself so where the locale is not UTF-8'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l no-color -d 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l utc -d 'Times in UTC'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l feed -d 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand ui" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand status" -l exit-zero -d 'Exit with 0 also when a service is down'
complete -c gascli -n "__fish_gascli_using_subcommand status" -l usage -d 'Show what all processes of each use, and the GPUs'
complete -c gascli -n "__fish_gascli_using_subcommand status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand ps" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand ps" -l exit-zero -d 'Exit with 0 also when a service is down'
complete -c gascli -n "__fish_gascli_using_subcommand ps" -l usage -d 'Show what all processes of each use, and the GPUs'
complete -c gascli -n "__fish_gascli_using_subcommand ps" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand ps" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand ps" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -s n -l lines -l tail -d 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]' -r
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l since -d 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l until -d 'Show what came until a time, written like that of --since' -r
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l grep -d 'Show lines that match a regular expression; `(?i)` in front ignores case' -r
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l level -d 'Show lines that name this level or a graver one' -r -f -a "error\t'Errors, panics, tracebacks'
warn\t'Warnings and errors'
info\t'All but debug lines, if they name a level'"
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l run -d 'Show one run of the service: `current`, `previous` or its number' -r
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l out -d 'Show only what went to stdout'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l err -d 'Show only what went to stderr'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l raw -d 'Print the bytes as the service wrote them, with nothing in front'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -a "clear" -d 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and not __fish_seen_subcommand_from clear help" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -l all -d 'Clear every log'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -l dry-run -d 'Only say what would be deleted'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from help" -f -a "clear" -d 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
complete -c gascli -n "__fish_gascli_using_subcommand logs; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand events" -s n -l lines -d 'Show the last N [default: 50, but all with --since]' -r
complete -c gascli -n "__fish_gascli_using_subcommand events" -l since -d 'Show what happened since a time, such as `10m`, `14:05` or `2026-01-31T14:05:00Z`' -r
complete -c gascli -n "__fish_gascli_using_subcommand events" -l kind -d 'Show events of this kind, such as `crashed`; may be given more than once' -r
complete -c gascli -n "__fish_gascli_using_subcommand events" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand events" -s f -l follow -d 'Keep printing what comes, until Ctrl-C'
complete -c gascli -n "__fish_gascli_using_subcommand events" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand events" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand events" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand start" -l cwd -d 'Working folder [default: the current one]' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand start" -l restart-policy -d 'When it is started again: on-failure (the default), always, never or pm2' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l max-restarts -d 'Give up after so many restarts in a row' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l restart-delay -d 'Pause before the first restart; doubled with each further one' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l kill-timeout -d 'Time between the stop signal and SIGKILL' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l stop-signal -d 'Signal that asks it to stop' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l wait -d 'Wait until it is ready, 30 s if no span is given' -r
complete -c gascli -n "__fish_gascli_using_subcommand start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand start" -l all -d 'Every service'
complete -c gascli -n "__fish_gascli_using_subcommand start" -l wanted -d 'Every service that was started and not stopped since: after a reboot, those that ran'
complete -c gascli -n "__fish_gascli_using_subcommand start" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l all -d 'Every service'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l now -d 'End them with SIGKILL at once, also those that are being stopped and do not obey; they cannot tidy up'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l cwd -d 'Working folder [default: the current one]' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l restart-policy -d 'When it is started again: on-failure (the default), always, never or pm2' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l max-restarts -d 'Give up after so many restarts in a row' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l restart-delay -d 'Pause before the first restart; doubled with each further one' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l kill-timeout -d 'Time between the stop signal and SIGKILL' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l stop-signal -d 'Signal that asks it to stop' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l wait -d 'Wait until it is ready, 30 s if no span is given' -r
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l all -d 'Every service'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l wanted -d 'Every service that was started and not stopped since: after a reboot, those that ran'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand restart" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand delete" -l all -d 'Every service'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "validate" -d 'Say what is wrong with the file, all at once'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "show" -d 'Show every value in force, set or by default'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "diff" -d 'Show how services that run differ from the file; exit status 1 if any does'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "apply" -d 'Start what is new, restart what has changed, leave the rest alone'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "schema" -d 'Print the JSON Schema of gascli.toml, for editors'
complete -c gascli -n "__fish_gascli_using_subcommand config; and not __fish_seen_subcommand_from validate show diff apply schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from validate" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from validate" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from validate" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -l origin -d 'Tell where each value comes from'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -l show-values -d 'Show the values of variables, which may be secrets'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from diff" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from diff" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from diff" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -l prune -d 'Also stop services that the file does not define any more'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -s y -l yes -d 'Do not ask before something that runs is stopped or restarted'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from schema" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from schema" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from schema" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "validate" -d 'Say what is wrong with the file, all at once'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show every value in force, set or by default'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show how services that run differ from the file; exit status 1 if any does'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "apply" -d 'Start what is new, restart what has changed, leave the rest alone'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "schema" -d 'Print the JSON Schema of gascli.toml, for editors'
complete -c gascli -n "__fish_gascli_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "status" -d 'Show how the chain and the connection to its node are doing'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "metagraph" -d 'List the neurons of a subnet'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "neuron" -d 'Show one neuron'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "weights" -d 'Show the weights that a neuron has set'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "commitment" -d 'Show what a hotkey has published'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and not __fish_seen_subcommand_from status metagraph neuron weights commitment help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l network -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l netuid -d 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file\'s does not count' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l network -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l netuid -d 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file\'s does not count' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l at -d 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l sort -d 'Sort by this column; all but uid and hotkey begin with the largest' -r -f -a "uid\t''
hotkey\t''
stake\t''
incentive\t''
dividends\t''
consensus\t''
emission\t''
last-update\t'The block of the last weights'
registered\t'The block at which the seat was taken'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l hotkey -d 'Only hotkeys that begin so' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l coldkey -d 'Only neurons whose coldkey begins so' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l limit -d 'Show so many at most' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l reverse -d 'The other way round'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l validators -d 'Only neurons with a validator permit'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l miners -d 'Only neurons without one'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l served -d 'Only neurons that have published an axon'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l active -d 'Only neurons that set weights within the activity cutoff'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from metagraph" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l network -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l netuid -d 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file\'s does not count' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l at -d 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from neuron" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l mechanism -d 'Mechanism within the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l limit -d 'Show so many at most' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l network -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l netuid -d 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file\'s does not count' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l at -d 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l by-uid -d 'In order of the uid, instead of the largest first'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from weights" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l network -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l netuid -d 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file\'s does not count' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l at -d 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`' -r
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from commitment" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how the chain and the connection to its node are doing'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "metagraph" -d 'List the neurons of a subnet'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "neuron" -d 'Show one neuron'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "weights" -d 'Show the weights that a neuron has set'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "commitment" -d 'Show what a hotkey has published'
complete -c gascli -n "__fish_gascli_using_subcommand chain; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "create" -d 'Make a new chain with one empty subnet'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "register" -d 'Give a hotkey a seat, or change what is given of one that has a seat'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "import" -d 'Put the neurons of a JSON file in place of a subnet\'s'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "set" -d 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "show" -d 'Show a subnet\'s rules and neurons'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and not __fish_seen_subcommand_from create register import set show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l block-time -d 'Time between two blocks, such as 12s or 500ms' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l tempo -d 'Blocks per epoch' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l weights-rate-limit -d 'Blocks between two weights of one validator; 0 is unlimited' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l min-allowed-weights -d 'Fewest weights that a validator may set' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l max-weights-limit -d 'Largest share of one weight, of 65535' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l stake -d 'Stake in TAO' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l permit -d 'Let it set weights, or not (`--permit=false`), whatever its stake. `--permit=auto` leaves it to the stake again, as it is without this: permits go to the largest stakes at each epoch, also to miners that have earned some' -r -f -a "true\t'It has one'
false\t'It has none'
auto\t'Stake decides'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l axon -d 'Where it can be reached, such as 127.0.0.1:8091' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l new -d 'Make the hotkey WALLET/HOTKEY first, in the wallet folder and without a password'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from register" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l tempo -d 'Blocks per epoch' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l weights-rate-limit -d 'Blocks between two weights of one validator; 0 is unlimited' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l min-allowed-weights -d 'Fewest weights that a validator may set' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l max-weights-limit -d 'Largest share of one weight, of 65535' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l weights-version -d 'Lowest version key that is accepted; 0 accepts any' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l stake-threshold -d 'Stake that setting weights takes' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l activity-cutoff -d 'Blocks after which a validator that sets no weights loses its say' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l immunity-period -d 'Blocks for which a new seat cannot be taken away' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l max-uids -d 'Seats; in a full subnet a new neuron takes the worst one' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l max-validators -d 'Validator permits; the largest stakes get them, where `register --permit` has not decided' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l kappa -d 'Share of stake, of 65535, that a weight needs behind it to count' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l bonds-moving-average -d 'How much of a bond stays from one epoch to the next, of 1000000' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l bonds-penalty -d 'How far weights above the consensus lower bonds, of 65535' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l yuma3 -d 'Whether bonds are those of Yuma 3' -r -f -a "true\t''
false\t''"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l registration -d 'Whether new hotkeys get seats' -r -f -a "true\t''
false\t''"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l owner -d 'Hotkey of the owner, who needs neither stake nor permit and keeps its seat: SS58, path of a hotkey file or WALLET/HOTKEY' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -l ledger -d 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -l netuid -d 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)' -r
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "create" -d 'Make a new chain with one empty subnet'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "register" -d 'Give a hotkey a seat, or change what is given of one that has a seat'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "import" -d 'Put the neurons of a JSON file in place of a subnet\'s'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "set" -d 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a subnet\'s rules and neurons'
complete -c gascli -n "__fish_gascli_using_subcommand localnet; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -f -a "list" -d 'Show the channels of `gascli.toml` and how they have fared'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -f -a "test" -d 'Send a test message through a channel, or through all, and say what came back'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and not __fish_seen_subcommand_from list test help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from list" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from list" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from list" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from test" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from test" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from test" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from help" -f -a "list" -d 'Show the channels of `gascli.toml` and how they have fared'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from help" -f -a "test" -d 'Send a test message through a channel, or through all, and say what came back'
complete -c gascli -n "__fish_gascli_using_subcommand notify; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l textfile -d 'Write to this file instead, for the textfile collector of Prometheus\' node exporter' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l every -d 'Keep writing, so often' -r
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l listen -d 'Serve `/metrics` on this address of this machine, such as 127.0.0.1:9185, until Ctrl-C' -r
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand metrics" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand info" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand info" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand info" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand info" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -f -a "pm2" -d 'Take over the processes of PM2'
complete -c gascli -n "__fish_gascli_using_subcommand import; and not __fish_seen_subcommand_from pm2 help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l dump -d 'Read a dump instead of asking PM2; `-` reads standard input' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l pm2 -d 'PM2\'s program' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l policy -d 'When services are started again: as PM2 did, or by gascli\'s own rules' -r -f -a "pm2\t'PM2\'s rules, with the numbers of each process'
default\t'gascli\'s own: on failure, with growing pauses'"
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l settle -d 'How long each must run here before the next is taken over' -r
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l dry-run -d 'Only show the plan'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l keep-in-pm2 -d 'Leave the processes in PM2\'s list, stopped'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from pm2" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "pm2" -d 'Take over the processes of PM2'
complete -c gascli -n "__fish_gascli_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -f -a "install" -d 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -f -a "remove" -d 'Take the unit away again. Linger stays as it is'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -f -a "status" -d 'Prove that services would be started: the unit, its manager, and each service by itself'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and not __fish_seen_subcommand_from install remove status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -l user -d 'As root: in root\'s own systemd instead of the machine\'s'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -l user -d 'As root: in root\'s own systemd instead of the machine\'s'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from status" -l user -d 'As root: in root\'s own systemd instead of the machine\'s'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from help" -f -a "install" -d 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take the unit away again. Linger stays as it is'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from help" -f -a "status" -d 'Prove that services would be started: the unit, its manager, and each service by itself'
complete -c gascli -n "__fish_gascli_using_subcommand startup; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand save" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand save" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand save" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand save" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l wait -d 'Wait until they are ready, 30 s if no span is given' -r
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l after-network -d 'Wait first until this machine has a way into a network, but no longer than this; then go on in any case' -r
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand resurrect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l from -d 'Manifest of a release, or with --sha256 the program itself: an address or a path' -r
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l public-key -d 'Key of minisign that must have signed the manifest, instead of the configured one' -r
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l sha256 -d 'Hash that the program must have; then --from is the program itself, and no signature is needed' -r
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l watch -d 'How long services are watched afterwards; `0s` does not' -r
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l check -d 'Only tell whether there is a newer version'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l rollback -d 'Go back to the version that the last update replaced'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l no-restart -d 'Leave daemons of gascli as they are; each takes the new version with its next start'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -s y -l yes -d 'Do not ask'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l dry-run -d 'Only tell what would be done. The manifest is fetched for that'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand self-update" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -f -a "install" -d 'Put the script where your shell looks for it'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -f -a "uninstall" -d 'Take away what `install` has put there, our lines in start files included'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -f -a "print" -d 'Print the script of a shell, to be put anywhere'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -f -a "status" -d 'Show which shells complete gascli; exit status 1 if yours does not'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and not __fish_seen_subcommand_from install uninstall print status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l shell -d 'For which shell, instead of the one that SHELL names' -r -f -a "bash\t'GNU Bash'
zsh\t'Z shell'
fish\t'Fish'
elvish\t'Elvish'
powershell\t'`PowerShell`'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l edit-rc -d 'Add a marked block of lines to the shell\'s start file too, where there is none'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -l shell -d 'For which shell, instead of the one that SHELL names' -r -f -a "bash\t'GNU Bash'
zsh\t'Z shell'
fish\t'Fish'
elvish\t'Elvish'
powershell\t'`PowerShell`'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -l dry-run -d 'Only tell what would be done'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from print" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from print" -l static -d 'Print a script of fixed words instead, which asks nobody and knows no service'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from print" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from print" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from print" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from status" -l shell -d 'Which shell is yours, instead of the one that SHELL names' -r -f -a "bash\t'GNU Bash'
zsh\t'Z shell'
fish\t'Fish'
elvish\t'Elvish'
powershell\t'`PowerShell`'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from help" -f -a "install" -d 'Put the script where your shell looks for it'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from help" -f -a "uninstall" -d 'Take away what `install` has put there, our lines in start files included'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from help" -f -a "print" -d 'Print the script of a shell, to be put anywhere'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show which shells complete gascli; exit status 1 if yours does not'
complete -c gascli -n "__fish_gascli_using_subcommand completions; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "start" -d 'Start it, unless it runs. Other commands do so by themselves'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "run" -d 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "status" -d 'Show its process and those of its shims'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "upgrade" -d 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "stop" -d 'Stop it. Services live on, with their logs and restarts'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and not __fish_seen_subcommand_from start run status upgrade stop help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from start" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from start" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from start" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from start" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from run" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from run" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from run" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from status" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from status" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from status" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from upgrade" -l program -d 'The program that it becomes; without this, the one that runs this command' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from upgrade" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from upgrade" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from upgrade" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from upgrade" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -l with-services -d 'Stop every service first'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -l keep-wanted -d 'They stay wanted: `gascli resurrect` starts them again. For the end of a machine or a container'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from stop" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "start" -d 'Start it, unless it runs. Other commands do so by themselves'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show its process and those of its shims'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "upgrade" -d 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "stop" -d 'Stop it. Services live on, with their logs and restarts'
complete -c gascli -n "__fish_gascli_using_subcommand daemon; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -f -a "generator" -d 'The GAS miner'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -f -a "validator" -d 'The GAS validator'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -f -a "data" -d 'The data service of the GAS validator: uploads media, and removes what was uploaded'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -f -a "generation" -d 'The generation service of the GAS validator: keeps the pool of prompts filled'
complete -c gascli -n "__fish_gascli_using_subcommand run; and not __fish_seen_subcommand_from generator validator data generation help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l service -d 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l allow-private-webhooks -d 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l challenge-every -d 'Time between two challenge rounds, such as `22m`, instead of blocks' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l service -d 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l store-failed-media -d 'Keep refused media too, below `failed_media` in the store\'s folder'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from validator" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l service -d 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from data" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l env-file -d 'Env file to read, instead of the one in the current folder or the config folder' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l netuid -d 'Number of the subnet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l chain-endpoint -d 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l wallet-path -d 'Folder of all wallets' -r -F
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l wallet-name -d 'Wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l wallet-hotkey -d 'Hotkey within the wallet' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l service -d 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)' -r
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l color -d 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded' -r -f -a "auto\t'Where a terminal shows it, and the environment does not forbid it'
always\t'Always'
never\t'Never'"
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l json -d 'Print JSON instead of text'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -l no-input -d 'Ask nothing: fail instead, and say which flag answers'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from generation" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "generator" -d 'The GAS miner'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "validator" -d 'The GAS validator'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "data" -d 'The data service of the GAS validator: uploads media, and removes what was uploaded'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "generation" -d 'The generation service of the GAS validator: keeps the pool of prompts filled'
complete -c gascli -n "__fish_gascli_using_subcommand run; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "init" -d 'Set up a miner or a validator: ask, write its env file, check it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "doctor" -d 'Check everything that a node needs, and say how to mend it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "generator" -d 'Run a GAS miner: make images and videos for validators'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "validator" -d 'Run a GAS validator: challenge miners, check what they deliver, set weights'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "discriminator" -d 'Enter a GAS discriminator: push models, see how they do'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "demo" -d 'Run a whole GAS subnet on this machine: no account, no key, no network'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "score" -d 'Show and compute how scores and weights come about'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does: what a validator would say of them'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "trust" -d 'Manage the certificates that the C2PA check trusts'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "media" -d 'Show what images look like to the network, and whether two are taken for one'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "model" -d 'Fetch, list and check the models that tell whether pictures show what was asked for'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "wallet" -d 'List, check and make hotkeys; sign with them'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "dashboard" -d 'Watch and steer everything on one screen'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "status" -d 'List every supervised service'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "logs" -d 'Show what services have written'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "events" -d 'Show what happened to services: starts, crashes, broken rules'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "start" -d 'Start services; success also when they run'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "stop" -d 'Stop services and wait until nothing of them runs'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "restart" -d 'Stop services, if they run, and start them'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "delete" -d 'Stop services and forget them, their logs included'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "config" -d 'Check, show and apply gascli.toml'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "chain" -d 'Look at a chain: who sits where, who earns what, how its node is doing'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "localnet" -d 'Make and edit a chain in a file, to try nodes without a network'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "notify" -d 'Tell operators what happens, by webhook or program'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "metrics" -d 'Print services, GPUs and the machine for Prometheus'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "info" -d 'Show versions, folders and the machine: one block for a bug report, without secrets'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "import" -d 'Take over services from another process manager'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "startup" -d 'Start services when the machine starts'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "save" -d 'Show what will be started at the next boot, and that it is safe on the disk'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "resurrect" -d 'Start what ran before a reboot; never what runs already'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "self-update" -d 'Replace this program by a newer version, and go back if services suffer'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "completions" -d 'Completion of commands, services, wallets and models by the TAB key'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "daemon" -d 'The supervisor itself'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "run" -d 'Run a daemon in the foreground, as the supervisor does'
complete -c gascli -n "__fish_gascli_using_subcommand help; and not __fish_seen_subcommand_from init doctor generator validator discriminator demo score verify-c2pa trust media model wallet dashboard status logs events start stop restart delete config chain localnet notify metrics info import startup save resurrect self-update completions daemon run help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "init" -d 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "start" -d 'Check the configuration, then start the miner under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "stop" -d 'Stop the miner: tasks in work get a grace, others are parked'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "restart" -d 'Check the configuration, then stop the miner and start it anew'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "status" -d 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "price" -d 'Compare what each service, model and resolution costs with what it earns'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "webhooks" -d 'Show what came of deliveries, by validator and day'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "performance" -d 'Show what validators and the benchmark found of this miner\'s media'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "logs" -d 'Show the miner\'s log'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "verify-c2pa" -d 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from generator" -f -a "delete" -d 'Stop the miner and forget the service, its log included. Tasks and results stay'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "init" -d 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "start" -d 'Check the configuration, then start the validator\'s services under supervision'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "stop" -d 'Stop the validator\'s services'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "restart" -d 'Check the configuration, then stop the validator\'s services and start them anew'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "status" -d 'Show how the validator\'s services are, what became of its challenges, and how it answered deliveries'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "miner-stats" -d 'Show what the validator\'s database, or a Python validator\'s, says about miners'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "weights" -d 'Set weights from the scores as they stand, or show what would be set and why'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "prices" -d 'Show what a second of video counts by model, and read newer prices'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "logs" -d 'Show the logs of the validator\'s services, merged by time'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "info" -d 'Show the configuration with the origin of every value, the wallet and the running daemon'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "uploads" -d 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "import-db" -d 'Take over the prompts, media and outcomes of a Python validator'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "prune" -d 'Remove what is too old or too much, as the validator does by itself'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "backup" -d 'Copy the database, also while the validator runs'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "restore" -d 'Put a backup in the place of the database; what was there is kept'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "prompts" -d 'Import, list, audit, export and compose prompts'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from validator" -f -a "delete" -d 'Stop the validator\'s services and forget them, their logs included. Outcomes and scores stay'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from discriminator" -f -a "push" -d 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from discriminator" -f -a "performance" -d 'Show how the submitted models do: exams, benchmarks, scores'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from discriminator" -f -a "benchmark" -d 'Run the network\'s benchmark, `gasbench`, on this machine'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from score" -f -a "explain" -d 'Show step by step how a miner\'s weight came about from the stored outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from score" -f -a "simulate" -d 'Compute rewards, scores and weights for given outcomes'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from score" -f -a "clip" -d 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from score" -f -a "sn34" -d 'Compute a discriminator\'s score (`sn34_score`) from its predictions, or from what the benchmark measured'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "list" -d 'List the certificates that the C2PA check trusts, and known ones that are missing'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "update" -d 'Fetch the certificates that the network trusts and their publishers offer'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "add" -d 'Trust certificates of a PEM or DER file, or out of a signed image or video'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "remove" -d 'Trust certificates of the trust store no longer'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from media" -f -a "hash" -d 'Print the perceptual hash of images and films, as validators store it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from media" -f -a "compare" -d 'Tell whether a validator that knows one medium would refuse another as its duplicate'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from model" -f -a "pull" -d 'Fetch a CLIP model from the Hugging Face hub'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from model" -f -a "list" -d 'List the models that can be used'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from model" -f -a "verify" -d 'Compare models with the hashes of the files that came here'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from model" -f -a "add" -d 'Take a model from a folder, for machines without network'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from model" -f -a "remove" -d 'Remove models from this machine'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "list" -d 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "show" -d 'Show a wallet, or one hotkey of it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "check" -d 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "sign" -d 'Sign a message with a hotkey'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "verify" -d 'Check a signature: exit status 0 if it is the hotkey\'s over this message, 1 if not'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from wallet" -f -a "new" -d 'Make a hotkey, with a recovery phrase that is shown once'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from logs" -f -a "clear" -d 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "validate" -d 'Say what is wrong with the file, all at once'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show every value in force, set or by default'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "diff" -d 'Show how services that run differ from the file; exit status 1 if any does'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "apply" -d 'Start what is new, restart what has changed, leave the rest alone'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "schema" -d 'Print the JSON Schema of gascli.toml, for editors'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from chain" -f -a "status" -d 'Show how the chain and the connection to its node are doing'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from chain" -f -a "metagraph" -d 'List the neurons of a subnet'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from chain" -f -a "neuron" -d 'Show one neuron'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from chain" -f -a "weights" -d 'Show the weights that a neuron has set'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from chain" -f -a "commitment" -d 'Show what a hotkey has published'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from localnet" -f -a "create" -d 'Make a new chain with one empty subnet'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from localnet" -f -a "register" -d 'Give a hotkey a seat, or change what is given of one that has a seat'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from localnet" -f -a "import" -d 'Put the neurons of a JSON file in place of a subnet\'s'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from localnet" -f -a "set" -d 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from localnet" -f -a "show" -d 'Show a subnet\'s rules and neurons'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from notify" -f -a "list" -d 'Show the channels of `gascli.toml` and how they have fared'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from notify" -f -a "test" -d 'Send a test message through a channel, or through all, and say what came back'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from import" -f -a "pm2" -d 'Take over the processes of PM2'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from startup" -f -a "install" -d 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from startup" -f -a "remove" -d 'Take the unit away again. Linger stays as it is'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from startup" -f -a "status" -d 'Prove that services would be started: the unit, its manager, and each service by itself'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from completions" -f -a "install" -d 'Put the script where your shell looks for it'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from completions" -f -a "uninstall" -d 'Take away what `install` has put there, our lines in start files included'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from completions" -f -a "print" -d 'Print the script of a shell, to be put anywhere'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from completions" -f -a "status" -d 'Show which shells complete gascli; exit status 1 if yours does not'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "start" -d 'Start it, unless it runs. Other commands do so by themselves'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "run" -d 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "status" -d 'Show its process and those of its shims'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "upgrade" -d 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from daemon" -f -a "stop" -d 'Stop it. Services live on, with their logs and restarts'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "generator" -d 'The GAS miner'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "validator" -d 'The GAS validator'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "data" -d 'The data service of the GAS validator: uploads media, and removes what was uploaded'
complete -c gascli -n "__fish_gascli_using_subcommand help; and __fish_seen_subcommand_from run" -f -a "generation" -d 'The generation service of the GAS validator: keeps the pool of prompts filled'
