
use builtin;
use str;

set edit:completion:arg-completer[gascli] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'gascli'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'gascli'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Set up a miner or a validator: ask, write its env file, check it'
            cand doctor 'Check everything that a node needs, and say how to mend it'
            cand generator 'Run a GAS miner: make images and videos for validators'
            cand gen 'Run a GAS miner: make images and videos for validators'
            cand g 'Run a GAS miner: make images and videos for validators'
            cand validator 'Run a GAS validator: challenge miners, check what they deliver, set weights'
            cand vali 'Run a GAS validator: challenge miners, check what they deliver, set weights'
            cand v 'Run a GAS validator: challenge miners, check what they deliver, set weights'
            cand discriminator 'Enter a GAS discriminator: push models, see how they do'
            cand d 'Enter a GAS discriminator: push models, see how they do'
            cand demo 'Run a whole GAS subnet on this machine: no account, no key, no network'
            cand score 'Show and compute how scores and weights come about'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does: what a validator would say of them'
            cand trust 'Manage the certificates that the C2PA check trusts'
            cand media 'Show what images look like to the network, and whether two are taken for one'
            cand model 'Fetch, list and check the models that tell whether pictures show what was asked for'
            cand wallet 'List, check and make hotkeys; sign with them'
            cand dashboard 'Watch and steer everything on one screen'
            cand dash 'Watch and steer everything on one screen'
            cand ui 'Watch and steer everything on one screen'
            cand status 'List every supervised service'
            cand ps 'List every supervised service'
            cand logs 'Show what services have written'
            cand events 'Show what happened to services: starts, crashes, broken rules'
            cand start 'Start services; success also when they run'
            cand stop 'Stop services and wait until nothing of them runs'
            cand restart 'Stop services, if they run, and start them'
            cand delete 'Stop services and forget them, their logs included'
            cand config 'Check, show and apply gascli.toml'
            cand chain 'Look at a chain: who sits where, who earns what, how its node is doing'
            cand localnet 'Make and edit a chain in a file, to try nodes without a network'
            cand notify 'Tell operators what happens, by webhook or program'
            cand metrics 'Print services, GPUs and the machine for Prometheus'
            cand info 'Show versions, folders and the machine: one block for a bug report, without secrets'
            cand import 'Take over services from another process manager'
            cand startup 'Start services when the machine starts'
            cand save 'Show what will be started at the next boot, and that it is safe on the disk'
            cand resurrect 'Start what ran before a reboot; never what runs already'
            cand self-update 'Replace this program by a newer version, and go back if services suffer'
            cand completions 'Completion of commands, services, wallets and models by the TAB key'
            cand daemon 'The supervisor itself'
            cand run 'Run a daemon in the foreground, as the supervisor does'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;init'= {
            cand --role 'The same as a flag'
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --image-service 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains'
            cand --video-service 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;doctor'= {
            cand --env-file 'Env file to read, instead of the service''s, or of the one in the current folder or the config folder'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --online 'Ask generation services whether keys are valid (one request to each, which buys nothing), and try the own address'
            cand --offline 'Ask nobody, the chain included'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand perf 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;gen'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand perf 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;g'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand perf 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;generator;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --image-service 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains'
            cand --video-service 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --image-service 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains'
            cand --video-service 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --image-service 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains'
            cand --video-service 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;stop'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;stop'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;stop'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;status'= {
            cand --service 'Service to show, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;status'= {
            cand --service 'Service to show, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;status'= {
            cand --service 'Service to show, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;price'= {
            cand --modality 'Only image or only video'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'All services and models, not only those that are chosen, or have an API key and have not ended'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;price'= {
            cand --modality 'Only image or only video'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'All services and models, not only those that are chosen, or have an API key and have not ended'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;price'= {
            cand --modality 'Only image or only video'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'All services and models, not only those that are chosen, or have an API key and have not ended'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;webhooks'= {
            cand --days 'Days with deliveries to show, the newest first; a week is kept'
            cand --service 'Service to ask, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;webhooks'= {
            cand --days 'Days with deliveries to show, the newest first; a week is kept'
            cand --service 'Service to ask, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;webhooks'= {
            cand --days 'Days with deliveries to show, the newest first; a week is kept'
            cand --service 'Service to ask, instead of the one that `gascli generator start` makes'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;performance'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;perf'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;performance'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;perf'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;performance'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;perf'= {
            cand --modality 'Only image or only video'
            cand --lookback-days 'Days that count'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;verify-c2pa'= {
            cand --jobs 'Files to check at the same time; as many as there are processors by default'
            cand --policy 'How strictly to judge'
            cand --challenged-at 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970'
            cand --allow-remote 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched'
            cand --trust-anchors 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -v 'Show the manifest of files that pass'
            cand --verbose 'Show the manifest of files that pass'
            cand -q 'Print nothing but errors: the exit status is the answer'
            cand --quiet 'Print nothing but errors: the exit status is the answer'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;verify-c2pa'= {
            cand --jobs 'Files to check at the same time; as many as there are processors by default'
            cand --policy 'How strictly to judge'
            cand --challenged-at 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970'
            cand --allow-remote 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched'
            cand --trust-anchors 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -v 'Show the manifest of files that pass'
            cand --verbose 'Show the manifest of files that pass'
            cand -q 'Print nothing but errors: the exit status is the answer'
            cand --quiet 'Print nothing but errors: the exit status is the answer'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;verify-c2pa'= {
            cand --jobs 'Files to check at the same time; as many as there are processors by default'
            cand --policy 'How strictly to judge'
            cand --challenged-at 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970'
            cand --allow-remote 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched'
            cand --trust-anchors 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -v 'Show the manifest of files that pass'
            cand --verbose 'Show the manifest of files that pass'
            cand -q 'Print nothing but errors: the exit status is the answer'
            cand --quiet 'Print nothing but errors: the exit status is the answer'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;delete'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;gen;delete'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;g;delete'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;generator;help'= {
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;generator;help;init'= {
        }
        &'gascli;generator;help;start'= {
        }
        &'gascli;generator;help;stop'= {
        }
        &'gascli;generator;help;restart'= {
        }
        &'gascli;generator;help;status'= {
        }
        &'gascli;generator;help;price'= {
        }
        &'gascli;generator;help;webhooks'= {
        }
        &'gascli;generator;help;performance'= {
        }
        &'gascli;generator;help;logs'= {
        }
        &'gascli;generator;help;info'= {
        }
        &'gascli;generator;help;verify-c2pa'= {
        }
        &'gascli;generator;help;delete'= {
        }
        &'gascli;generator;help;help'= {
        }
        &'gascli;gen;help'= {
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;gen;help;init'= {
        }
        &'gascli;gen;help;start'= {
        }
        &'gascli;gen;help;stop'= {
        }
        &'gascli;gen;help;restart'= {
        }
        &'gascli;gen;help;status'= {
        }
        &'gascli;gen;help;price'= {
        }
        &'gascli;gen;help;webhooks'= {
        }
        &'gascli;gen;help;performance'= {
        }
        &'gascli;gen;help;logs'= {
        }
        &'gascli;gen;help;info'= {
        }
        &'gascli;gen;help;verify-c2pa'= {
        }
        &'gascli;gen;help;delete'= {
        }
        &'gascli;gen;help;help'= {
        }
        &'gascli;g;help'= {
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;g;help;init'= {
        }
        &'gascli;g;help;start'= {
        }
        &'gascli;g;help;stop'= {
        }
        &'gascli;g;help;restart'= {
        }
        &'gascli;g;help;status'= {
        }
        &'gascli;g;help;price'= {
        }
        &'gascli;g;help;webhooks'= {
        }
        &'gascli;g;help;performance'= {
        }
        &'gascli;g;help;logs'= {
        }
        &'gascli;g;help;info'= {
        }
        &'gascli;g;help;verify-c2pa'= {
        }
        &'gascli;g;help;delete'= {
        }
        &'gascli;g;help;help'= {
        }
        &'gascli;validator'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;vali'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;v'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;validator;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;init'= {
            cand --path 'File or folder to write to, instead of the current folder'
            cand --network 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --chain-endpoint 'Chain: finney, test, `local:PATH`, or the address of a node'
            cand --netuid 'Number of the subnet, where the chain does not tell'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet, or WALLET/HOTKEY'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --port 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)'
            cand --external-ip 'Address under which the others reach this machine'
            cand --api-key-file 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Ask nothing: take defaults for what is not given'
            cand --yes 'Ask nothing: take defaults for what is not given'
            cand --force 'Replace a file that is there; the old one is kept beside it'
            cand --dry-run 'Write nothing: print the file, without its secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;start'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;stop'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;stop'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;stop'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;restart'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --no-generation 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them'
            cand --no-data-downloads 'Leave out `sn34-data`; media then stay on this machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;status'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;status'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;status'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;miner-stats'= {
            cand --db-path 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db'
            cand --uid 'One miner in detail'
            cand --coldkey 'The miners of one coldkey in detail'
            cand --limit 'Recent outcomes and media to show of a miner'
            cand --since 'Only what came within so many hours'
            cand --lookback-hours 'Only what came within so many hours'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --by-coldkey 'Group miners by coldkey'
            cand --failed 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;miner-stats'= {
            cand --db-path 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db'
            cand --uid 'One miner in detail'
            cand --coldkey 'The miners of one coldkey in detail'
            cand --limit 'Recent outcomes and media to show of a miner'
            cand --since 'Only what came within so many hours'
            cand --lookback-hours 'Only what came within so many hours'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --by-coldkey 'Group miners by coldkey'
            cand --failed 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;miner-stats'= {
            cand --db-path 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db'
            cand --uid 'One miner in detail'
            cand --coldkey 'The miners of one coldkey in detail'
            cand --limit 'Recent outcomes and media to show of a miner'
            cand --since 'Only what came within so many hours'
            cand --lookback-hours 'Only what came within so many hours'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --by-coldkey 'Group miners by coldkey'
            cand --failed 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;weights'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Show what would be set, and set nothing'
            cand --next-epoch 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
            cand --all 'Show also the seats that get nothing for want of outcomes'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;weights'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Show what would be set, and set nothing'
            cand --next-epoch 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
            cand --all 'Show also the seats that get nothing for want of outcomes'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;weights'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Show what would be set, and set nothing'
            cand --next-epoch 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone'
            cand --all 'Show also the seats that get nothing for want of outcomes'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prices'= {
            cand --url 'Where prices are read, instead of `LIVE_PRICES_URL`'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --refresh 'Read prices from their seller, and use them from now on'
            cand --reset 'Forget the prices that were read, and use the pinned ones again'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prices'= {
            cand --url 'Where prices are read, instead of `LIVE_PRICES_URL`'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --refresh 'Read prices from their seller, and use them from now on'
            cand --reset 'Forget the prices that were read, and use the pinned ones again'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prices'= {
            cand --url 'Where prices are read, instead of `LIVE_PRICES_URL`'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --refresh 'Read prices from their seller, and use them from now on'
            cand --reset 'Forget the prices that were read, and use the pinned ones again'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;info'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;uploads'= {
            cand -n 'Newest batches to show'
            cand --limit 'Newest batches to show'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --now 'Upload now what would be uploaded at the next check, and wait for it'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;uploads'= {
            cand -n 'Newest batches to show'
            cand --limit 'Newest batches to show'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --now 'Upload now what would be uploaded at the next check, and wait for it'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;uploads'= {
            cand -n 'Newest batches to show'
            cand --limit 'Newest batches to show'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --now 'Upload now what would be uploaded at the next check, and wait for it'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;import-db'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --link 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
            cand --copy 'Copy the files of media'
            cand --dry-run 'Only say what would come'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;import-db'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --link 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
            cand --copy 'Copy the files of media'
            cand --dry-run 'Only say what would come'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;import-db'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --link 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then'
            cand --copy 'Copy the files of media'
            cand --dry-run 'Only say what would come'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prune'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only say what would go'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prune'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only say what would go'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prune'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only say what would go'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;backup'= {
            cand --keep 'Without FILE: so many that were asked for stay, the newest'
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;backup'= {
            cand --keep 'Without FILE: so many that were asked for stay, the newest'
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;backup'= {
            cand --keep 'Without FILE: so many that were asked for stay, the newest'
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;restore'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;restore'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;restore'= {
            cand --cache-dir 'Folder of the store, instead of what the configuration says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;validator;prompts;import'= {
            cand --modality 'What the prompts are for'
            cand --column 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description'
            cand --format 'What the file is; without it, what the end of its name says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --strict 'Leave out what would be refused of composed prompts'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts;list'= {
            cand -n 'Prompts to show'
            cand --limit 'Prompts to show'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --full 'Show whole prompts, not only their beginnings'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts;stats'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --check 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts;export'= {
            cand --format 'How to write them'
            cand -o 'New file to write, instead of stdout'
            cand --output 'New file to write, instead of stdout'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts;generate'= {
            cand -n 'Prompts to compose'
            cand --count 'Prompts to compose'
            cand --modality 'For images or for videos'
            cand --seed 'The same seed gives the same prompts; without it, others each time'
            cand --register 'Only this look, such as `dashcam`'
            cand --length 'Only this length: short, medium or long'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store 'Add them to the pool of the store instead of printing them'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;prompts;help'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;validator;prompts;help;import'= {
        }
        &'gascli;validator;prompts;help;list'= {
        }
        &'gascli;validator;prompts;help;stats'= {
        }
        &'gascli;validator;prompts;help;export'= {
        }
        &'gascli;validator;prompts;help;generate'= {
        }
        &'gascli;validator;prompts;help;help'= {
        }
        &'gascli;vali;prompts'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;vali;prompts;import'= {
            cand --modality 'What the prompts are for'
            cand --column 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description'
            cand --format 'What the file is; without it, what the end of its name says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --strict 'Leave out what would be refused of composed prompts'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prompts;list'= {
            cand -n 'Prompts to show'
            cand --limit 'Prompts to show'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --full 'Show whole prompts, not only their beginnings'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prompts;stats'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --check 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prompts;export'= {
            cand --format 'How to write them'
            cand -o 'New file to write, instead of stdout'
            cand --output 'New file to write, instead of stdout'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prompts;generate'= {
            cand -n 'Prompts to compose'
            cand --count 'Prompts to compose'
            cand --modality 'For images or for videos'
            cand --seed 'The same seed gives the same prompts; without it, others each time'
            cand --register 'Only this look, such as `dashcam`'
            cand --length 'Only this length: short, medium or long'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store 'Add them to the pool of the store instead of printing them'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;prompts;help'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;vali;prompts;help;import'= {
        }
        &'gascli;vali;prompts;help;list'= {
        }
        &'gascli;vali;prompts;help;stats'= {
        }
        &'gascli;vali;prompts;help;export'= {
        }
        &'gascli;vali;prompts;help;generate'= {
        }
        &'gascli;vali;prompts;help;help'= {
        }
        &'gascli;v;prompts'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;v;prompts;import'= {
            cand --modality 'What the prompts are for'
            cand --column 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description'
            cand --format 'What the file is; without it, what the end of its name says'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --strict 'Leave out what would be refused of composed prompts'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prompts;list'= {
            cand -n 'Prompts to show'
            cand --limit 'Prompts to show'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --full 'Show whole prompts, not only their beginnings'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prompts;stats'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --check 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prompts;export'= {
            cand --format 'How to write them'
            cand -o 'New file to write, instead of stdout'
            cand --output 'New file to write, instead of stdout'
            cand --modality 'Only those for images, or for videos'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --unused 'Only those that were in no challenge yet'
            cand --retired 'Also those that are drawn no more'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prompts;generate'= {
            cand -n 'Prompts to compose'
            cand --count 'Prompts to compose'
            cand --modality 'For images or for videos'
            cand --seed 'The same seed gives the same prompts; without it, others each time'
            cand --register 'Only this look, such as `dashcam`'
            cand --length 'Only this length: short, medium or long'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store 'Add them to the pool of the store instead of printing them'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;prompts;help'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;v;prompts;help;import'= {
        }
        &'gascli;v;prompts;help;list'= {
        }
        &'gascli;v;prompts;help;stats'= {
        }
        &'gascli;v;prompts;help;export'= {
        }
        &'gascli;v;prompts;help;generate'= {
        }
        &'gascli;v;prompts;help;help'= {
        }
        &'gascli;validator;delete'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;vali;delete'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;v;delete'= {
            cand --service 'Service of the validator'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;validator;help'= {
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;validator;help;init'= {
        }
        &'gascli;validator;help;start'= {
        }
        &'gascli;validator;help;stop'= {
        }
        &'gascli;validator;help;restart'= {
        }
        &'gascli;validator;help;status'= {
        }
        &'gascli;validator;help;miner-stats'= {
        }
        &'gascli;validator;help;weights'= {
        }
        &'gascli;validator;help;prices'= {
        }
        &'gascli;validator;help;logs'= {
        }
        &'gascli;validator;help;info'= {
        }
        &'gascli;validator;help;uploads'= {
        }
        &'gascli;validator;help;import-db'= {
        }
        &'gascli;validator;help;prune'= {
        }
        &'gascli;validator;help;backup'= {
        }
        &'gascli;validator;help;restore'= {
        }
        &'gascli;validator;help;prompts'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
        }
        &'gascli;validator;help;prompts;import'= {
        }
        &'gascli;validator;help;prompts;list'= {
        }
        &'gascli;validator;help;prompts;stats'= {
        }
        &'gascli;validator;help;prompts;export'= {
        }
        &'gascli;validator;help;prompts;generate'= {
        }
        &'gascli;validator;help;delete'= {
        }
        &'gascli;validator;help;help'= {
        }
        &'gascli;vali;help'= {
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;vali;help;init'= {
        }
        &'gascli;vali;help;start'= {
        }
        &'gascli;vali;help;stop'= {
        }
        &'gascli;vali;help;restart'= {
        }
        &'gascli;vali;help;status'= {
        }
        &'gascli;vali;help;miner-stats'= {
        }
        &'gascli;vali;help;weights'= {
        }
        &'gascli;vali;help;prices'= {
        }
        &'gascli;vali;help;logs'= {
        }
        &'gascli;vali;help;info'= {
        }
        &'gascli;vali;help;uploads'= {
        }
        &'gascli;vali;help;import-db'= {
        }
        &'gascli;vali;help;prune'= {
        }
        &'gascli;vali;help;backup'= {
        }
        &'gascli;vali;help;restore'= {
        }
        &'gascli;vali;help;prompts'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
        }
        &'gascli;vali;help;prompts;import'= {
        }
        &'gascli;vali;help;prompts;list'= {
        }
        &'gascli;vali;help;prompts;stats'= {
        }
        &'gascli;vali;help;prompts;export'= {
        }
        &'gascli;vali;help;prompts;generate'= {
        }
        &'gascli;vali;help;delete'= {
        }
        &'gascli;vali;help;help'= {
        }
        &'gascli;v;help'= {
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;v;help;init'= {
        }
        &'gascli;v;help;start'= {
        }
        &'gascli;v;help;stop'= {
        }
        &'gascli;v;help;restart'= {
        }
        &'gascli;v;help;status'= {
        }
        &'gascli;v;help;miner-stats'= {
        }
        &'gascli;v;help;weights'= {
        }
        &'gascli;v;help;prices'= {
        }
        &'gascli;v;help;logs'= {
        }
        &'gascli;v;help;info'= {
        }
        &'gascli;v;help;uploads'= {
        }
        &'gascli;v;help;import-db'= {
        }
        &'gascli;v;help;prune'= {
        }
        &'gascli;v;help;backup'= {
        }
        &'gascli;v;help;restore'= {
        }
        &'gascli;v;help;prompts'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
        }
        &'gascli;v;help;prompts;import'= {
        }
        &'gascli;v;help;prompts;list'= {
        }
        &'gascli;v;help;prompts;stats'= {
        }
        &'gascli;v;help;prompts;export'= {
        }
        &'gascli;v;help;prompts;generate'= {
        }
        &'gascli;v;help;delete'= {
        }
        &'gascli;v;help;help'= {
        }
        &'gascli;discriminator'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand push 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand push-discriminator 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand performance 'Show how the submitted models do: exams, benchmarks, scores'
            cand perf 'Show how the submitted models do: exams, benchmarks, scores'
            cand benchmark 'Run the network''s benchmark, `gasbench`, on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;d'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand push 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand push-discriminator 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand performance 'Show how the submitted models do: exams, benchmarks, scores'
            cand perf 'Show how the submitted models do: exams, benchmarks, scores'
            cand benchmark 'Run the network''s benchmark, `gasbench`, on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;discriminator;push'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --vertical 'Competition that they enter'
            cand --retry-delay 'Seconds between two attempts on chain, and at most between two uploads'
            cand --attempts 'How often a step is tried that failed for a reason that may pass'
            cand --upload-url 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Check the archives only; send nothing'
            cand -y 'Do not ask before something is submitted'
            cand --yes 'Do not ask before something is submitted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;discriminator;push-discriminator'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --vertical 'Competition that they enter'
            cand --retry-delay 'Seconds between two attempts on chain, and at most between two uploads'
            cand --attempts 'How often a step is tried that failed for a reason that may pass'
            cand --upload-url 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Check the archives only; send nothing'
            cand -y 'Do not ask before something is submitted'
            cand --yes 'Do not ask before something is submitted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;d;push'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --vertical 'Competition that they enter'
            cand --retry-delay 'Seconds between two attempts on chain, and at most between two uploads'
            cand --attempts 'How often a step is tried that failed for a reason that may pass'
            cand --upload-url 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Check the archives only; send nothing'
            cand -y 'Do not ask before something is submitted'
            cand --yes 'Do not ask before something is submitted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;d;push-discriminator'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --vertical 'Competition that they enter'
            cand --retry-delay 'Seconds between two attempts on chain, and at most between two uploads'
            cand --attempts 'How often a step is tried that failed for a reason that may pass'
            cand --upload-url 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Check the archives only; send nothing'
            cand -y 'Do not ask before something is submitted'
            cand --yes 'Do not ask before something is submitted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;discriminator;performance'= {
            cand --modality 'Only image, only video or only audio'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;discriminator;perf'= {
            cand --modality 'Only image, only video or only audio'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;d;performance'= {
            cand --modality 'Only image, only video or only audio'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;d;perf'= {
            cand --modality 'Only image, only video or only audio'
            cand --api-url 'The GAS API, instead of `GAS_API_URL` or the network''s own'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;discriminator;benchmark'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;d;benchmark'= {
            cand --image-model 'Archive (ZIP) of the model that judges images'
            cand --video-model 'Archive of the model that judges videos'
            cand --audio-model 'Archive of the model that judges audio'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;discriminator;help'= {
            cand push 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand performance 'Show how the submitted models do: exams, benchmarks, scores'
            cand benchmark 'Run the network''s benchmark, `gasbench`, on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;discriminator;help;push'= {
        }
        &'gascli;discriminator;help;performance'= {
        }
        &'gascli;discriminator;help;benchmark'= {
        }
        &'gascli;discriminator;help;help'= {
        }
        &'gascli;d;help'= {
            cand push 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand performance 'Show how the submitted models do: exams, benchmarks, scores'
            cand benchmark 'Run the network''s benchmark, `gasbench`, on this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;d;help;push'= {
        }
        &'gascli;d;help;performance'= {
        }
        &'gascli;d;help;benchmark'= {
        }
        &'gascli;d;help;help'= {
        }
        &'gascli;demo'= {
            cand --rounds 'Challenge rounds before the weights count'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --keep 'Leave the subnet running, so that every other command can be tried on it'
            cand --end 'End a subnet that was left running, and remove all of it'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand explain 'Show step by step how a miner''s weight came about from the stored outcomes'
            cand simulate 'Compute rewards, scores and weights for given outcomes'
            cand clip 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
            cand sn34 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured'
            cand discriminator 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;score;explain'= {
            cand --hotkey 'Whose score'
            cand --uid 'Likewise, by seat'
            cand --at-epoch 'The newest epoch at or before this block, instead of the last one; the last 200 epochs are kept'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --now 'The next epoch as it would be, were it now'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score;simulate'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --example 'Print a document with every field'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score;clip'= {
            cand --prompt 'What the media are to show'
            cand --model 'A model by its name, or the path of its folder; may be given several times'
            cand --threshold 'Similarity that is enough, -1 to 1'
            cand --device 'What the models run on'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score;sn34'= {
            cand --predictions 'Predictions as CSV; `-` reads stdin'
            cand --mcc 'Matthews'' correlation coefficient, -1 to 1'
            cand --brier 'Brier score, 0 to 1'
            cand --augmented-mcc 'The coefficient over augmented samples'
            cand --augmented-brier 'The Brier score over augmented samples'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score;discriminator'= {
            cand --predictions 'Predictions as CSV; `-` reads stdin'
            cand --mcc 'Matthews'' correlation coefficient, -1 to 1'
            cand --brier 'Brier score, 0 to 1'
            cand --augmented-mcc 'The coefficient over augmented samples'
            cand --augmented-brier 'The Brier score over augmented samples'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;score;help'= {
            cand explain 'Show step by step how a miner''s weight came about from the stored outcomes'
            cand simulate 'Compute rewards, scores and weights for given outcomes'
            cand clip 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
            cand sn34 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;score;help;explain'= {
        }
        &'gascli;score;help;simulate'= {
        }
        &'gascli;score;help;clip'= {
        }
        &'gascli;score;help;sn34'= {
        }
        &'gascli;score;help;help'= {
        }
        &'gascli;verify-c2pa'= {
            cand --jobs 'Files to check at the same time; as many as there are processors by default'
            cand --policy 'How strictly to judge'
            cand --challenged-at 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970'
            cand --allow-remote 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched'
            cand --trust-anchors 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -v 'Show the manifest of files that pass'
            cand --verbose 'Show the manifest of files that pass'
            cand -q 'Print nothing but errors: the exit status is the answer'
            cand --quiet 'Print nothing but errors: the exit status is the answer'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;trust'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the certificates that the C2PA check trusts, and known ones that are missing'
            cand update 'Fetch the certificates that the network trusts and their publishers offer'
            cand add 'Trust certificates of a PEM or DER file, or out of a signed image or video'
            cand remove 'Trust certificates of the trust store no longer'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;trust;list'= {
            cand --trust-anchors 'List what these files and folders would have the check trust, instead of built-in roots and trust store. Else those of `GASCLI_TRUST_ANCHORS`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;trust;update'= {
            cand --mirror 'Take the files from this folder of a web server, under the names that they have at their publishers. Else from `GASCLI_TRUST_MIRROR`, else from the publishers'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Fetch and check everything, write nothing'
            cand --all 'Also those that the network''s validators do not trust (yet): what passes for their sake is refused there'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;trust;add'= {
            cand --from 'Take the authority''s certificates out of this signed image, video or audio'
            cand --sha256 'Take only the certificate with this SHA-256 (64 hexadecimal digits, colons allowed), without asking'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask; take also what has expired or is no authority''s'
            cand --yes 'Do not ask; take also what has expired or is no authority''s'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;trust;remove'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;trust;help'= {
            cand list 'List the certificates that the C2PA check trusts, and known ones that are missing'
            cand update 'Fetch the certificates that the network trusts and their publishers offer'
            cand add 'Trust certificates of a PEM or DER file, or out of a signed image or video'
            cand remove 'Trust certificates of the trust store no longer'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;trust;help;list'= {
        }
        &'gascli;trust;help;update'= {
        }
        &'gascli;trust;help;add'= {
        }
        &'gascli;trust;help;remove'= {
        }
        &'gascli;trust;help;help'= {
        }
        &'gascli;media'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand hash 'Print the perceptual hash of images and films, as validators store it'
            cand compare 'Tell whether a validator that knows one medium would refuse another as its duplicate'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;media;hash'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;media;compare'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;media;help'= {
            cand hash 'Print the perceptual hash of images and films, as validators store it'
            cand compare 'Tell whether a validator that knows one medium would refuse another as its duplicate'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;media;help;hash'= {
        }
        &'gascli;media;help;compare'= {
        }
        &'gascli;media;help;help'= {
        }
        &'gascli;model'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand pull 'Fetch a CLIP model from the Hugging Face hub'
            cand list 'List the models that can be used'
            cand verify 'Compare models with the hashes of the files that came here'
            cand add 'Take a model from a folder, for machines without network'
            cand remove 'Remove models from this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;model;pull'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;model;list'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;model;verify'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;model;add'= {
            cand --name 'What the model shall be called; else as its folder'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;model;remove'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;model;help'= {
            cand pull 'Fetch a CLIP model from the Hugging Face hub'
            cand list 'List the models that can be used'
            cand verify 'Compare models with the hashes of the files that came here'
            cand add 'Take a model from a folder, for machines without network'
            cand remove 'Remove models from this machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;model;help;pull'= {
        }
        &'gascli;model;help;list'= {
        }
        &'gascli;model;help;verify'= {
        }
        &'gascli;model;help;add'= {
        }
        &'gascli;model;help;remove'= {
        }
        &'gascli;model;help;help'= {
        }
        &'gascli;wallet'= {
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
            cand ls 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
            cand show 'Show a wallet, or one hotkey of it'
            cand check 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
            cand sign 'Sign a message with a hotkey'
            cand verify 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not'
            cand new 'Make a hotkey, with a recovery phrase that is shown once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;wallet;list'= {
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;ls'= {
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;show'= {
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;check'= {
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --open 'Open encrypted hotkeys as well; each takes some seconds and 512 MiB'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;sign'= {
            cand --file 'The file that holds it, byte for byte; `-` for standard input'
            cand --hex 'Its bytes in hex'
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --wrap 'Sign the message between `<Bytes>` and `</Bytes>`, as browser wallets do: no chain takes that for a transaction'
            cand --raw 'Sign bytes that are no text, or are 32, as they are. They could be a transaction that somebody else has made: whoever has the signature can then send it'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;verify'= {
            cand --file 'The file that holds it, byte for byte; `-` for standard input'
            cand --hex 'Its bytes in hex'
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;new'= {
            cand --words 'Words of the recovery phrase: 12, 15, 18, 21 or 24'
            cand --coldkeypub 'Whose wallet it is: an SS58 key, or a coldkeypub.txt. Is written to the wallet''s coldkeypub.txt'
            cand --wallet-path 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --from-phrase 'Make the hotkey anew from its recovery phrase, which is asked for, or read from standard input'
            cand --seed-only 'Make it without a recovery phrase, where there is no terminal to show one on: the file is then all there is of it'
            cand --encrypt 'Protect it with a password: that of `BT_WALLET_PASSWORD`, `BT_WALLET_PASSWORD_FILE` or the file''s own variable, else one that is typed. Daemons then need it at each start'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;wallet;help'= {
            cand list 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
            cand show 'Show a wallet, or one hotkey of it'
            cand check 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
            cand sign 'Sign a message with a hotkey'
            cand verify 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not'
            cand new 'Make a hotkey, with a recovery phrase that is shown once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;wallet;help;list'= {
        }
        &'gascli;wallet;help;show'= {
        }
        &'gascli;wallet;help;check'= {
        }
        &'gascli;wallet;help;sign'= {
        }
        &'gascli;wallet;help;verify'= {
        }
        &'gascli;wallet;help;new'= {
        }
        &'gascli;wallet;help;help'= {
        }
        &'gascli;dashboard'= {
            cand --ssh 'Show another machine, through ssh. gascli must be there, too'
            cand --remote-gascli 'Where gascli is on that machine, if its shell does not find it'
            cand --snapshot 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports'
            cand --refresh 'Time between two looks, 500ms to 1m'
            cand --theme 'Colours; a key changes them while it runs'
            cand --size 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --read-only 'Only look: no key starts, stops or deletes anything'
            cand --once 'Print one frame as text, and end: for scripts and screen readers'
            cand --demo 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
            cand --ascii 'No character beyond ASCII. By itself so where the locale is not UTF-8'
            cand --no-color 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
            cand --utc 'Times in UTC'
            cand --feed 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;dash'= {
            cand --ssh 'Show another machine, through ssh. gascli must be there, too'
            cand --remote-gascli 'Where gascli is on that machine, if its shell does not find it'
            cand --snapshot 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports'
            cand --refresh 'Time between two looks, 500ms to 1m'
            cand --theme 'Colours; a key changes them while it runs'
            cand --size 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --read-only 'Only look: no key starts, stops or deletes anything'
            cand --once 'Print one frame as text, and end: for scripts and screen readers'
            cand --demo 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
            cand --ascii 'No character beyond ASCII. By itself so where the locale is not UTF-8'
            cand --no-color 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
            cand --utc 'Times in UTC'
            cand --feed 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;ui'= {
            cand --ssh 'Show another machine, through ssh. gascli must be there, too'
            cand --remote-gascli 'Where gascli is on that machine, if its shell does not find it'
            cand --snapshot 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports'
            cand --refresh 'Time between two looks, 500ms to 1m'
            cand --theme 'Colours; a key changes them while it runs'
            cand --size 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --read-only 'Only look: no key starts, stops or deletes anything'
            cand --once 'Print one frame as text, and end: for scripts and screen readers'
            cand --demo 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends'
            cand --ascii 'No character beyond ASCII. By itself so where the locale is not UTF-8'
            cand --no-color 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`'
            cand --utc 'Times in UTC'
            cand --feed 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;status'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --exit-zero 'Exit with 0 also when a service is down'
            cand --usage 'Show what all processes of each use, and the GPUs'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;ps'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --exit-zero 'Exit with 0 also when a service is down'
            cand --usage 'Show what all processes of each use, and the GPUs'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;logs'= {
            cand -n 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --lines 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --tail 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]'
            cand --since 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --until 'Show what came until a time, written like that of --since'
            cand --grep 'Show lines that match a regular expression; `(?i)` in front ignores case'
            cand --level 'Show lines that name this level or a graver one'
            cand --run 'Show one run of the service: `current`, `previous` or its number'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --out 'Show only what went to stdout'
            cand --err 'Show only what went to stderr'
            cand --raw 'Print the bytes as the service wrote them, with nothing in front'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand clear 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;logs;clear'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'Clear every log'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Only say what would be deleted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;logs;help'= {
            cand clear 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;logs;help;clear'= {
        }
        &'gascli;logs;help;help'= {
        }
        &'gascli;events'= {
            cand -n 'Show the last N [default: 50, but all with --since]'
            cand --lines 'Show the last N [default: 50, but all with --since]'
            cand --since 'Show what happened since a time, such as `10m`, `14:05` or `2026-01-31T14:05:00Z`'
            cand --kind 'Show events of this kind, such as `crashed`; may be given more than once'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand -f 'Keep printing what comes, until Ctrl-C'
            cand --follow 'Keep printing what comes, until Ctrl-C'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;start'= {
            cand --cwd 'Working folder [default: the current one]'
            cand --restart-policy 'When it is started again: on-failure (the default), always, never or pm2'
            cand --max-restarts 'Give up after so many restarts in a row'
            cand --restart-delay 'Pause before the first restart; doubled with each further one'
            cand --kill-timeout 'Time between the stop signal and SIGKILL'
            cand --stop-signal 'Signal that asks it to stop'
            cand --wait 'Wait until it is ready, 30 s if no span is given'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'Every service'
            cand --wanted 'Every service that was started and not stopped since: after a reboot, those that ran'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;stop'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'Every service'
            cand --now 'End them with SIGKILL at once, also those that are being stopped and do not obey; they cannot tidy up'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;restart'= {
            cand --cwd 'Working folder [default: the current one]'
            cand --restart-policy 'When it is started again: on-failure (the default), always, never or pm2'
            cand --max-restarts 'Give up after so many restarts in a row'
            cand --restart-delay 'Pause before the first restart; doubled with each further one'
            cand --kill-timeout 'Time between the stop signal and SIGKILL'
            cand --stop-signal 'Signal that asks it to stop'
            cand --wait 'Wait until it is ready, 30 s if no span is given'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'Every service'
            cand --wanted 'Every service that was started and not stopped since: after a reboot, those that ran'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;delete'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --all 'Every service'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand validate 'Say what is wrong with the file, all at once'
            cand show 'Show every value in force, set or by default'
            cand diff 'Show how services that run differ from the file; exit status 1 if any does'
            cand apply 'Start what is new, restart what has changed, leave the rest alone'
            cand schema 'Print the JSON Schema of gascli.toml, for editors'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;config;validate'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config;show'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --origin 'Tell where each value comes from'
            cand --show-values 'Show the values of variables, which may be secrets'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config;diff'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config;apply'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only tell what would be done'
            cand --prune 'Also stop services that the file does not define any more'
            cand -y 'Do not ask before something that runs is stopped or restarted'
            cand --yes 'Do not ask before something that runs is stopped or restarted'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config;schema'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;config;help'= {
            cand validate 'Say what is wrong with the file, all at once'
            cand show 'Show every value in force, set or by default'
            cand diff 'Show how services that run differ from the file; exit status 1 if any does'
            cand apply 'Start what is new, restart what has changed, leave the rest alone'
            cand schema 'Print the JSON Schema of gascli.toml, for editors'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;config;help;validate'= {
        }
        &'gascli;config;help;show'= {
        }
        &'gascli;config;help;diff'= {
        }
        &'gascli;config;help;apply'= {
        }
        &'gascli;config;help;schema'= {
        }
        &'gascli;config;help;help'= {
        }
        &'gascli;chain'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand status 'Show how the chain and the connection to its node are doing'
            cand metagraph 'List the neurons of a subnet'
            cand neuron 'Show one neuron'
            cand weights 'Show the weights that a neuron has set'
            cand commitment 'Show what a hotkey has published'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;chain;status'= {
            cand --network 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney'
            cand --netuid 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;chain;metagraph'= {
            cand --network 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney'
            cand --netuid 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --at 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`'
            cand --sort 'Sort by this column; all but uid and hotkey begin with the largest'
            cand --hotkey 'Only hotkeys that begin so'
            cand --coldkey 'Only neurons whose coldkey begins so'
            cand --limit 'Show so many at most'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --reverse 'The other way round'
            cand --validators 'Only neurons with a validator permit'
            cand --miners 'Only neurons without one'
            cand --served 'Only neurons that have published an axon'
            cand --active 'Only neurons that set weights within the activity cutoff'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;chain;neuron'= {
            cand --network 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney'
            cand --netuid 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --at 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;chain;weights'= {
            cand --mechanism 'Mechanism within the subnet'
            cand --limit 'Show so many at most'
            cand --network 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney'
            cand --netuid 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --at 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --by-uid 'In order of the uid, instead of the largest first'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;chain;commitment'= {
            cand --network 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney'
            cand --netuid 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count'
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --at 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;chain;help'= {
            cand status 'Show how the chain and the connection to its node are doing'
            cand metagraph 'List the neurons of a subnet'
            cand neuron 'Show one neuron'
            cand weights 'Show the weights that a neuron has set'
            cand commitment 'Show what a hotkey has published'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;chain;help;status'= {
        }
        &'gascli;chain;help;metagraph'= {
        }
        &'gascli;chain;help;neuron'= {
        }
        &'gascli;chain;help;weights'= {
        }
        &'gascli;chain;help;commitment'= {
        }
        &'gascli;chain;help;help'= {
        }
        &'gascli;localnet'= {
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand create 'Make a new chain with one empty subnet'
            cand register 'Give a hotkey a seat, or change what is given of one that has a seat'
            cand import 'Put the neurons of a JSON file in place of a subnet''s'
            cand set 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
            cand show 'Show a subnet''s rules and neurons'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;localnet;create'= {
            cand --block-time 'Time between two blocks, such as 12s or 500ms'
            cand --tempo 'Blocks per epoch'
            cand --weights-rate-limit 'Blocks between two weights of one validator; 0 is unlimited'
            cand --min-allowed-weights 'Fewest weights that a validator may set'
            cand --max-weights-limit 'Largest share of one weight, of 65535'
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;localnet;register'= {
            cand --stake 'Stake in TAO'
            cand --permit 'Let it set weights, or not (`--permit=false`), whatever its stake. `--permit=auto` leaves it to the stake again, as it is without this: permits go to the largest stakes at each epoch, also to miners that have earned some'
            cand --axon 'Where it can be reached, such as 127.0.0.1:8091'
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --new 'Make the hotkey WALLET/HOTKEY first, in the wallet folder and without a password'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;localnet;import'= {
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;localnet;set'= {
            cand --tempo 'Blocks per epoch'
            cand --weights-rate-limit 'Blocks between two weights of one validator; 0 is unlimited'
            cand --min-allowed-weights 'Fewest weights that a validator may set'
            cand --max-weights-limit 'Largest share of one weight, of 65535'
            cand --weights-version 'Lowest version key that is accepted; 0 accepts any'
            cand --stake-threshold 'Stake that setting weights takes'
            cand --activity-cutoff 'Blocks after which a validator that sets no weights loses its say'
            cand --immunity-period 'Blocks for which a new seat cannot be taken away'
            cand --max-uids 'Seats; in a full subnet a new neuron takes the worst one'
            cand --max-validators 'Validator permits; the largest stakes get them, where `register --permit` has not decided'
            cand --kappa 'Share of stake, of 65535, that a weight needs behind it to count'
            cand --bonds-moving-average 'How much of a bond stays from one epoch to the next, of 1000000'
            cand --bonds-penalty 'How far weights above the consensus lower bonds, of 65535'
            cand --yuma3 'Whether bonds are those of Yuma 3'
            cand --registration 'Whether new hotkeys get seats'
            cand --owner 'Hotkey of the owner, who needs neither stake nor permit and keeps its seat: SS58, path of a hotkey file or WALLET/HOTKEY'
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;localnet;show'= {
            cand --ledger 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder'
            cand --netuid 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;localnet;help'= {
            cand create 'Make a new chain with one empty subnet'
            cand register 'Give a hotkey a seat, or change what is given of one that has a seat'
            cand import 'Put the neurons of a JSON file in place of a subnet''s'
            cand set 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
            cand show 'Show a subnet''s rules and neurons'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;localnet;help;create'= {
        }
        &'gascli;localnet;help;register'= {
        }
        &'gascli;localnet;help;import'= {
        }
        &'gascli;localnet;help;set'= {
        }
        &'gascli;localnet;help;show'= {
        }
        &'gascli;localnet;help;help'= {
        }
        &'gascli;notify'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'Show the channels of `gascli.toml` and how they have fared'
            cand test 'Send a test message through a channel, or through all, and say what came back'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;notify;list'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;notify;test'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;notify;help'= {
            cand list 'Show the channels of `gascli.toml` and how they have fared'
            cand test 'Send a test message through a channel, or through all, and say what came back'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;notify;help;list'= {
        }
        &'gascli;notify;help;test'= {
        }
        &'gascli;notify;help;help'= {
        }
        &'gascli;metrics'= {
            cand --textfile 'Write to this file instead, for the textfile collector of Prometheus'' node exporter'
            cand --every 'Keep writing, so often'
            cand --listen 'Serve `/metrics` on this address of this machine, such as 127.0.0.1:9185, until Ctrl-C'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;info'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;import'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand pm2 'Take over the processes of PM2'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;import;pm2'= {
            cand --dump 'Read a dump instead of asking PM2; `-` reads standard input'
            cand --pm2 'PM2''s program'
            cand --policy 'When services are started again: as PM2 did, or by gascli''s own rules'
            cand --settle 'How long each must run here before the next is taken over'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only show the plan'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --keep-in-pm2 'Leave the processes in PM2''s list, stopped'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;import;help'= {
            cand pm2 'Take over the processes of PM2'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;import;help;pm2'= {
        }
        &'gascli;import;help;help'= {
        }
        &'gascli;startup'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand install 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
            cand remove 'Take the unit away again. Linger stays as it is'
            cand status 'Prove that services would be started: the unit, its manager, and each service by itself'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;startup;install'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --user 'As root: in root''s own systemd instead of the machine''s'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;startup;remove'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --user 'As root: in root''s own systemd instead of the machine''s'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;startup;status'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --user 'As root: in root''s own systemd instead of the machine''s'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;startup;help'= {
            cand install 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
            cand remove 'Take the unit away again. Linger stays as it is'
            cand status 'Prove that services would be started: the unit, its manager, and each service by itself'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;startup;help;install'= {
        }
        &'gascli;startup;help;remove'= {
        }
        &'gascli;startup;help;status'= {
        }
        &'gascli;startup;help;help'= {
        }
        &'gascli;save'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;resurrect'= {
            cand --wait 'Wait until they are ready, 30 s if no span is given'
            cand --after-network 'Wait first until this machine has a way into a network, but no longer than this; then go on in any case'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;self-update'= {
            cand --from 'Manifest of a release, or with --sha256 the program itself: an address or a path'
            cand --public-key 'Key of minisign that must have signed the manifest, instead of the configured one'
            cand --sha256 'Hash that the program must have; then --from is the program itself, and no signature is needed'
            cand --watch 'How long services are watched afterwards; `0s` does not'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --check 'Only tell whether there is a newer version'
            cand --rollback 'Go back to the version that the last update replaced'
            cand --no-restart 'Leave daemons of gascli as they are; each takes the new version with its next start'
            cand -y 'Do not ask'
            cand --yes 'Do not ask'
            cand --dry-run 'Only tell what would be done. The manifest is fetched for that'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;completions'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand install 'Put the script where your shell looks for it'
            cand uninstall 'Take away what `install` has put there, our lines in start files included'
            cand print 'Print the script of a shell, to be put anywhere'
            cand status 'Show which shells complete gascli; exit status 1 if yours does not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;completions;install'= {
            cand --shell 'For which shell, instead of the one that SHELL names'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --edit-rc 'Add a marked block of lines to the shell''s start file too, where there is none'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;completions;uninstall'= {
            cand --shell 'For which shell, instead of the one that SHELL names'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --dry-run 'Only tell what would be done'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;completions;print'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --static 'Print a script of fixed words instead, which asks nobody and knows no service'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;completions;status'= {
            cand --shell 'Which shell is yours, instead of the one that SHELL names'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;completions;help'= {
            cand install 'Put the script where your shell looks for it'
            cand uninstall 'Take away what `install` has put there, our lines in start files included'
            cand print 'Print the script of a shell, to be put anywhere'
            cand status 'Show which shells complete gascli; exit status 1 if yours does not'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;completions;help;install'= {
        }
        &'gascli;completions;help;uninstall'= {
        }
        &'gascli;completions;help;print'= {
        }
        &'gascli;completions;help;status'= {
        }
        &'gascli;completions;help;help'= {
        }
        &'gascli;daemon'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand start 'Start it, unless it runs. Other commands do so by themselves'
            cand run 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
            cand status 'Show its process and those of its shims'
            cand upgrade 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
            cand stop 'Stop it. Services live on, with their logs and restarts'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;daemon;start'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;daemon;run'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;daemon;status'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;daemon;upgrade'= {
            cand --program 'The program that it becomes; without this, the one that runs this command'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;daemon;stop'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --with-services 'Stop every service first'
            cand --keep-wanted 'They stay wanted: `gascli resurrect` starts them again. For the end of a machine or a container'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;daemon;help'= {
            cand start 'Start it, unless it runs. Other commands do so by themselves'
            cand run 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
            cand status 'Show its process and those of its shims'
            cand upgrade 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
            cand stop 'Stop it. Services live on, with their logs and restarts'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;daemon;help;start'= {
        }
        &'gascli;daemon;help;run'= {
        }
        &'gascli;daemon;help;status'= {
        }
        &'gascli;daemon;help;upgrade'= {
        }
        &'gascli;daemon;help;stop'= {
        }
        &'gascli;daemon;help;help'= {
        }
        &'gascli;run'= {
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand generator 'The GAS miner'
            cand validator 'The GAS validator'
            cand data 'The data service of the GAS validator: uploads media, and removes what was uploaded'
            cand generation 'The generation service of the GAS validator: keeps the pool of prompts filled'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;run;generator'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --service 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --allow-private-webhooks 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;run;validator'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --challenge-every 'Time between two challenge rounds, such as `22m`, instead of blocks'
            cand --service 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --store-failed-media 'Keep refused media too, below `failed_media` in the store''s folder'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;run;data'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --service 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;run;generation'= {
            cand --env-file 'Env file to read, instead of the one in the current folder or the config folder'
            cand --netuid 'Number of the subnet'
            cand --chain-endpoint 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local'
            cand --wallet-path 'Folder of all wallets'
            cand --wallet-name 'Wallet'
            cand --wallet-hotkey 'Hotkey within the wallet'
            cand --service 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)'
            cand --color 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded'
            cand --json 'Print JSON instead of text'
            cand --no-input 'Ask nothing: fail instead, and say which flag answers'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'gascli;run;help'= {
            cand generator 'The GAS miner'
            cand validator 'The GAS validator'
            cand data 'The data service of the GAS validator: uploads media, and removes what was uploaded'
            cand generation 'The generation service of the GAS validator: keeps the pool of prompts filled'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;run;help;generator'= {
        }
        &'gascli;run;help;validator'= {
        }
        &'gascli;run;help;data'= {
        }
        &'gascli;run;help;generation'= {
        }
        &'gascli;run;help;help'= {
        }
        &'gascli;help'= {
            cand init 'Set up a miner or a validator: ask, write its env file, check it'
            cand doctor 'Check everything that a node needs, and say how to mend it'
            cand generator 'Run a GAS miner: make images and videos for validators'
            cand validator 'Run a GAS validator: challenge miners, check what they deliver, set weights'
            cand discriminator 'Enter a GAS discriminator: push models, see how they do'
            cand demo 'Run a whole GAS subnet on this machine: no account, no key, no network'
            cand score 'Show and compute how scores and weights come about'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does: what a validator would say of them'
            cand trust 'Manage the certificates that the C2PA check trusts'
            cand media 'Show what images look like to the network, and whether two are taken for one'
            cand model 'Fetch, list and check the models that tell whether pictures show what was asked for'
            cand wallet 'List, check and make hotkeys; sign with them'
            cand dashboard 'Watch and steer everything on one screen'
            cand status 'List every supervised service'
            cand logs 'Show what services have written'
            cand events 'Show what happened to services: starts, crashes, broken rules'
            cand start 'Start services; success also when they run'
            cand stop 'Stop services and wait until nothing of them runs'
            cand restart 'Stop services, if they run, and start them'
            cand delete 'Stop services and forget them, their logs included'
            cand config 'Check, show and apply gascli.toml'
            cand chain 'Look at a chain: who sits where, who earns what, how its node is doing'
            cand localnet 'Make and edit a chain in a file, to try nodes without a network'
            cand notify 'Tell operators what happens, by webhook or program'
            cand metrics 'Print services, GPUs and the machine for Prometheus'
            cand info 'Show versions, folders and the machine: one block for a bug report, without secrets'
            cand import 'Take over services from another process manager'
            cand startup 'Start services when the machine starts'
            cand save 'Show what will be started at the next boot, and that it is safe on the disk'
            cand resurrect 'Start what ran before a reboot; never what runs already'
            cand self-update 'Replace this program by a newer version, and go back if services suffer'
            cand completions 'Completion of commands, services, wallets and models by the TAB key'
            cand daemon 'The supervisor itself'
            cand run 'Run a daemon in the foreground, as the supervisor does'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'gascli;help;init'= {
        }
        &'gascli;help;doctor'= {
        }
        &'gascli;help;generator'= {
            cand init 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the miner under supervision'
            cand stop 'Stop the miner: tasks in work get a grace, others are parked'
            cand restart 'Check the configuration, then stop the miner and start it anew'
            cand status 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest'
            cand price 'Compare what each service, model and resolution costs with what it earns'
            cand webhooks 'Show what came of deliveries, by validator and day'
            cand performance 'Show what validators and the benchmark found of this miner''s media'
            cand logs 'Show the miner''s log'
            cand info 'Show the configuration with the origin of every value, the wallet, the services and the running daemon'
            cand verify-c2pa 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`'
            cand delete 'Stop the miner and forget the service, its log included. Tasks and results stay'
        }
        &'gascli;help;generator;init'= {
        }
        &'gascli;help;generator;start'= {
        }
        &'gascli;help;generator;stop'= {
        }
        &'gascli;help;generator;restart'= {
        }
        &'gascli;help;generator;status'= {
        }
        &'gascli;help;generator;price'= {
        }
        &'gascli;help;generator;webhooks'= {
        }
        &'gascli;help;generator;performance'= {
        }
        &'gascli;help;generator;logs'= {
        }
        &'gascli;help;generator;info'= {
        }
        &'gascli;help;generator;verify-c2pa'= {
        }
        &'gascli;help;generator;delete'= {
        }
        &'gascli;help;validator'= {
            cand init 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it'
            cand start 'Check the configuration, then start the validator''s services under supervision'
            cand stop 'Stop the validator''s services'
            cand restart 'Check the configuration, then stop the validator''s services and start them anew'
            cand status 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries'
            cand miner-stats 'Show what the validator''s database, or a Python validator''s, says about miners'
            cand weights 'Set weights from the scores as they stand, or show what would be set and why'
            cand prices 'Show what a second of video counts by model, and read newer prices'
            cand logs 'Show the logs of the validator''s services, merged by time'
            cand info 'Show the configuration with the origin of every value, the wallet and the running daemon'
            cand uploads 'Show which media wait for an upload and how far each batch has come; `--now` uploads'
            cand import-db 'Take over the prompts, media and outcomes of a Python validator'
            cand prune 'Remove what is too old or too much, as the validator does by itself'
            cand backup 'Copy the database, also while the validator runs'
            cand restore 'Put a backup in the place of the database; what was there is kept'
            cand prompts 'Import, list, audit, export and compose prompts'
            cand delete 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay'
        }
        &'gascli;help;validator;init'= {
        }
        &'gascli;help;validator;start'= {
        }
        &'gascli;help;validator;stop'= {
        }
        &'gascli;help;validator;restart'= {
        }
        &'gascli;help;validator;status'= {
        }
        &'gascli;help;validator;miner-stats'= {
        }
        &'gascli;help;validator;weights'= {
        }
        &'gascli;help;validator;prices'= {
        }
        &'gascli;help;validator;logs'= {
        }
        &'gascli;help;validator;info'= {
        }
        &'gascli;help;validator;uploads'= {
        }
        &'gascli;help;validator;import-db'= {
        }
        &'gascli;help;validator;prune'= {
        }
        &'gascli;help;validator;backup'= {
        }
        &'gascli;help;validator;restore'= {
        }
        &'gascli;help;validator;prompts'= {
            cand import 'Add prompts from a text file, a CSV file or a parquet file to the pool'
            cand list 'List the prompts of the store, the newest first'
            cand stats 'Show how many prompts there are, and how diverse they are'
            cand export 'Write the prompts of the store as text, CSV or JSON lines'
            cand generate 'Compose prompts and print them, or add them to the pool with `--store`'
        }
        &'gascli;help;validator;prompts;import'= {
        }
        &'gascli;help;validator;prompts;list'= {
        }
        &'gascli;help;validator;prompts;stats'= {
        }
        &'gascli;help;validator;prompts;export'= {
        }
        &'gascli;help;validator;prompts;generate'= {
        }
        &'gascli;help;validator;delete'= {
        }
        &'gascli;help;discriminator'= {
            cand push 'Check models, submit them and register them on chain; a second run goes on where the first one stopped'
            cand performance 'Show how the submitted models do: exams, benchmarks, scores'
            cand benchmark 'Run the network''s benchmark, `gasbench`, on this machine'
        }
        &'gascli;help;discriminator;push'= {
        }
        &'gascli;help;discriminator;performance'= {
        }
        &'gascli;help;discriminator;benchmark'= {
        }
        &'gascli;help;demo'= {
        }
        &'gascli;help;score'= {
            cand explain 'Show step by step how a miner''s weight came about from the stored outcomes'
            cand simulate 'Compute rewards, scores and weights for given outcomes'
            cand clip 'Tell how well media show what a prompt says, as validators judge it (CLIP)'
            cand sn34 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured'
        }
        &'gascli;help;score;explain'= {
        }
        &'gascli;help;score;simulate'= {
        }
        &'gascli;help;score;clip'= {
        }
        &'gascli;help;score;sn34'= {
        }
        &'gascli;help;verify-c2pa'= {
        }
        &'gascli;help;trust'= {
            cand list 'List the certificates that the C2PA check trusts, and known ones that are missing'
            cand update 'Fetch the certificates that the network trusts and their publishers offer'
            cand add 'Trust certificates of a PEM or DER file, or out of a signed image or video'
            cand remove 'Trust certificates of the trust store no longer'
        }
        &'gascli;help;trust;list'= {
        }
        &'gascli;help;trust;update'= {
        }
        &'gascli;help;trust;add'= {
        }
        &'gascli;help;trust;remove'= {
        }
        &'gascli;help;media'= {
            cand hash 'Print the perceptual hash of images and films, as validators store it'
            cand compare 'Tell whether a validator that knows one medium would refuse another as its duplicate'
        }
        &'gascli;help;media;hash'= {
        }
        &'gascli;help;media;compare'= {
        }
        &'gascli;help;model'= {
            cand pull 'Fetch a CLIP model from the Hugging Face hub'
            cand list 'List the models that can be used'
            cand verify 'Compare models with the hashes of the files that came here'
            cand add 'Take a model from a folder, for machines without network'
            cand remove 'Remove models from this machine'
        }
        &'gascli;help;model;pull'= {
        }
        &'gascli;help;model;list'= {
        }
        &'gascli;help;model;verify'= {
        }
        &'gascli;help;model;add'= {
        }
        &'gascli;help;model;remove'= {
        }
        &'gascli;help;wallet'= {
            cand list 'List all wallets and hotkeys with their keys, protection, modes and what is odd'
            cand show 'Show a wallet, or one hotkey of it'
            cand check 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong'
            cand sign 'Sign a message with a hotkey'
            cand verify 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not'
            cand new 'Make a hotkey, with a recovery phrase that is shown once'
        }
        &'gascli;help;wallet;list'= {
        }
        &'gascli;help;wallet;show'= {
        }
        &'gascli;help;wallet;check'= {
        }
        &'gascli;help;wallet;sign'= {
        }
        &'gascli;help;wallet;verify'= {
        }
        &'gascli;help;wallet;new'= {
        }
        &'gascli;help;dashboard'= {
        }
        &'gascli;help;status'= {
        }
        &'gascli;help;logs'= {
            cand clear 'Delete what services have written so far; they may go on running, and `--follow` goes on showing'
        }
        &'gascli;help;logs;clear'= {
        }
        &'gascli;help;events'= {
        }
        &'gascli;help;start'= {
        }
        &'gascli;help;stop'= {
        }
        &'gascli;help;restart'= {
        }
        &'gascli;help;delete'= {
        }
        &'gascli;help;config'= {
            cand validate 'Say what is wrong with the file, all at once'
            cand show 'Show every value in force, set or by default'
            cand diff 'Show how services that run differ from the file; exit status 1 if any does'
            cand apply 'Start what is new, restart what has changed, leave the rest alone'
            cand schema 'Print the JSON Schema of gascli.toml, for editors'
        }
        &'gascli;help;config;validate'= {
        }
        &'gascli;help;config;show'= {
        }
        &'gascli;help;config;diff'= {
        }
        &'gascli;help;config;apply'= {
        }
        &'gascli;help;config;schema'= {
        }
        &'gascli;help;chain'= {
            cand status 'Show how the chain and the connection to its node are doing'
            cand metagraph 'List the neurons of a subnet'
            cand neuron 'Show one neuron'
            cand weights 'Show the weights that a neuron has set'
            cand commitment 'Show what a hotkey has published'
        }
        &'gascli;help;chain;status'= {
        }
        &'gascli;help;chain;metagraph'= {
        }
        &'gascli;help;chain;neuron'= {
        }
        &'gascli;help;chain;weights'= {
        }
        &'gascli;help;chain;commitment'= {
        }
        &'gascli;help;localnet'= {
            cand create 'Make a new chain with one empty subnet'
            cand register 'Give a hotkey a seat, or change what is given of one that has a seat'
            cand import 'Put the neurons of a JSON file in place of a subnet''s'
            cand set 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again'
            cand show 'Show a subnet''s rules and neurons'
        }
        &'gascli;help;localnet;create'= {
        }
        &'gascli;help;localnet;register'= {
        }
        &'gascli;help;localnet;import'= {
        }
        &'gascli;help;localnet;set'= {
        }
        &'gascli;help;localnet;show'= {
        }
        &'gascli;help;notify'= {
            cand list 'Show the channels of `gascli.toml` and how they have fared'
            cand test 'Send a test message through a channel, or through all, and say what came back'
        }
        &'gascli;help;notify;list'= {
        }
        &'gascli;help;notify;test'= {
        }
        &'gascli;help;metrics'= {
        }
        &'gascli;help;info'= {
        }
        &'gascli;help;import'= {
            cand pm2 'Take over the processes of PM2'
        }
        &'gascli;help;import;pm2'= {
        }
        &'gascli;help;startup'= {
            cand install 'Have services started when the machine starts, without a login, and ended gracefully when it goes down'
            cand remove 'Take the unit away again. Linger stays as it is'
            cand status 'Prove that services would be started: the unit, its manager, and each service by itself'
        }
        &'gascli;help;startup;install'= {
        }
        &'gascli;help;startup;remove'= {
        }
        &'gascli;help;startup;status'= {
        }
        &'gascli;help;save'= {
        }
        &'gascli;help;resurrect'= {
        }
        &'gascli;help;self-update'= {
        }
        &'gascli;help;completions'= {
            cand install 'Put the script where your shell looks for it'
            cand uninstall 'Take away what `install` has put there, our lines in start files included'
            cand print 'Print the script of a shell, to be put anywhere'
            cand status 'Show which shells complete gascli; exit status 1 if yours does not'
        }
        &'gascli;help;completions;install'= {
        }
        &'gascli;help;completions;uninstall'= {
        }
        &'gascli;help;completions;print'= {
        }
        &'gascli;help;completions;status'= {
        }
        &'gascli;help;daemon'= {
            cand start 'Start it, unless it runs. Other commands do so by themselves'
            cand run 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process'
            cand status 'Show its process and those of its shims'
            cand upgrade 'Make it go on as another version of this program. Services, their pids and their logs do not notice'
            cand stop 'Stop it. Services live on, with their logs and restarts'
        }
        &'gascli;help;daemon;start'= {
        }
        &'gascli;help;daemon;run'= {
        }
        &'gascli;help;daemon;status'= {
        }
        &'gascli;help;daemon;upgrade'= {
        }
        &'gascli;help;daemon;stop'= {
        }
        &'gascli;help;run'= {
            cand generator 'The GAS miner'
            cand validator 'The GAS validator'
            cand data 'The data service of the GAS validator: uploads media, and removes what was uploaded'
            cand generation 'The generation service of the GAS validator: keeps the pool of prompts filled'
        }
        &'gascli;help;run;generator'= {
        }
        &'gascli;help;run;validator'= {
        }
        &'gascli;help;run;data'= {
        }
        &'gascli;help;run;generation'= {
        }
        &'gascli;help;help'= {
        }
    ]
    $completions[$command]
}
