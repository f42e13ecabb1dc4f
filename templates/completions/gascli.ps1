# gascli completions: dynamic. Printed by `gascli completions print powershell`.
# The program itself says what there is, asked by name: this stays as it is when the program is replaced.
Register-ArgumentCompleter -Native -CommandName gascli -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # Words are taken as they are written: nothing in them is run.
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    $before = $env:COMPLETE
    $env:COMPLETE = 'powershell'
    try {
        # An empty argument would be dropped by older versions, so the last one begins with a sign.
        $found = @(& gascli -- @words "=$wordToComplete" 2>$null)
    } catch {
        $found = @()
    } finally {
        $env:COMPLETE = $before
    }
    $found | ForEach-Object {
        $value, $help = $_.Split("`t", 2)
        if (-not $help) { $help = $value }
        $text = $value
        if ($value -match '[^\w./:=@,+-]') { $text = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $help)
    }
}
