# gascli completions: dynamic. Made by `gascli completions install`; `gascli completions uninstall` removes it.
# The program itself says what there is, asked by name: this file stays as it is when the program is replaced.
complete --command gascli --condition 'not contains -- -- (commandline -opc)' --no-files --keep-order --arguments '(COMPLETE=fish command gascli -- (commandline -opc) (commandline -ct) 2>/dev/null)'
# A command of the user's own follows `--`.
complete --command gascli --condition 'contains -- -- (commandline -opc)' --force-files
