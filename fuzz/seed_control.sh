#!/bin/sh
# Fills corpus/control with one message of each kind.
set -eu
corpus="$(dirname "$0")/corpus/control"
mkdir -p "$corpus"
number=0
while IFS= read -r line; do
    number=$((number + 1))
    printf '%s\n' "$line" > "$corpus/seed$number"
done <<'MESSAGES'
{"schema":"gascli/1","op":"status"}
{"schema":"gascli/1","op":"usage"}
{"schema":"gascli/1","op":"info"}
{"schema":"gascli/1","op":"quit"}
{"schema":"gascli/1","op":"stop","name":"a"}
{"schema":"gascli/1","op":"kill","name":"a"}
{"schema":"gascli/1","op":"delete","name":"sn34-validator"}
{"schema":"gascli/1","op":"spec","name":"a.b_c-d"}
{"schema":"gascli/1","op":"upgrade","program":"/bin/gascli"}
{"schema":"gascli/1","op":"start","spec":{"name":"a","command":["sleep","100"],"cwd":"/","restart":{"policy":"on-failure","max_restarts":null,"delay":{"secs":1,"nanos":0},"longest_delay":{"secs":300,"nanos":0},"stable_after":{"secs":600,"nanos":0}},"stop":{"signal":"SIGTERM","kill_timeout":{"secs":30,"nanos":0},"kill":"group"},"logs":{"segment_bytes":67108864,"total_bytes":1073741824},"readiness":"running"},"environment":{"variables":{"PATH":"/bin"},"set":{},"umask":18},"anew":false,"wait_ready_ms":null}
{"op":"ready"}
{"op":"watch"}
{"op":"kill"}
{"op":"restart","reason":"limit","counts":true}
{"schema":"gascli/1","tells":"failed","message":"no"}
{"schema":"gascli/1","tells":"state","shim_pid":7,"file":{"status":{"name":"a","state":"waiting-restart","pid":null,"reason":"exit 1","started_at_ms":5,"last_exit":{"code":null,"signal":9,"at_ms":6,"oom":true},"cpu_percent":0.1},"child":{"pid":8,"start_ticks":9,"boot_id":"b"},"boot_id":"b"}}
{"schema":"gascli/1","answer":"services","services":[]}
{"schema":"gascli/1","answer":"refused","code":"busy","message":"too many clients","name":null}
{"schema":"gascli/1","answer":"info","info":{"pid":1,"version":"0.1.0","started_at_ms":1,"shims":{"a":2},"containment":{"way":"sweep","why":"no"}}}
MESSAGES
echo "$number"
