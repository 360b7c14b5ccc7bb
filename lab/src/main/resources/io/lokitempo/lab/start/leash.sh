# leash SIGNAL SECONDS COMMAND...
#
# Runs COMMAND for as long as standard input stays open. When the other end closes it, or dies without closing it,
# COMMAND gets SIGNAL, and after SECONDS what is left of it is killed. Ends with COMMAND's status.

# Each part gets a process group of its own, which a terminal's Ctrl-C does not reach.
set -m
signal=$1
seconds=$2
shift 2
# The shell's own remarks on its jobs are nobody's business.
exec 3<&0 4>&2 2>/dev/null

"$@" </dev/null 2>&4 3<&- 4>&- &
command=$!

{
    cat
    kill -s "$signal" "$command"
    sleep "$seconds"
    kill -s KILL -- "-$command"
} <&3 >/dev/null 4>&- &
watch=$!
exec 3<&- 4>&-

# A signal to the parent's whole group is the parent's to act on.
trap : TERM INT HUP
# Asked first, since the command may have ended by now; a signal makes it return early, while the command lives.
until wait "$command"; status=$?; ! kill -0 "$command"; do :; done
kill -s KILL -- "-$command" "-$watch"
exit "$status"
