
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'gascli' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'gascli'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'gascli' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner or a validator: ask, write its env file, check it')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check everything that a node needs, and say how to mend it')
            [CompletionResult]::new('generator', 'generator', [CompletionResultType]::ParameterValue, 'Run a GAS miner: make images and videos for validators')
            [CompletionResult]::new('gen', 'gen', [CompletionResultType]::ParameterValue, 'Run a GAS miner: make images and videos for validators')
            [CompletionResult]::new('g', 'g', [CompletionResultType]::ParameterValue, 'Run a GAS miner: make images and videos for validators')
            [CompletionResult]::new('validator', 'validator', [CompletionResultType]::ParameterValue, 'Run a GAS validator: challenge miners, check what they deliver, set weights')
            [CompletionResult]::new('vali', 'vali', [CompletionResultType]::ParameterValue, 'Run a GAS validator: challenge miners, check what they deliver, set weights')
            [CompletionResult]::new('v', 'v', [CompletionResultType]::ParameterValue, 'Run a GAS validator: challenge miners, check what they deliver, set weights')
            [CompletionResult]::new('discriminator', 'discriminator', [CompletionResultType]::ParameterValue, 'Enter a GAS discriminator: push models, see how they do')
            [CompletionResult]::new('d', 'd', [CompletionResultType]::ParameterValue, 'Enter a GAS discriminator: push models, see how they do')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Run a whole GAS subnet on this machine: no account, no key, no network')
            [CompletionResult]::new('score', 'score', [CompletionResultType]::ParameterValue, 'Show and compute how scores and weights come about')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does: what a validator would say of them')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Manage the certificates that the C2PA check trusts')
            [CompletionResult]::new('media', 'media', [CompletionResultType]::ParameterValue, 'Show what images look like to the network, and whether two are taken for one')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'Fetch, list and check the models that tell whether pictures show what was asked for')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'List, check and make hotkeys; sign with them')
            [CompletionResult]::new('dashboard', 'dashboard', [CompletionResultType]::ParameterValue, 'Watch and steer everything on one screen')
            [CompletionResult]::new('dash', 'dash', [CompletionResultType]::ParameterValue, 'Watch and steer everything on one screen')
            [CompletionResult]::new('ui', 'ui', [CompletionResultType]::ParameterValue, 'Watch and steer everything on one screen')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'List every supervised service')
            [CompletionResult]::new('ps', 'ps', [CompletionResultType]::ParameterValue, 'List every supervised service')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what services have written')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show what happened to services: starts, crashes, broken rules')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start services; success also when they run')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop services and wait until nothing of them runs')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Stop services, if they run, and start them')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop services and forget them, their logs included')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Check, show and apply gascli.toml')
            [CompletionResult]::new('chain', 'chain', [CompletionResultType]::ParameterValue, 'Look at a chain: who sits where, who earns what, how its node is doing')
            [CompletionResult]::new('localnet', 'localnet', [CompletionResultType]::ParameterValue, 'Make and edit a chain in a file, to try nodes without a network')
            [CompletionResult]::new('notify', 'notify', [CompletionResultType]::ParameterValue, 'Tell operators what happens, by webhook or program')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print services, GPUs and the machine for Prometheus')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show versions, folders and the machine: one block for a bug report, without secrets')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over services from another process manager')
            [CompletionResult]::new('startup', 'startup', [CompletionResultType]::ParameterValue, 'Start services when the machine starts')
            [CompletionResult]::new('save', 'save', [CompletionResultType]::ParameterValue, 'Show what will be started at the next boot, and that it is safe on the disk')
            [CompletionResult]::new('resurrect', 'resurrect', [CompletionResultType]::ParameterValue, 'Start what ran before a reboot; never what runs already')
            [CompletionResult]::new('self-update', 'self-update', [CompletionResultType]::ParameterValue, 'Replace this program by a newer version, and go back if services suffer')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Completion of commands, services, wallets and models by the TAB key')
            [CompletionResult]::new('daemon', 'daemon', [CompletionResultType]::ParameterValue, 'The supervisor itself')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a daemon in the foreground, as the supervisor does')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;init' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The same as a flag')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--image-service', '--image-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--video-service', '--video-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;doctor' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the service''s, or of the one in the current folder or the config folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--online', '--online', [CompletionResultType]::ParameterName, 'Ask generation services whether keys are valid (one request to each, which buys nothing), and try the own address')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Ask nobody, the chain included')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('perf', 'perf', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;gen' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('perf', 'perf', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;g' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('perf', 'perf', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;generator;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--image-service', '--image-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--video-service', '--video-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--image-service', '--image-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--video-service', '--video-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--image-service', '--image-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s images: openrouter, openai, stabilityai, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--video-service', '--video-service', [CompletionResultType]::ParameterName, 'Service that makes a miner''s videos: openrouter, runway, `none`, or demo on `local:` chains')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;stop' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;stop' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;stop' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to show, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to show, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to show, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;price' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All services and models, not only those that are chosen, or have an API key and have not ended')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;price' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All services and models, not only those that are chosen, or have an API key and have not ended')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;price' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All services and models, not only those that are chosen, or have an API key and have not ended')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;webhooks' {
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days with deliveries to show, the newest first; a week is kept')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;webhooks' {
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days with deliveries to show, the newest first; a week is kept')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;webhooks' {
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days with deliveries to show, the newest first; a week is kept')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask, instead of the one that `gascli generator start` makes')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;performance' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;perf' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;performance' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;perf' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;performance' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;perf' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image or only video')
            [CompletionResult]::new('--lookback-days', '--lookback-days', [CompletionResultType]::ParameterName, 'Days that count')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;verify-c2pa' {
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Files to check at the same time; as many as there are processors by default')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How strictly to judge')
            [CompletionResult]::new('--challenged-at', '--challenged-at', [CompletionResultType]::ParameterName, 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched')
            [CompletionResult]::new('--trust-anchors', '--trust-anchors', [CompletionResultType]::ParameterName, 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;verify-c2pa' {
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Files to check at the same time; as many as there are processors by default')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How strictly to judge')
            [CompletionResult]::new('--challenged-at', '--challenged-at', [CompletionResultType]::ParameterName, 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched')
            [CompletionResult]::new('--trust-anchors', '--trust-anchors', [CompletionResultType]::ParameterName, 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;verify-c2pa' {
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Files to check at the same time; as many as there are processors by default')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How strictly to judge')
            [CompletionResult]::new('--challenged-at', '--challenged-at', [CompletionResultType]::ParameterName, 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched')
            [CompletionResult]::new('--trust-anchors', '--trust-anchors', [CompletionResultType]::ParameterName, 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;delete' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;gen;delete' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;g;delete' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;generator;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;generator;help;init' {
            break
        }
        'gascli;generator;help;start' {
            break
        }
        'gascli;generator;help;stop' {
            break
        }
        'gascli;generator;help;restart' {
            break
        }
        'gascli;generator;help;status' {
            break
        }
        'gascli;generator;help;price' {
            break
        }
        'gascli;generator;help;webhooks' {
            break
        }
        'gascli;generator;help;performance' {
            break
        }
        'gascli;generator;help;logs' {
            break
        }
        'gascli;generator;help;info' {
            break
        }
        'gascli;generator;help;verify-c2pa' {
            break
        }
        'gascli;generator;help;delete' {
            break
        }
        'gascli;generator;help;help' {
            break
        }
        'gascli;gen;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;gen;help;init' {
            break
        }
        'gascli;gen;help;start' {
            break
        }
        'gascli;gen;help;stop' {
            break
        }
        'gascli;gen;help;restart' {
            break
        }
        'gascli;gen;help;status' {
            break
        }
        'gascli;gen;help;price' {
            break
        }
        'gascli;gen;help;webhooks' {
            break
        }
        'gascli;gen;help;performance' {
            break
        }
        'gascli;gen;help;logs' {
            break
        }
        'gascli;gen;help;info' {
            break
        }
        'gascli;gen;help;verify-c2pa' {
            break
        }
        'gascli;gen;help;delete' {
            break
        }
        'gascli;gen;help;help' {
            break
        }
        'gascli;g;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;g;help;init' {
            break
        }
        'gascli;g;help;start' {
            break
        }
        'gascli;g;help;stop' {
            break
        }
        'gascli;g;help;restart' {
            break
        }
        'gascli;g;help;status' {
            break
        }
        'gascli;g;help;price' {
            break
        }
        'gascli;g;help;webhooks' {
            break
        }
        'gascli;g;help;performance' {
            break
        }
        'gascli;g;help;logs' {
            break
        }
        'gascli;g;help;info' {
            break
        }
        'gascli;g;help;verify-c2pa' {
            break
        }
        'gascli;g;help;delete' {
            break
        }
        'gascli;g;help;help' {
            break
        }
        'gascli;validator' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;vali' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;v' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;validator;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;init' {
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'File or folder to write to, instead of the current folder')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: finney, test, `local:PATH`, or the address of a node')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet, where the chain does not tell')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet, or WALLET/HOTKEY')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port: of a miner, where validators ask (8093); of a validator, where miners deliver (10525)')
            [CompletionResult]::new('--external-ip', '--external-ip', [CompletionResultType]::ParameterName, 'Address under which the others reach this machine')
            [CompletionResult]::new('--api-key-file', '--api-key-file', [CompletionResultType]::ParameterName, 'A secret, such as an API key, from a file; `-` is standard input. A secret is never a value of a flag: every user of the machine could read it. One that is set in the environment is taken from there')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing: take defaults for what is not given')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there; the old one is kept beside it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Write nothing: print the file, without its secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;start' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;stop' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;stop' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;stop' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;restart' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--no-generation', '--no-generation', [CompletionResultType]::ParameterName, 'Leave out `sn34-generator`; the validator then composes prompts itself as it needs them')
            [CompletionResult]::new('--no-data-downloads', '--no-data-downloads', [CompletionResultType]::ParameterName, 'Leave out `sn34-data`; media then stay on this machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;status' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;miner-stats' {
            [CompletionResult]::new('--db-path', '--db-path', [CompletionResultType]::ParameterName, 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db')
            [CompletionResult]::new('--uid', '--uid', [CompletionResultType]::ParameterName, 'One miner in detail')
            [CompletionResult]::new('--coldkey', '--coldkey', [CompletionResultType]::ParameterName, 'The miners of one coldkey in detail')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Recent outcomes and media to show of a miner')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--lookback-hours', '--lookback-hours', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--by-coldkey', '--by-coldkey', [CompletionResultType]::ParameterName, 'Group miners by coldkey')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;miner-stats' {
            [CompletionResult]::new('--db-path', '--db-path', [CompletionResultType]::ParameterName, 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db')
            [CompletionResult]::new('--uid', '--uid', [CompletionResultType]::ParameterName, 'One miner in detail')
            [CompletionResult]::new('--coldkey', '--coldkey', [CompletionResultType]::ParameterName, 'The miners of one coldkey in detail')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Recent outcomes and media to show of a miner')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--lookback-hours', '--lookback-hours', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--by-coldkey', '--by-coldkey', [CompletionResultType]::ParameterName, 'Group miners by coldkey')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;miner-stats' {
            [CompletionResult]::new('--db-path', '--db-path', [CompletionResultType]::ParameterName, 'Database, instead of the configured validator''s, else ~/.cache/sn34/prompts.db')
            [CompletionResult]::new('--uid', '--uid', [CompletionResultType]::ParameterName, 'One miner in detail')
            [CompletionResult]::new('--coldkey', '--coldkey', [CompletionResultType]::ParameterName, 'The miners of one coldkey in detail')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Recent outcomes and media to show of a miner')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--lookback-hours', '--lookback-hours', [CompletionResultType]::ParameterName, 'Only what came within so many hours')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--by-coldkey', '--by-coldkey', [CompletionResultType]::ParameterName, 'Group miners by coldkey')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'List the files of refused media (`STORE_FAILED_MEDIA`); needs no database')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;weights' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be set, and set nothing')
            [CompletionResult]::new('--next-epoch', '--next-epoch', [CompletionResultType]::ParameterName, 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show also the seats that get nothing for want of outcomes')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;weights' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be set, and set nothing')
            [CompletionResult]::new('--next-epoch', '--next-epoch', [CompletionResultType]::ParameterName, 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show also the seats that get nothing for want of outcomes')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;weights' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be set, and set nothing')
            [CompletionResult]::new('--next-epoch', '--next-epoch', [CompletionResultType]::ParameterName, 'With the scores as the next epoch would make them, were it now; the validator moves scores at epochs alone')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show also the seats that get nothing for want of outcomes')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prices' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where prices are read, instead of `LIVE_PRICES_URL`')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Read prices from their seller, and use them from now on')
            [CompletionResult]::new('--reset', '--reset', [CompletionResultType]::ParameterName, 'Forget the prices that were read, and use the pinned ones again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prices' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where prices are read, instead of `LIVE_PRICES_URL`')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Read prices from their seller, and use them from now on')
            [CompletionResult]::new('--reset', '--reset', [CompletionResultType]::ParameterName, 'Forget the prices that were read, and use the pinned ones again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prices' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where prices are read, instead of `LIVE_PRICES_URL`')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Read prices from their seller, and use them from now on')
            [CompletionResult]::new('--reset', '--reset', [CompletionResultType]::ParameterName, 'Forget the prices that were read, and use the pinned ones again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;info' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;uploads' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Upload now what would be uploaded at the next check, and wait for it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;uploads' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Upload now what would be uploaded at the next check, and wait for it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;uploads' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Newest batches to show')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'Upload now what would be uploaded at the next check, and wait for it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;import-db' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Copy the files of media')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would come')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;import-db' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Copy the files of media')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would come')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;import-db' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--link', '--link', [CompletionResultType]::ParameterName, 'Share the files of media with the folder that they are in; fail where they cannot be. By default they are copied then')
            [CompletionResult]::new('--copy', '--copy', [CompletionResultType]::ParameterName, 'Copy the files of media')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would come')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prune' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would go')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prune' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would go')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prune' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would go')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;backup' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Without FILE: so many that were asked for stay, the newest')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;backup' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Without FILE: so many that were asked for stay, the newest')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;backup' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Without FILE: so many that were asked for stay, the newest')
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;restore' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;restore' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;restore' {
            [CompletionResult]::new('--cache-dir', '--cache-dir', [CompletionResultType]::ParameterName, 'Folder of the store, instead of what the configuration says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;validator;prompts;import' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'What the prompts are for')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What the file is; without it, what the end of its name says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Leave out what would be refused of composed prompts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts;list' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'Show whole prompts, not only their beginnings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts;stats' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write them')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts;generate' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'For images or for videos')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The same seed gives the same prompts; without it, others each time')
            [CompletionResult]::new('--register', '--register', [CompletionResultType]::ParameterName, 'Only this look, such as `dashcam`')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'Only this length: short, medium or long')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Add them to the pool of the store instead of printing them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;prompts;help' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;validator;prompts;help;import' {
            break
        }
        'gascli;validator;prompts;help;list' {
            break
        }
        'gascli;validator;prompts;help;stats' {
            break
        }
        'gascli;validator;prompts;help;export' {
            break
        }
        'gascli;validator;prompts;help;generate' {
            break
        }
        'gascli;validator;prompts;help;help' {
            break
        }
        'gascli;vali;prompts' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;vali;prompts;import' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'What the prompts are for')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What the file is; without it, what the end of its name says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Leave out what would be refused of composed prompts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prompts;list' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'Show whole prompts, not only their beginnings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prompts;stats' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prompts;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write them')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prompts;generate' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'For images or for videos')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The same seed gives the same prompts; without it, others each time')
            [CompletionResult]::new('--register', '--register', [CompletionResultType]::ParameterName, 'Only this look, such as `dashcam`')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'Only this length: short, medium or long')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Add them to the pool of the store instead of printing them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;prompts;help' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;vali;prompts;help;import' {
            break
        }
        'gascli;vali;prompts;help;list' {
            break
        }
        'gascli;vali;prompts;help;stats' {
            break
        }
        'gascli;vali;prompts;help;export' {
            break
        }
        'gascli;vali;prompts;help;generate' {
            break
        }
        'gascli;vali;prompts;help;help' {
            break
        }
        'gascli;v;prompts' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;v;prompts;import' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'What the prompts are for')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Column that holds the prompts; without it, one that is called prompt, text, caption, content or description')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What the file is; without it, what the end of its name says')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Leave out what would be refused of composed prompts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prompts;list' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Prompts to show')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'Show whole prompts, not only their beginnings')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prompts;stats' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'End with 1 if a limit of the audit is broken, with 2 if there are too few prompts to judge')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prompts;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write them')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'New file to write, instead of stdout')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only those for images, or for videos')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--unused', '--unused', [CompletionResultType]::ParameterName, 'Only those that were in no challenge yet')
            [CompletionResult]::new('--retired', '--retired', [CompletionResultType]::ParameterName, 'Also those that are drawn no more')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prompts;generate' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Prompts to compose')
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'For images or for videos')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The same seed gives the same prompts; without it, others each time')
            [CompletionResult]::new('--register', '--register', [CompletionResultType]::ParameterName, 'Only this look, such as `dashcam`')
            [CompletionResult]::new('--length', '--length', [CompletionResultType]::ParameterName, 'Only this length: short, medium or long')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Add them to the pool of the store instead of printing them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;prompts;help' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;v;prompts;help;import' {
            break
        }
        'gascli;v;prompts;help;list' {
            break
        }
        'gascli;v;prompts;help;stats' {
            break
        }
        'gascli;v;prompts;help;export' {
            break
        }
        'gascli;v;prompts;help;generate' {
            break
        }
        'gascli;v;prompts;help;help' {
            break
        }
        'gascli;validator;delete' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;vali;delete' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;v;delete' {
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service of the validator')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;validator;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;validator;help;init' {
            break
        }
        'gascli;validator;help;start' {
            break
        }
        'gascli;validator;help;stop' {
            break
        }
        'gascli;validator;help;restart' {
            break
        }
        'gascli;validator;help;status' {
            break
        }
        'gascli;validator;help;miner-stats' {
            break
        }
        'gascli;validator;help;weights' {
            break
        }
        'gascli;validator;help;prices' {
            break
        }
        'gascli;validator;help;logs' {
            break
        }
        'gascli;validator;help;info' {
            break
        }
        'gascli;validator;help;uploads' {
            break
        }
        'gascli;validator;help;import-db' {
            break
        }
        'gascli;validator;help;prune' {
            break
        }
        'gascli;validator;help;backup' {
            break
        }
        'gascli;validator;help;restore' {
            break
        }
        'gascli;validator;help;prompts' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            break
        }
        'gascli;validator;help;prompts;import' {
            break
        }
        'gascli;validator;help;prompts;list' {
            break
        }
        'gascli;validator;help;prompts;stats' {
            break
        }
        'gascli;validator;help;prompts;export' {
            break
        }
        'gascli;validator;help;prompts;generate' {
            break
        }
        'gascli;validator;help;delete' {
            break
        }
        'gascli;validator;help;help' {
            break
        }
        'gascli;vali;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;vali;help;init' {
            break
        }
        'gascli;vali;help;start' {
            break
        }
        'gascli;vali;help;stop' {
            break
        }
        'gascli;vali;help;restart' {
            break
        }
        'gascli;vali;help;status' {
            break
        }
        'gascli;vali;help;miner-stats' {
            break
        }
        'gascli;vali;help;weights' {
            break
        }
        'gascli;vali;help;prices' {
            break
        }
        'gascli;vali;help;logs' {
            break
        }
        'gascli;vali;help;info' {
            break
        }
        'gascli;vali;help;uploads' {
            break
        }
        'gascli;vali;help;import-db' {
            break
        }
        'gascli;vali;help;prune' {
            break
        }
        'gascli;vali;help;backup' {
            break
        }
        'gascli;vali;help;restore' {
            break
        }
        'gascli;vali;help;prompts' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            break
        }
        'gascli;vali;help;prompts;import' {
            break
        }
        'gascli;vali;help;prompts;list' {
            break
        }
        'gascli;vali;help;prompts;stats' {
            break
        }
        'gascli;vali;help;prompts;export' {
            break
        }
        'gascli;vali;help;prompts;generate' {
            break
        }
        'gascli;vali;help;delete' {
            break
        }
        'gascli;vali;help;help' {
            break
        }
        'gascli;v;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;v;help;init' {
            break
        }
        'gascli;v;help;start' {
            break
        }
        'gascli;v;help;stop' {
            break
        }
        'gascli;v;help;restart' {
            break
        }
        'gascli;v;help;status' {
            break
        }
        'gascli;v;help;miner-stats' {
            break
        }
        'gascli;v;help;weights' {
            break
        }
        'gascli;v;help;prices' {
            break
        }
        'gascli;v;help;logs' {
            break
        }
        'gascli;v;help;info' {
            break
        }
        'gascli;v;help;uploads' {
            break
        }
        'gascli;v;help;import-db' {
            break
        }
        'gascli;v;help;prune' {
            break
        }
        'gascli;v;help;backup' {
            break
        }
        'gascli;v;help;restore' {
            break
        }
        'gascli;v;help;prompts' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            break
        }
        'gascli;v;help;prompts;import' {
            break
        }
        'gascli;v;help;prompts;list' {
            break
        }
        'gascli;v;help;prompts;stats' {
            break
        }
        'gascli;v;help;prompts;export' {
            break
        }
        'gascli;v;help;prompts;generate' {
            break
        }
        'gascli;v;help;delete' {
            break
        }
        'gascli;v;help;help' {
            break
        }
        'gascli;discriminator' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('push-discriminator', 'push-discriminator', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('perf', 'perf', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('benchmark', 'benchmark', [CompletionResultType]::ParameterValue, 'Run the network''s benchmark, `gasbench`, on this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;d' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('push-discriminator', 'push-discriminator', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('perf', 'perf', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('benchmark', 'benchmark', [CompletionResultType]::ParameterValue, 'Run the network''s benchmark, `gasbench`, on this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;discriminator;push' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--vertical', '--vertical', [CompletionResultType]::ParameterName, 'Competition that they enter')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Seconds between two attempts on chain, and at most between two uploads')
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'How often a step is tried that failed for a reason that may pass')
            [CompletionResult]::new('--upload-url', '--upload-url', [CompletionResultType]::ParameterName, 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the archives only; send nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;discriminator;push-discriminator' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--vertical', '--vertical', [CompletionResultType]::ParameterName, 'Competition that they enter')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Seconds between two attempts on chain, and at most between two uploads')
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'How often a step is tried that failed for a reason that may pass')
            [CompletionResult]::new('--upload-url', '--upload-url', [CompletionResultType]::ParameterName, 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the archives only; send nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;d;push' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--vertical', '--vertical', [CompletionResultType]::ParameterName, 'Competition that they enter')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Seconds between two attempts on chain, and at most between two uploads')
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'How often a step is tried that failed for a reason that may pass')
            [CompletionResult]::new('--upload-url', '--upload-url', [CompletionResultType]::ParameterName, 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the archives only; send nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;d;push-discriminator' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--vertical', '--vertical', [CompletionResultType]::ParameterName, 'Competition that they enter')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Seconds between two attempts on chain, and at most between two uploads')
            [CompletionResult]::new('--attempts', '--attempts', [CompletionResultType]::ParameterName, 'How often a step is tried that failed for a reason that may pass')
            [CompletionResult]::new('--upload-url', '--upload-url', [CompletionResultType]::ParameterName, 'The upload service, instead of `GAS_UPLOAD_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the archives only; send nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before something is submitted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;discriminator;performance' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image, only video or only audio')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;discriminator;perf' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image, only video or only audio')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;d;performance' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image, only video or only audio')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;d;perf' {
            [CompletionResult]::new('--modality', '--modality', [CompletionResultType]::ParameterName, 'Only image, only video or only audio')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'The GAS API, instead of `GAS_API_URL` or the network''s own')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;discriminator;benchmark' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;d;benchmark' {
            [CompletionResult]::new('--image-model', '--image-model', [CompletionResultType]::ParameterName, 'Archive (ZIP) of the model that judges images')
            [CompletionResult]::new('--video-model', '--video-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges videos')
            [CompletionResult]::new('--audio-model', '--audio-model', [CompletionResultType]::ParameterName, 'Archive of the model that judges audio')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;discriminator;help' {
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('benchmark', 'benchmark', [CompletionResultType]::ParameterValue, 'Run the network''s benchmark, `gasbench`, on this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;discriminator;help;push' {
            break
        }
        'gascli;discriminator;help;performance' {
            break
        }
        'gascli;discriminator;help;benchmark' {
            break
        }
        'gascli;discriminator;help;help' {
            break
        }
        'gascli;d;help' {
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('benchmark', 'benchmark', [CompletionResultType]::ParameterValue, 'Run the network''s benchmark, `gasbench`, on this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;d;help;push' {
            break
        }
        'gascli;d;help;performance' {
            break
        }
        'gascli;d;help;benchmark' {
            break
        }
        'gascli;d;help;help' {
            break
        }
        'gascli;demo' {
            [CompletionResult]::new('--rounds', '--rounds', [CompletionResultType]::ParameterName, 'Challenge rounds before the weights count')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave the subnet running, so that every other command can be tried on it')
            [CompletionResult]::new('--end', '--end', [CompletionResultType]::ParameterName, 'End a subnet that was left running, and remove all of it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show step by step how a miner''s weight came about from the stored outcomes')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Compute rewards, scores and weights for given outcomes')
            [CompletionResult]::new('clip', 'clip', [CompletionResultType]::ParameterValue, 'Tell how well media show what a prompt says, as validators judge it (CLIP)')
            [CompletionResult]::new('sn34', 'sn34', [CompletionResultType]::ParameterValue, 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured')
            [CompletionResult]::new('discriminator', 'discriminator', [CompletionResultType]::ParameterValue, 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;score;explain' {
            [CompletionResult]::new('--hotkey', '--hotkey', [CompletionResultType]::ParameterName, 'Whose score')
            [CompletionResult]::new('--uid', '--uid', [CompletionResultType]::ParameterName, 'Likewise, by seat')
            [CompletionResult]::new('--at-epoch', '--at-epoch', [CompletionResultType]::ParameterName, 'The newest epoch at or before this block, instead of the last one; the last 200 epochs are kept')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The next epoch as it would be, were it now')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score;simulate' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--example', '--example', [CompletionResultType]::ParameterName, 'Print a document with every field')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score;clip' {
            [CompletionResult]::new('--prompt', '--prompt', [CompletionResultType]::ParameterName, 'What the media are to show')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'A model by its name, or the path of its folder; may be given several times')
            [CompletionResult]::new('--threshold', '--threshold', [CompletionResultType]::ParameterName, 'Similarity that is enough, -1 to 1')
            [CompletionResult]::new('--device', '--device', [CompletionResultType]::ParameterName, 'What the models run on')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score;sn34' {
            [CompletionResult]::new('--predictions', '--predictions', [CompletionResultType]::ParameterName, 'Predictions as CSV; `-` reads stdin')
            [CompletionResult]::new('--mcc', '--mcc', [CompletionResultType]::ParameterName, 'Matthews'' correlation coefficient, -1 to 1')
            [CompletionResult]::new('--brier', '--brier', [CompletionResultType]::ParameterName, 'Brier score, 0 to 1')
            [CompletionResult]::new('--augmented-mcc', '--augmented-mcc', [CompletionResultType]::ParameterName, 'The coefficient over augmented samples')
            [CompletionResult]::new('--augmented-brier', '--augmented-brier', [CompletionResultType]::ParameterName, 'The Brier score over augmented samples')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score;discriminator' {
            [CompletionResult]::new('--predictions', '--predictions', [CompletionResultType]::ParameterName, 'Predictions as CSV; `-` reads stdin')
            [CompletionResult]::new('--mcc', '--mcc', [CompletionResultType]::ParameterName, 'Matthews'' correlation coefficient, -1 to 1')
            [CompletionResult]::new('--brier', '--brier', [CompletionResultType]::ParameterName, 'Brier score, 0 to 1')
            [CompletionResult]::new('--augmented-mcc', '--augmented-mcc', [CompletionResultType]::ParameterName, 'The coefficient over augmented samples')
            [CompletionResult]::new('--augmented-brier', '--augmented-brier', [CompletionResultType]::ParameterName, 'The Brier score over augmented samples')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;score;help' {
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show step by step how a miner''s weight came about from the stored outcomes')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Compute rewards, scores and weights for given outcomes')
            [CompletionResult]::new('clip', 'clip', [CompletionResultType]::ParameterValue, 'Tell how well media show what a prompt says, as validators judge it (CLIP)')
            [CompletionResult]::new('sn34', 'sn34', [CompletionResultType]::ParameterValue, 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;score;help;explain' {
            break
        }
        'gascli;score;help;simulate' {
            break
        }
        'gascli;score;help;clip' {
            break
        }
        'gascli;score;help;sn34' {
            break
        }
        'gascli;score;help;help' {
            break
        }
        'gascli;verify-c2pa' {
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Files to check at the same time; as many as there are processors by default')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How strictly to judge')
            [CompletionResult]::new('--challenged-at', '--challenged-at', [CompletionResultType]::ParameterName, 'Check as well that files were signed for a challenge of this time: RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Fetch a manifest that a file only points at. `public` (the default) asks servers on the internet only, `any` also those of this machine and its networks. Without this option nothing is fetched')
            [CompletionResult]::new('--trust-anchors', '--trust-anchors', [CompletionResultType]::ParameterName, 'Root certificates to trust: a PEM file, or a folder of *.pem files. Else those of `GASCLI_TRUST_ANCHORS`, else built-in roots and the trust store (`gascli trust list`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show the manifest of files that pass')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print nothing but errors: the exit status is the answer')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;trust' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the certificates that the C2PA check trusts, and known ones that are missing')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Fetch the certificates that the network trusts and their publishers offer')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Trust certificates of a PEM or DER file, or out of a signed image or video')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Trust certificates of the trust store no longer')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;trust;list' {
            [CompletionResult]::new('--trust-anchors', '--trust-anchors', [CompletionResultType]::ParameterName, 'List what these files and folders would have the check trust, instead of built-in roots and trust store. Else those of `GASCLI_TRUST_ANCHORS`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;trust;update' {
            [CompletionResult]::new('--mirror', '--mirror', [CompletionResultType]::ParameterName, 'Take the files from this folder of a web server, under the names that they have at their publishers. Else from `GASCLI_TRUST_MIRROR`, else from the publishers')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Fetch and check everything, write nothing')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Also those that the network''s validators do not trust (yet): what passes for their sake is refused there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;trust;add' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Take the authority''s certificates out of this signed image, video or audio')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'Take only the certificate with this SHA-256 (64 hexadecimal digits, colons allowed), without asking')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; take also what has expired or is no authority''s')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; take also what has expired or is no authority''s')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;trust;remove' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;trust;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the certificates that the C2PA check trusts, and known ones that are missing')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Fetch the certificates that the network trusts and their publishers offer')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Trust certificates of a PEM or DER file, or out of a signed image or video')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Trust certificates of the trust store no longer')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;trust;help;list' {
            break
        }
        'gascli;trust;help;update' {
            break
        }
        'gascli;trust;help;add' {
            break
        }
        'gascli;trust;help;remove' {
            break
        }
        'gascli;trust;help;help' {
            break
        }
        'gascli;media' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('hash', 'hash', [CompletionResultType]::ParameterValue, 'Print the perceptual hash of images and films, as validators store it')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Tell whether a validator that knows one medium would refuse another as its duplicate')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;media;hash' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;media;compare' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;media;help' {
            [CompletionResult]::new('hash', 'hash', [CompletionResultType]::ParameterValue, 'Print the perceptual hash of images and films, as validators store it')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Tell whether a validator that knows one medium would refuse another as its duplicate')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;media;help;hash' {
            break
        }
        'gascli;media;help;compare' {
            break
        }
        'gascli;media;help;help' {
            break
        }
        'gascli;model' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Fetch a CLIP model from the Hugging Face hub')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that can be used')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Compare models with the hashes of the files that came here')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Take a model from a folder, for machines without network')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove models from this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;model;pull' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;model;list' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;model;verify' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;model;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the model shall be called; else as its folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;model;remove' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;model;help' {
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Fetch a CLIP model from the Hugging Face hub')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that can be used')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Compare models with the hashes of the files that came here')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Take a model from a folder, for machines without network')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove models from this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;model;help;pull' {
            break
        }
        'gascli;model;help;list' {
            break
        }
        'gascli;model;help;verify' {
            break
        }
        'gascli;model;help;add' {
            break
        }
        'gascli;model;help;remove' {
            break
        }
        'gascli;model;help;help' {
            break
        }
        'gascli;wallet' {
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all wallets and hotkeys with their keys, protection, modes and what is odd')
            [CompletionResult]::new('ls', 'ls', [CompletionResultType]::ParameterValue, 'List all wallets and hotkeys with their keys, protection, modes and what is odd')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a wallet, or one hotkey of it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a message with a hotkey')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a hotkey, with a recovery phrase that is shown once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;wallet;list' {
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;ls' {
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;show' {
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;check' {
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open encrypted hotkeys as well; each takes some seconds and 512 MiB')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;sign' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The file that holds it, byte for byte; `-` for standard input')
            [CompletionResult]::new('--hex', '--hex', [CompletionResultType]::ParameterName, 'Its bytes in hex')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--wrap', '--wrap', [CompletionResultType]::ParameterName, 'Sign the message between `<Bytes>` and `</Bytes>`, as browser wallets do: no chain takes that for a transaction')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Sign bytes that are no text, or are 32, as they are. They could be a transaction that somebody else has made: whoever has the signature can then send it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;verify' {
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The file that holds it, byte for byte; `-` for standard input')
            [CompletionResult]::new('--hex', '--hex', [CompletionResultType]::ParameterName, 'Its bytes in hex')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;new' {
            [CompletionResult]::new('--words', '--words', [CompletionResultType]::ParameterName, 'Words of the recovery phrase: 12, 15, 18, 21 or 24')
            [CompletionResult]::new('--coldkeypub', '--coldkeypub', [CompletionResultType]::ParameterName, 'Whose wallet it is: an SS58 key, or a coldkeypub.txt. Is written to the wallet''s coldkeypub.txt')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets; default: `BT_WALLET_PATH`, else `~/.bittensor/wallets`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--from-phrase', '--from-phrase', [CompletionResultType]::ParameterName, 'Make the hotkey anew from its recovery phrase, which is asked for, or read from standard input')
            [CompletionResult]::new('--seed-only', '--seed-only', [CompletionResultType]::ParameterName, 'Make it without a recovery phrase, where there is no terminal to show one on: the file is then all there is of it')
            [CompletionResult]::new('--encrypt', '--encrypt', [CompletionResultType]::ParameterName, 'Protect it with a password: that of `BT_WALLET_PASSWORD`, `BT_WALLET_PASSWORD_FILE` or the file''s own variable, else one that is typed. Daemons then need it at each start')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;wallet;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all wallets and hotkeys with their keys, protection, modes and what is odd')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a wallet, or one hotkey of it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a message with a hotkey')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a hotkey, with a recovery phrase that is shown once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;wallet;help;list' {
            break
        }
        'gascli;wallet;help;show' {
            break
        }
        'gascli;wallet;help;check' {
            break
        }
        'gascli;wallet;help;sign' {
            break
        }
        'gascli;wallet;help;verify' {
            break
        }
        'gascli;wallet;help;new' {
            break
        }
        'gascli;wallet;help;help' {
            break
        }
        'gascli;dashboard' {
            [CompletionResult]::new('--ssh', '--ssh', [CompletionResultType]::ParameterName, 'Show another machine, through ssh. gascli must be there, too')
            [CompletionResult]::new('--remote-gascli', '--remote-gascli', [CompletionResultType]::ParameterName, 'Where gascli is on that machine, if its shell does not find it')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Time between two looks, 500ms to 1m')
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'Colours; a key changes them while it runs')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only look: no key starts, stops or deletes anything')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Print one frame as text, and end: for scripts and screen readers')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'No character beyond ASCII. By itself so where the locale is not UTF-8')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`')
            [CompletionResult]::new('--utc', '--utc', [CompletionResultType]::ParameterName, 'Times in UTC')
            [CompletionResult]::new('--feed', '--feed', [CompletionResultType]::ParameterName, 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;dash' {
            [CompletionResult]::new('--ssh', '--ssh', [CompletionResultType]::ParameterName, 'Show another machine, through ssh. gascli must be there, too')
            [CompletionResult]::new('--remote-gascli', '--remote-gascli', [CompletionResultType]::ParameterName, 'Where gascli is on that machine, if its shell does not find it')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Time between two looks, 500ms to 1m')
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'Colours; a key changes them while it runs')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only look: no key starts, stops or deletes anything')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Print one frame as text, and end: for scripts and screen readers')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'No character beyond ASCII. By itself so where the locale is not UTF-8')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`')
            [CompletionResult]::new('--utc', '--utc', [CompletionResultType]::ParameterName, 'Times in UTC')
            [CompletionResult]::new('--feed', '--feed', [CompletionResultType]::ParameterName, 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;ui' {
            [CompletionResult]::new('--ssh', '--ssh', [CompletionResultType]::ParameterName, 'Show another machine, through ssh. gascli must be there, too')
            [CompletionResult]::new('--remote-gascli', '--remote-gascli', [CompletionResultType]::ParameterName, 'Where gascli is on that machine, if its shell does not find it')
            [CompletionResult]::new('--snapshot', '--snapshot', [CompletionResultType]::ParameterName, 'Write one frame to a file, with keys, addresses and names of hosts masked: for bug reports')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Time between two looks, 500ms to 1m')
            [CompletionResult]::new('--theme', '--theme', [CompletionResultType]::ParameterName, 'Colours; a key changes them while it runs')
            [CompletionResult]::new('--size', '--size', [CompletionResultType]::ParameterName, 'Columns and rows for `--once` and `--snapshot`; without this those of the terminal, or 120x40')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Only look: no key starts, stops or deletes anything')
            [CompletionResult]::new('--once', '--once', [CompletionResultType]::ParameterName, 'Print one frame as text, and end: for scripts and screen readers')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'Show the subnet of `gascli demo --keep`; if none runs, run one until this ends')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'No character beyond ASCII. By itself so where the locale is not UTF-8')
            [CompletionResult]::new('--no-color', '--no-color', [CompletionResultType]::ParameterName, 'No colours. By itself so with `NO_COLOR`, and where TERM is `dumb`')
            [CompletionResult]::new('--utc', '--utc', [CompletionResultType]::ParameterName, 'Times in UTC')
            [CompletionResult]::new('--feed', '--feed', [CompletionResultType]::ParameterName, 'Tell facts and take wishes as lines of JSON: what `--ssh` starts on the other machine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;status' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 also when a service is down')
            [CompletionResult]::new('--usage', '--usage', [CompletionResultType]::ParameterName, 'Show what all processes of each use, and the GPUs')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;ps' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 also when a service is down')
            [CompletionResult]::new('--usage', '--usage', [CompletionResultType]::ParameterName, 'Show what all processes of each use, and the GPUs')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--tail', '--tail', [CompletionResultType]::ParameterName, 'Show the last N matching lines of each service, or `all` [default: 50, but all with --since, --until, --run, --grep or --level]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what came since a time, such as `10m`, `2h30m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Show what came until a time, written like that of --since')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show lines that match a regular expression; `(?i)` in front ignores case')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show lines that name this level or a graver one')
            [CompletionResult]::new('--run', '--run', [CompletionResultType]::ParameterName, 'Show one run of the service: `current`, `previous` or its number')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Show only what went to stdout')
            [CompletionResult]::new('--err', '--err', [CompletionResultType]::ParameterName, 'Show only what went to stderr')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the bytes as the service wrote them, with nothing in front')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Delete what services have written so far; they may go on running, and `--follow` goes on showing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;logs;clear' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Clear every log')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be deleted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;logs;help' {
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Delete what services have written so far; they may go on running, and `--follow` goes on showing')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;logs;help;clear' {
            break
        }
        'gascli;logs;help;help' {
            break
        }
        'gascli;events' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Show the last N [default: 50, but all with --since]')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Show the last N [default: 50, but all with --since]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what happened since a time, such as `10m`, `14:05` or `2026-01-31T14:05:00Z`')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Show events of this kind, such as `crashed`; may be given more than once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep printing what comes, until Ctrl-C')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;start' {
            [CompletionResult]::new('--cwd', '--cwd', [CompletionResultType]::ParameterName, 'Working folder [default: the current one]')
            [CompletionResult]::new('--restart-policy', '--restart-policy', [CompletionResultType]::ParameterName, 'When it is started again: on-failure (the default), always, never or pm2')
            [CompletionResult]::new('--max-restarts', '--max-restarts', [CompletionResultType]::ParameterName, 'Give up after so many restarts in a row')
            [CompletionResult]::new('--restart-delay', '--restart-delay', [CompletionResultType]::ParameterName, 'Pause before the first restart; doubled with each further one')
            [CompletionResult]::new('--kill-timeout', '--kill-timeout', [CompletionResultType]::ParameterName, 'Time between the stop signal and SIGKILL')
            [CompletionResult]::new('--stop-signal', '--stop-signal', [CompletionResultType]::ParameterName, 'Signal that asks it to stop')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is ready, 30 s if no span is given')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every service')
            [CompletionResult]::new('--wanted', '--wanted', [CompletionResultType]::ParameterName, 'Every service that was started and not stopped since: after a reboot, those that ran')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;stop' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every service')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'End them with SIGKILL at once, also those that are being stopped and do not obey; they cannot tidy up')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;restart' {
            [CompletionResult]::new('--cwd', '--cwd', [CompletionResultType]::ParameterName, 'Working folder [default: the current one]')
            [CompletionResult]::new('--restart-policy', '--restart-policy', [CompletionResultType]::ParameterName, 'When it is started again: on-failure (the default), always, never or pm2')
            [CompletionResult]::new('--max-restarts', '--max-restarts', [CompletionResultType]::ParameterName, 'Give up after so many restarts in a row')
            [CompletionResult]::new('--restart-delay', '--restart-delay', [CompletionResultType]::ParameterName, 'Pause before the first restart; doubled with each further one')
            [CompletionResult]::new('--kill-timeout', '--kill-timeout', [CompletionResultType]::ParameterName, 'Time between the stop signal and SIGKILL')
            [CompletionResult]::new('--stop-signal', '--stop-signal', [CompletionResultType]::ParameterName, 'Signal that asks it to stop')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is ready, 30 s if no span is given')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every service')
            [CompletionResult]::new('--wanted', '--wanted', [CompletionResultType]::ParameterName, 'Every service that was started and not stopped since: after a reboot, those that ran')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;delete' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Every service')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Say what is wrong with the file, all at once')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every value in force, set or by default')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how services that run differ from the file; exit status 1 if any does')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Start what is new, restart what has changed, leave the rest alone')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of gascli.toml, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;config;validate' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config;show' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--origin', '--origin', [CompletionResultType]::ParameterName, 'Tell where each value comes from')
            [CompletionResult]::new('--show-values', '--show-values', [CompletionResultType]::ParameterName, 'Show the values of variables, which may be secrets')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config;diff' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config;apply' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Also stop services that the file does not define any more')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before something that runs is stopped or restarted')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before something that runs is stopped or restarted')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;config;help' {
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Say what is wrong with the file, all at once')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every value in force, set or by default')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how services that run differ from the file; exit status 1 if any does')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Start what is new, restart what has changed, leave the rest alone')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of gascli.toml, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;config;help;validate' {
            break
        }
        'gascli;config;help;show' {
            break
        }
        'gascli;config;help;diff' {
            break
        }
        'gascli;config;help;apply' {
            break
        }
        'gascli;config;help;schema' {
            break
        }
        'gascli;config;help;help' {
            break
        }
        'gascli;chain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the chain and the connection to its node are doing')
            [CompletionResult]::new('metagraph', 'metagraph', [CompletionResultType]::ParameterValue, 'List the neurons of a subnet')
            [CompletionResult]::new('neuron', 'neuron', [CompletionResultType]::ParameterValue, 'Show one neuron')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Show the weights that a neuron has set')
            [CompletionResult]::new('commitment', 'commitment', [CompletionResultType]::ParameterValue, 'Show what a hotkey has published')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;chain;status' {
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;chain;metagraph' {
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by this column; all but uid and hotkey begin with the largest')
            [CompletionResult]::new('--hotkey', '--hotkey', [CompletionResultType]::ParameterName, 'Only hotkeys that begin so')
            [CompletionResult]::new('--coldkey', '--coldkey', [CompletionResultType]::ParameterName, 'Only neurons whose coldkey begins so')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show so many at most')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--reverse', '--reverse', [CompletionResultType]::ParameterName, 'The other way round')
            [CompletionResult]::new('--validators', '--validators', [CompletionResultType]::ParameterName, 'Only neurons with a validator permit')
            [CompletionResult]::new('--miners', '--miners', [CompletionResultType]::ParameterName, 'Only neurons without one')
            [CompletionResult]::new('--served', '--served', [CompletionResultType]::ParameterName, 'Only neurons that have published an axon')
            [CompletionResult]::new('--active', '--active', [CompletionResultType]::ParameterName, 'Only neurons that set weights within the activity cutoff')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;chain;neuron' {
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;chain;weights' {
            [CompletionResult]::new('--mechanism', '--mechanism', [CompletionResultType]::ParameterName, 'Mechanism within the subnet')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show so many at most')
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--by-uid', '--by-uid', [CompletionResultType]::ParameterName, 'In order of the uid, instead of the largest first')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;chain;commitment' {
            [CompletionResult]::new('--network', '--network', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local; default: that of the environment or of the env file, else finney')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: that of the environment or of the env file, else the one that goes with the network. With a `--network` that is not the configured one it is the other way round, and the env file''s does not count')
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Read at this block, instead of the newest final one; older ones than some hundred blocks need `--network archive`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;chain;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the chain and the connection to its node are doing')
            [CompletionResult]::new('metagraph', 'metagraph', [CompletionResultType]::ParameterValue, 'List the neurons of a subnet')
            [CompletionResult]::new('neuron', 'neuron', [CompletionResultType]::ParameterValue, 'Show one neuron')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Show the weights that a neuron has set')
            [CompletionResult]::new('commitment', 'commitment', [CompletionResultType]::ParameterValue, 'Show what a hotkey has published')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;chain;help;status' {
            break
        }
        'gascli;chain;help;metagraph' {
            break
        }
        'gascli;chain;help;neuron' {
            break
        }
        'gascli;chain;help;weights' {
            break
        }
        'gascli;chain;help;commitment' {
            break
        }
        'gascli;chain;help;help' {
            break
        }
        'gascli;localnet' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a new chain with one empty subnet')
            [CompletionResult]::new('register', 'register', [CompletionResultType]::ParameterValue, 'Give a hotkey a seat, or change what is given of one that has a seat')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Put the neurons of a JSON file in place of a subnet''s')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a subnet''s rules and neurons')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;localnet;create' {
            [CompletionResult]::new('--block-time', '--block-time', [CompletionResultType]::ParameterName, 'Time between two blocks, such as 12s or 500ms')
            [CompletionResult]::new('--tempo', '--tempo', [CompletionResultType]::ParameterName, 'Blocks per epoch')
            [CompletionResult]::new('--weights-rate-limit', '--weights-rate-limit', [CompletionResultType]::ParameterName, 'Blocks between two weights of one validator; 0 is unlimited')
            [CompletionResult]::new('--min-allowed-weights', '--min-allowed-weights', [CompletionResultType]::ParameterName, 'Fewest weights that a validator may set')
            [CompletionResult]::new('--max-weights-limit', '--max-weights-limit', [CompletionResultType]::ParameterName, 'Largest share of one weight, of 65535')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;localnet;register' {
            [CompletionResult]::new('--stake', '--stake', [CompletionResultType]::ParameterName, 'Stake in TAO')
            [CompletionResult]::new('--permit', '--permit', [CompletionResultType]::ParameterName, 'Let it set weights, or not (`--permit=false`), whatever its stake. `--permit=auto` leaves it to the stake again, as it is without this: permits go to the largest stakes at each epoch, also to miners that have earned some')
            [CompletionResult]::new('--axon', '--axon', [CompletionResultType]::ParameterName, 'Where it can be reached, such as 127.0.0.1:8091')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--new', '--new', [CompletionResultType]::ParameterName, 'Make the hotkey WALLET/HOTKEY first, in the wallet folder and without a password')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;localnet;import' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;localnet;set' {
            [CompletionResult]::new('--tempo', '--tempo', [CompletionResultType]::ParameterName, 'Blocks per epoch')
            [CompletionResult]::new('--weights-rate-limit', '--weights-rate-limit', [CompletionResultType]::ParameterName, 'Blocks between two weights of one validator; 0 is unlimited')
            [CompletionResult]::new('--min-allowed-weights', '--min-allowed-weights', [CompletionResultType]::ParameterName, 'Fewest weights that a validator may set')
            [CompletionResult]::new('--max-weights-limit', '--max-weights-limit', [CompletionResultType]::ParameterName, 'Largest share of one weight, of 65535')
            [CompletionResult]::new('--weights-version', '--weights-version', [CompletionResultType]::ParameterName, 'Lowest version key that is accepted; 0 accepts any')
            [CompletionResult]::new('--stake-threshold', '--stake-threshold', [CompletionResultType]::ParameterName, 'Stake that setting weights takes')
            [CompletionResult]::new('--activity-cutoff', '--activity-cutoff', [CompletionResultType]::ParameterName, 'Blocks after which a validator that sets no weights loses its say')
            [CompletionResult]::new('--immunity-period', '--immunity-period', [CompletionResultType]::ParameterName, 'Blocks for which a new seat cannot be taken away')
            [CompletionResult]::new('--max-uids', '--max-uids', [CompletionResultType]::ParameterName, 'Seats; in a full subnet a new neuron takes the worst one')
            [CompletionResult]::new('--max-validators', '--max-validators', [CompletionResultType]::ParameterName, 'Validator permits; the largest stakes get them, where `register --permit` has not decided')
            [CompletionResult]::new('--kappa', '--kappa', [CompletionResultType]::ParameterName, 'Share of stake, of 65535, that a weight needs behind it to count')
            [CompletionResult]::new('--bonds-moving-average', '--bonds-moving-average', [CompletionResultType]::ParameterName, 'How much of a bond stays from one epoch to the next, of 1000000')
            [CompletionResult]::new('--bonds-penalty', '--bonds-penalty', [CompletionResultType]::ParameterName, 'How far weights above the consensus lower bonds, of 65535')
            [CompletionResult]::new('--yuma3', '--yuma3', [CompletionResultType]::ParameterName, 'Whether bonds are those of Yuma 3')
            [CompletionResult]::new('--registration', '--registration', [CompletionResultType]::ParameterName, 'Whether new hotkeys get seats')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Hotkey of the owner, who needs neither stake nor permit and keeps its seat: SS58, path of a hotkey file or WALLET/HOTKEY')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;localnet;show' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'Ledger file; default: that of `BT_CHAIN_ENDPOINT=local:PATH`, else one in the state folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Subnet; default: `BT_NETUID`, `NETUID`, else the only one of the ledger (34 for a new one)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;localnet;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a new chain with one empty subnet')
            [CompletionResult]::new('register', 'register', [CompletionResultType]::ParameterValue, 'Give a hotkey a seat, or change what is given of one that has a seat')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Put the neurons of a JSON file in place of a subnet''s')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a subnet''s rules and neurons')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;localnet;help;create' {
            break
        }
        'gascli;localnet;help;register' {
            break
        }
        'gascli;localnet;help;import' {
            break
        }
        'gascli;localnet;help;set' {
            break
        }
        'gascli;localnet;help;show' {
            break
        }
        'gascli;localnet;help;help' {
            break
        }
        'gascli;notify' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the channels of `gascli.toml` and how they have fared')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Send a test message through a channel, or through all, and say what came back')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;notify;list' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;notify;test' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;notify;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the channels of `gascli.toml` and how they have fared')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Send a test message through a channel, or through all, and say what came back')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;notify;help;list' {
            break
        }
        'gascli;notify;help;test' {
            break
        }
        'gascli;notify;help;help' {
            break
        }
        'gascli;metrics' {
            [CompletionResult]::new('--textfile', '--textfile', [CompletionResultType]::ParameterName, 'Write to this file instead, for the textfile collector of Prometheus'' node exporter')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Keep writing, so often')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Serve `/metrics` on this address of this machine, such as 127.0.0.1:9185, until Ctrl-C')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;info' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;import' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('pm2', 'pm2', [CompletionResultType]::ParameterValue, 'Take over the processes of PM2')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;import;pm2' {
            [CompletionResult]::new('--dump', '--dump', [CompletionResultType]::ParameterName, 'Read a dump instead of asking PM2; `-` reads standard input')
            [CompletionResult]::new('--pm2', '--pm2', [CompletionResultType]::ParameterName, 'PM2''s program')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'When services are started again: as PM2 did, or by gascli''s own rules')
            [CompletionResult]::new('--settle', '--settle', [CompletionResultType]::ParameterName, 'How long each must run here before the next is taken over')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show the plan')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--keep-in-pm2', '--keep-in-pm2', [CompletionResultType]::ParameterName, 'Leave the processes in PM2''s list, stopped')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;import;help' {
            [CompletionResult]::new('pm2', 'pm2', [CompletionResultType]::ParameterValue, 'Take over the processes of PM2')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;import;help;pm2' {
            break
        }
        'gascli;import;help;help' {
            break
        }
        'gascli;startup' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Have services started when the machine starts, without a login, and ended gracefully when it goes down')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take the unit away again. Linger stays as it is')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Prove that services would be started: the unit, its manager, and each service by itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;startup;install' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'As root: in root''s own systemd instead of the machine''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;startup;remove' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'As root: in root''s own systemd instead of the machine''s')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;startup;status' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'As root: in root''s own systemd instead of the machine''s')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;startup;help' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Have services started when the machine starts, without a login, and ended gracefully when it goes down')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take the unit away again. Linger stays as it is')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Prove that services would be started: the unit, its manager, and each service by itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;startup;help;install' {
            break
        }
        'gascli;startup;help;remove' {
            break
        }
        'gascli;startup;help;status' {
            break
        }
        'gascli;startup;help;help' {
            break
        }
        'gascli;save' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;resurrect' {
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until they are ready, 30 s if no span is given')
            [CompletionResult]::new('--after-network', '--after-network', [CompletionResultType]::ParameterName, 'Wait first until this machine has a way into a network, but no longer than this; then go on in any case')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;self-update' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Manifest of a release, or with --sha256 the program itself: an address or a path')
            [CompletionResult]::new('--public-key', '--public-key', [CompletionResultType]::ParameterName, 'Key of minisign that must have signed the manifest, instead of the configured one')
            [CompletionResult]::new('--sha256', '--sha256', [CompletionResultType]::ParameterName, 'Hash that the program must have; then --from is the program itself, and no signature is needed')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'How long services are watched afterwards; `0s` does not')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Only tell whether there is a newer version')
            [CompletionResult]::new('--rollback', '--rollback', [CompletionResultType]::ParameterName, 'Go back to the version that the last update replaced')
            [CompletionResult]::new('--no-restart', '--no-restart', [CompletionResultType]::ParameterName, 'Leave daemons of gascli as they are; each takes the new version with its next start')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done. The manifest is fetched for that')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Put the script where your shell looks for it')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take away what `install` has put there, our lines in start files included')
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the script of a shell, to be put anywhere')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show which shells complete gascli; exit status 1 if yours does not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;completions;install' {
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'For which shell, instead of the one that SHELL names')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--edit-rc', '--edit-rc', [CompletionResultType]::ParameterName, 'Add a marked block of lines to the shell''s start file too, where there is none')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;completions;uninstall' {
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'For which shell, instead of the one that SHELL names')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;completions;print' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--static', '--static', [CompletionResultType]::ParameterName, 'Print a script of fixed words instead, which asks nobody and knows no service')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;completions;status' {
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Which shell is yours, instead of the one that SHELL names')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;completions;help' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Put the script where your shell looks for it')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take away what `install` has put there, our lines in start files included')
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the script of a shell, to be put anywhere')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show which shells complete gascli; exit status 1 if yours does not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;completions;help;install' {
            break
        }
        'gascli;completions;help;uninstall' {
            break
        }
        'gascli;completions;help;print' {
            break
        }
        'gascli;completions;help;status' {
            break
        }
        'gascli;completions;help;help' {
            break
        }
        'gascli;daemon' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start it, unless it runs. Other commands do so by themselves')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show its process and those of its shims')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Make it go on as another version of this program. Services, their pids and their logs do not notice')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop it. Services live on, with their logs and restarts')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;daemon;start' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;daemon;run' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;daemon;status' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;daemon;upgrade' {
            [CompletionResult]::new('--program', '--program', [CompletionResultType]::ParameterName, 'The program that it becomes; without this, the one that runs this command')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;daemon;stop' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--with-services', '--with-services', [CompletionResultType]::ParameterName, 'Stop every service first')
            [CompletionResult]::new('--keep-wanted', '--keep-wanted', [CompletionResultType]::ParameterName, 'They stay wanted: `gascli resurrect` starts them again. For the end of a machine or a container')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;daemon;help' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start it, unless it runs. Other commands do so by themselves')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show its process and those of its shims')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Make it go on as another version of this program. Services, their pids and their logs do not notice')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop it. Services live on, with their logs and restarts')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;daemon;help;start' {
            break
        }
        'gascli;daemon;help;run' {
            break
        }
        'gascli;daemon;help;status' {
            break
        }
        'gascli;daemon;help;upgrade' {
            break
        }
        'gascli;daemon;help;stop' {
            break
        }
        'gascli;daemon;help;help' {
            break
        }
        'gascli;run' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('generator', 'generator', [CompletionResultType]::ParameterValue, 'The GAS miner')
            [CompletionResult]::new('validator', 'validator', [CompletionResultType]::ParameterValue, 'The GAS validator')
            [CompletionResult]::new('data', 'data', [CompletionResultType]::ParameterValue, 'The data service of the GAS validator: uploads media, and removes what was uploaded')
            [CompletionResult]::new('generation', 'generation', [CompletionResultType]::ParameterValue, 'The generation service of the GAS validator: keeps the pool of prompts filled')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;run;generator' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--allow-private-webhooks', '--allow-private-webhooks', [CompletionResultType]::ParameterName, 'Post results also to loopback, link-local and private addresses, where validators on this machine or in this network are')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;run;validator' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--challenge-every', '--challenge-every', [CompletionResultType]::ParameterName, 'Time between two challenge rounds, such as `22m`, instead of blocks')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--store-failed-media', '--store-failed-media', [CompletionResultType]::ParameterName, 'Keep refused media too, below `failed_media` in the store''s folder')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;run;data' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;run;generation' {
            [CompletionResult]::new('--env-file', '--env-file', [CompletionResultType]::ParameterName, 'Env file to read, instead of the one in the current folder or the config folder')
            [CompletionResult]::new('--netuid', '--netuid', [CompletionResultType]::ParameterName, 'Number of the subnet')
            [CompletionResult]::new('--chain-endpoint', '--chain-endpoint', [CompletionResultType]::ParameterName, 'Chain: `local:PATH`, `ws://` or `wss://` addresses (several are separated by commas), or finney, archive, test, dev or local')
            [CompletionResult]::new('--wallet-path', '--wallet-path', [CompletionResultType]::ParameterName, 'Folder of all wallets')
            [CompletionResult]::new('--wallet-name', '--wallet-name', [CompletionResultType]::ParameterName, 'Wallet')
            [CompletionResult]::new('--wallet-hotkey', '--wallet-hotkey', [CompletionResultType]::ParameterName, 'Hotkey within the wallet')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Name under which the daemon tells its state; the supervisor sets it (`GASCLI_SERVICE`)')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour: by itself on terminals alone; `NO_COLOR`, `CLICOLOR_FORCE` and `GASCLI_COLOR` are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON instead of text')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Ask nothing: fail instead, and say which flag answers')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'gascli;run;help' {
            [CompletionResult]::new('generator', 'generator', [CompletionResultType]::ParameterValue, 'The GAS miner')
            [CompletionResult]::new('validator', 'validator', [CompletionResultType]::ParameterValue, 'The GAS validator')
            [CompletionResult]::new('data', 'data', [CompletionResultType]::ParameterValue, 'The data service of the GAS validator: uploads media, and removes what was uploaded')
            [CompletionResult]::new('generation', 'generation', [CompletionResultType]::ParameterValue, 'The generation service of the GAS validator: keeps the pool of prompts filled')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;run;help;generator' {
            break
        }
        'gascli;run;help;validator' {
            break
        }
        'gascli;run;help;data' {
            break
        }
        'gascli;run;help;generation' {
            break
        }
        'gascli;run;help;help' {
            break
        }
        'gascli;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner or a validator: ask, write its env file, check it')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check everything that a node needs, and say how to mend it')
            [CompletionResult]::new('generator', 'generator', [CompletionResultType]::ParameterValue, 'Run a GAS miner: make images and videos for validators')
            [CompletionResult]::new('validator', 'validator', [CompletionResultType]::ParameterValue, 'Run a GAS validator: challenge miners, check what they deliver, set weights')
            [CompletionResult]::new('discriminator', 'discriminator', [CompletionResultType]::ParameterValue, 'Enter a GAS discriminator: push models, see how they do')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Run a whole GAS subnet on this machine: no account, no key, no network')
            [CompletionResult]::new('score', 'score', [CompletionResultType]::ParameterValue, 'Show and compute how scores and weights come about')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does: what a validator would say of them')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Manage the certificates that the C2PA check trusts')
            [CompletionResult]::new('media', 'media', [CompletionResultType]::ParameterValue, 'Show what images look like to the network, and whether two are taken for one')
            [CompletionResult]::new('model', 'model', [CompletionResultType]::ParameterValue, 'Fetch, list and check the models that tell whether pictures show what was asked for')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'List, check and make hotkeys; sign with them')
            [CompletionResult]::new('dashboard', 'dashboard', [CompletionResultType]::ParameterValue, 'Watch and steer everything on one screen')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'List every supervised service')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show what services have written')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Show what happened to services: starts, crashes, broken rules')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start services; success also when they run')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop services and wait until nothing of them runs')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Stop services, if they run, and start them')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop services and forget them, their logs included')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Check, show and apply gascli.toml')
            [CompletionResult]::new('chain', 'chain', [CompletionResultType]::ParameterValue, 'Look at a chain: who sits where, who earns what, how its node is doing')
            [CompletionResult]::new('localnet', 'localnet', [CompletionResultType]::ParameterValue, 'Make and edit a chain in a file, to try nodes without a network')
            [CompletionResult]::new('notify', 'notify', [CompletionResultType]::ParameterValue, 'Tell operators what happens, by webhook or program')
            [CompletionResult]::new('metrics', 'metrics', [CompletionResultType]::ParameterValue, 'Print services, GPUs and the machine for Prometheus')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show versions, folders and the machine: one block for a bug report, without secrets')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over services from another process manager')
            [CompletionResult]::new('startup', 'startup', [CompletionResultType]::ParameterValue, 'Start services when the machine starts')
            [CompletionResult]::new('save', 'save', [CompletionResultType]::ParameterValue, 'Show what will be started at the next boot, and that it is safe on the disk')
            [CompletionResult]::new('resurrect', 'resurrect', [CompletionResultType]::ParameterValue, 'Start what ran before a reboot; never what runs already')
            [CompletionResult]::new('self-update', 'self-update', [CompletionResultType]::ParameterValue, 'Replace this program by a newer version, and go back if services suffer')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Completion of commands, services, wallets and models by the TAB key')
            [CompletionResult]::new('daemon', 'daemon', [CompletionResultType]::ParameterValue, 'The supervisor itself')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a daemon in the foreground, as the supervisor does')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gascli;help;init' {
            break
        }
        'gascli;help;doctor' {
            break
        }
        'gascli;help;generator' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a miner: ask, write `.env.gen_miner` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the miner under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the miner: tasks in work get a grace, others are parked')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the miner and start it anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the miner is: the process, its tasks, what it has spent, services and models that rest')
            [CompletionResult]::new('price', 'price', [CompletionResultType]::ParameterValue, 'Compare what each service, model and resolution costs with what it earns')
            [CompletionResult]::new('webhooks', 'webhooks', [CompletionResultType]::ParameterValue, 'Show what came of deliveries, by validator and day')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show what validators and the benchmark found of this miner''s media')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the miner''s log')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet, the services and the running daemon')
            [CompletionResult]::new('verify-c2pa', 'verify-c2pa', [CompletionResultType]::ParameterValue, 'Check the C2PA provenance of files as the network does; the same as `gascli verify-c2pa`')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the miner and forget the service, its log included. Tasks and results stay')
            break
        }
        'gascli;help;generator;init' {
            break
        }
        'gascli;help;generator;start' {
            break
        }
        'gascli;help;generator;stop' {
            break
        }
        'gascli;help;generator;restart' {
            break
        }
        'gascli;help;generator;status' {
            break
        }
        'gascli;help;generator;price' {
            break
        }
        'gascli;help;generator;webhooks' {
            break
        }
        'gascli;help;generator;performance' {
            break
        }
        'gascli;help;generator;logs' {
            break
        }
        'gascli;help;generator;info' {
            break
        }
        'gascli;help;generator;verify-c2pa' {
            break
        }
        'gascli;help;generator;delete' {
            break
        }
        'gascli;help;validator' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Set up a validator: ask, write `.env.validator` with all settings and their explanations, check it')
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Check the configuration, then start the validator''s services under supervision')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop the validator''s services')
            [CompletionResult]::new('restart', 'restart', [CompletionResultType]::ParameterValue, 'Check the configuration, then stop the validator''s services and start them anew')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the validator''s services are, what became of its challenges, and how it answered deliveries')
            [CompletionResult]::new('miner-stats', 'miner-stats', [CompletionResultType]::ParameterValue, 'Show what the validator''s database, or a Python validator''s, says about miners')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Set weights from the scores as they stand, or show what would be set and why')
            [CompletionResult]::new('prices', 'prices', [CompletionResultType]::ParameterValue, 'Show what a second of video counts by model, and read newer prices')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the logs of the validator''s services, merged by time')
            [CompletionResult]::new('info', 'info', [CompletionResultType]::ParameterValue, 'Show the configuration with the origin of every value, the wallet and the running daemon')
            [CompletionResult]::new('uploads', 'uploads', [CompletionResultType]::ParameterValue, 'Show which media wait for an upload and how far each batch has come; `--now` uploads')
            [CompletionResult]::new('import-db', 'import-db', [CompletionResultType]::ParameterValue, 'Take over the prompts, media and outcomes of a Python validator')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Remove what is too old or too much, as the validator does by itself')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the database, also while the validator runs')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup in the place of the database; what was there is kept')
            [CompletionResult]::new('prompts', 'prompts', [CompletionResultType]::ParameterValue, 'Import, list, audit, export and compose prompts')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Stop the validator''s services and forget them, their logs included. Outcomes and scores stay')
            break
        }
        'gascli;help;validator;init' {
            break
        }
        'gascli;help;validator;start' {
            break
        }
        'gascli;help;validator;stop' {
            break
        }
        'gascli;help;validator;restart' {
            break
        }
        'gascli;help;validator;status' {
            break
        }
        'gascli;help;validator;miner-stats' {
            break
        }
        'gascli;help;validator;weights' {
            break
        }
        'gascli;help;validator;prices' {
            break
        }
        'gascli;help;validator;logs' {
            break
        }
        'gascli;help;validator;info' {
            break
        }
        'gascli;help;validator;uploads' {
            break
        }
        'gascli;help;validator;import-db' {
            break
        }
        'gascli;help;validator;prune' {
            break
        }
        'gascli;help;validator;backup' {
            break
        }
        'gascli;help;validator;restore' {
            break
        }
        'gascli;help;validator;prompts' {
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Add prompts from a text file, a CSV file or a parquet file to the pool')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the prompts of the store, the newest first')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show how many prompts there are, and how diverse they are')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the prompts of the store as text, CSV or JSON lines')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Compose prompts and print them, or add them to the pool with `--store`')
            break
        }
        'gascli;help;validator;prompts;import' {
            break
        }
        'gascli;help;validator;prompts;list' {
            break
        }
        'gascli;help;validator;prompts;stats' {
            break
        }
        'gascli;help;validator;prompts;export' {
            break
        }
        'gascli;help;validator;prompts;generate' {
            break
        }
        'gascli;help;validator;delete' {
            break
        }
        'gascli;help;discriminator' {
            [CompletionResult]::new('push', 'push', [CompletionResultType]::ParameterValue, 'Check models, submit them and register them on chain; a second run goes on where the first one stopped')
            [CompletionResult]::new('performance', 'performance', [CompletionResultType]::ParameterValue, 'Show how the submitted models do: exams, benchmarks, scores')
            [CompletionResult]::new('benchmark', 'benchmark', [CompletionResultType]::ParameterValue, 'Run the network''s benchmark, `gasbench`, on this machine')
            break
        }
        'gascli;help;discriminator;push' {
            break
        }
        'gascli;help;discriminator;performance' {
            break
        }
        'gascli;help;discriminator;benchmark' {
            break
        }
        'gascli;help;demo' {
            break
        }
        'gascli;help;score' {
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show step by step how a miner''s weight came about from the stored outcomes')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'Compute rewards, scores and weights for given outcomes')
            [CompletionResult]::new('clip', 'clip', [CompletionResultType]::ParameterValue, 'Tell how well media show what a prompt says, as validators judge it (CLIP)')
            [CompletionResult]::new('sn34', 'sn34', [CompletionResultType]::ParameterValue, 'Compute a discriminator''s score (`sn34_score`) from its predictions, or from what the benchmark measured')
            break
        }
        'gascli;help;score;explain' {
            break
        }
        'gascli;help;score;simulate' {
            break
        }
        'gascli;help;score;clip' {
            break
        }
        'gascli;help;score;sn34' {
            break
        }
        'gascli;help;verify-c2pa' {
            break
        }
        'gascli;help;trust' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the certificates that the C2PA check trusts, and known ones that are missing')
            [CompletionResult]::new('update', 'update', [CompletionResultType]::ParameterValue, 'Fetch the certificates that the network trusts and their publishers offer')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Trust certificates of a PEM or DER file, or out of a signed image or video')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Trust certificates of the trust store no longer')
            break
        }
        'gascli;help;trust;list' {
            break
        }
        'gascli;help;trust;update' {
            break
        }
        'gascli;help;trust;add' {
            break
        }
        'gascli;help;trust;remove' {
            break
        }
        'gascli;help;media' {
            [CompletionResult]::new('hash', 'hash', [CompletionResultType]::ParameterValue, 'Print the perceptual hash of images and films, as validators store it')
            [CompletionResult]::new('compare', 'compare', [CompletionResultType]::ParameterValue, 'Tell whether a validator that knows one medium would refuse another as its duplicate')
            break
        }
        'gascli;help;media;hash' {
            break
        }
        'gascli;help;media;compare' {
            break
        }
        'gascli;help;model' {
            [CompletionResult]::new('pull', 'pull', [CompletionResultType]::ParameterValue, 'Fetch a CLIP model from the Hugging Face hub')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the models that can be used')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Compare models with the hashes of the files that came here')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Take a model from a folder, for machines without network')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove models from this machine')
            break
        }
        'gascli;help;model;pull' {
            break
        }
        'gascli;help;model;list' {
            break
        }
        'gascli;help;model;verify' {
            break
        }
        'gascli;help;model;add' {
            break
        }
        'gascli;help;model;remove' {
            break
        }
        'gascli;help;wallet' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List all wallets and hotkeys with their keys, protection, modes and what is odd')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a wallet, or one hotkey of it')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check every file: content, mode, owner, and whether files agree. Exit status 1 if something is wrong')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a message with a hotkey')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a signature: exit status 0 if it is the hotkey''s over this message, 1 if not')
            [CompletionResult]::new('new', 'new', [CompletionResultType]::ParameterValue, 'Make a hotkey, with a recovery phrase that is shown once')
            break
        }
        'gascli;help;wallet;list' {
            break
        }
        'gascli;help;wallet;show' {
            break
        }
        'gascli;help;wallet;check' {
            break
        }
        'gascli;help;wallet;sign' {
            break
        }
        'gascli;help;wallet;verify' {
            break
        }
        'gascli;help;wallet;new' {
            break
        }
        'gascli;help;dashboard' {
            break
        }
        'gascli;help;status' {
            break
        }
        'gascli;help;logs' {
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Delete what services have written so far; they may go on running, and `--follow` goes on showing')
            break
        }
        'gascli;help;logs;clear' {
            break
        }
        'gascli;help;events' {
            break
        }
        'gascli;help;start' {
            break
        }
        'gascli;help;stop' {
            break
        }
        'gascli;help;restart' {
            break
        }
        'gascli;help;delete' {
            break
        }
        'gascli;help;config' {
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Say what is wrong with the file, all at once')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show every value in force, set or by default')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show how services that run differ from the file; exit status 1 if any does')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Start what is new, restart what has changed, leave the rest alone')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of gascli.toml, for editors')
            break
        }
        'gascli;help;config;validate' {
            break
        }
        'gascli;help;config;show' {
            break
        }
        'gascli;help;config;diff' {
            break
        }
        'gascli;help;config;apply' {
            break
        }
        'gascli;help;config;schema' {
            break
        }
        'gascli;help;chain' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how the chain and the connection to its node are doing')
            [CompletionResult]::new('metagraph', 'metagraph', [CompletionResultType]::ParameterValue, 'List the neurons of a subnet')
            [CompletionResult]::new('neuron', 'neuron', [CompletionResultType]::ParameterValue, 'Show one neuron')
            [CompletionResult]::new('weights', 'weights', [CompletionResultType]::ParameterValue, 'Show the weights that a neuron has set')
            [CompletionResult]::new('commitment', 'commitment', [CompletionResultType]::ParameterValue, 'Show what a hotkey has published')
            break
        }
        'gascli;help;chain;status' {
            break
        }
        'gascli;help;chain;metagraph' {
            break
        }
        'gascli;help;chain;neuron' {
            break
        }
        'gascli;help;chain;weights' {
            break
        }
        'gascli;help;chain;commitment' {
            break
        }
        'gascli;help;localnet' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a new chain with one empty subnet')
            [CompletionResult]::new('register', 'register', [CompletionResultType]::ParameterValue, 'Give a hotkey a seat, or change what is given of one that has a seat')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Put the neurons of a JSON file in place of a subnet''s')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change the rules of a subnet, from the block of this moment on. Epochs of the past are not computed again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a subnet''s rules and neurons')
            break
        }
        'gascli;help;localnet;create' {
            break
        }
        'gascli;help;localnet;register' {
            break
        }
        'gascli;help;localnet;import' {
            break
        }
        'gascli;help;localnet;set' {
            break
        }
        'gascli;help;localnet;show' {
            break
        }
        'gascli;help;notify' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the channels of `gascli.toml` and how they have fared')
            [CompletionResult]::new('test', 'test', [CompletionResultType]::ParameterValue, 'Send a test message through a channel, or through all, and say what came back')
            break
        }
        'gascli;help;notify;list' {
            break
        }
        'gascli;help;notify;test' {
            break
        }
        'gascli;help;metrics' {
            break
        }
        'gascli;help;info' {
            break
        }
        'gascli;help;import' {
            [CompletionResult]::new('pm2', 'pm2', [CompletionResultType]::ParameterValue, 'Take over the processes of PM2')
            break
        }
        'gascli;help;import;pm2' {
            break
        }
        'gascli;help;startup' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Have services started when the machine starts, without a login, and ended gracefully when it goes down')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take the unit away again. Linger stays as it is')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Prove that services would be started: the unit, its manager, and each service by itself')
            break
        }
        'gascli;help;startup;install' {
            break
        }
        'gascli;help;startup;remove' {
            break
        }
        'gascli;help;startup;status' {
            break
        }
        'gascli;help;save' {
            break
        }
        'gascli;help;resurrect' {
            break
        }
        'gascli;help;self-update' {
            break
        }
        'gascli;help;completions' {
            [CompletionResult]::new('install', 'install', [CompletionResultType]::ParameterValue, 'Put the script where your shell looks for it')
            [CompletionResult]::new('uninstall', 'uninstall', [CompletionResultType]::ParameterValue, 'Take away what `install` has put there, our lines in start files included')
            [CompletionResult]::new('print', 'print', [CompletionResultType]::ParameterValue, 'Print the script of a shell, to be put anywhere')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show which shells complete gascli; exit status 1 if yours does not')
            break
        }
        'gascli;help;completions;install' {
            break
        }
        'gascli;help;completions;uninstall' {
            break
        }
        'gascli;help;completions;print' {
            break
        }
        'gascli;help;completions;status' {
            break
        }
        'gascli;help;daemon' {
            [CompletionResult]::new('start', 'start', [CompletionResultType]::ParameterValue, 'Start it, unless it runs. Other commands do so by themselves')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run in the foreground: start what is wanted, stay until SIGTERM, then end all services gracefully. They stay wanted: the next run starts them again. For containers, also as their first process')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show its process and those of its shims')
            [CompletionResult]::new('upgrade', 'upgrade', [CompletionResultType]::ParameterValue, 'Make it go on as another version of this program. Services, their pids and their logs do not notice')
            [CompletionResult]::new('stop', 'stop', [CompletionResultType]::ParameterValue, 'Stop it. Services live on, with their logs and restarts')
            break
        }
        'gascli;help;daemon;start' {
            break
        }
        'gascli;help;daemon;run' {
            break
        }
        'gascli;help;daemon;status' {
            break
        }
        'gascli;help;daemon;upgrade' {
            break
        }
        'gascli;help;daemon;stop' {
            break
        }
        'gascli;help;run' {
            [CompletionResult]::new('generator', 'generator', [CompletionResultType]::ParameterValue, 'The GAS miner')
            [CompletionResult]::new('validator', 'validator', [CompletionResultType]::ParameterValue, 'The GAS validator')
            [CompletionResult]::new('data', 'data', [CompletionResultType]::ParameterValue, 'The data service of the GAS validator: uploads media, and removes what was uploaded')
            [CompletionResult]::new('generation', 'generation', [CompletionResultType]::ParameterValue, 'The generation service of the GAS validator: keeps the pool of prompts filled')
            break
        }
        'gascli;help;run;generator' {
            break
        }
        'gascli;help;run;validator' {
            break
        }
        'gascli;help;run;data' {
            break
        }
        'gascli;help;run;generation' {
            break
        }
        'gascli;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
