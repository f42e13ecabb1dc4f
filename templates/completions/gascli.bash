# gascli completions: dynamic. Made by `gascli completions install`; `gascli completions uninstall` removes it.
# The program itself says what there is, asked by name: this file stays as it is when the program is replaced.
_gascli() {
    local line word
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word == -- ]]; then # a command of the user's own follows
            compopt -o default 2>/dev/null
            return
        fi
    done
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(COMPLETE=bash command gascli -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o nosort -F _gascli gascli 2>/dev/null || complete -F _gascli gascli
