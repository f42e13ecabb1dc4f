# gascli completions: dynamic. Made by `gascli completions install`; `gascli completions uninstall` removes it.
# The program itself says what there is, asked by name: this file stays as it is when the program is replaced.
use str
set edit:completion:arg-completer[gascli] = {|@words|
  if (or (has-value $words[..-1] --) (str:has-prefix $words[-1] '~')) {
    edit:complete-filename $@words
  } else {
    try {
      env COMPLETE=elvish gascli -- $@words 2>/dev/null | each {|line|
        var value help = (str:split &max=2 "\t" $line)
        var display = $value
        if (not-eq $help '') {
          set display = $value' ('$help')'
        }
        var suffix = ' '
        if (or (str:has-suffix $value /) (str:has-suffix $value =) (str:has-suffix $value :)) {
          set suffix = ''
        }
        edit:complex-candidate $value &display=$display &code-suffix=$suffix
      }
    } catch _ { }
  }
}
