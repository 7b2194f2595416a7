# Runs a throw-away server for the process at the other end of standard input, and ends with that process, however it ends.
#
# $1 is the directory to make, to work in and to remove, $2 that of PostgreSQL's programs, $3 where what initdb makes is kept,
# $4 what the names of all that are kept of these programs begin with; the rest are the server's options.
# Reads a word a line: `copy` and `initdb` make a database, `keep` keeps it for the next time, `start` starts the server.
# Answers with an exit code, but not to `start`: from then on the server alone holds standard output, until it ends.
#
# It leads a process group of its own. Where root started it, it runs as another user, and root writes nothing here.

unset keeper
directory=$1
programs=$2
template=$3
prefix=$4
shift 4
server=

tidy() {
    trap '' HUP INT TERM
    # What nobody waits for.
    kill -TERM 0
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null
    fi
    wait
    cd / && rm -rf -- "$directory"
}

copy() {
    [ -O "$template" ] && cp -R -- "$template" data
}

make() {
    rm -rf data
    "$programs/initdb" -D data --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync --wal-segsize=1
}

# Whole or not there: a copy that is under way has another name.
keep() {
    folder=$(dirname -- "$template")
    mkdir -p -m 700 -- "$folder" && [ -O "$folder" ] || return 1
    rm -rf -- "$prefix"*
    cp -R data "${prefix}partial-$$" && mv -- "${prefix}partial-$$" "$template"
}

# In the background, so that the end of the input is seen meanwhile.
answer() {
    {
        # It is waited for until what it runs has ended: that would go on writing.
        trap : TERM
        "$1" >log 2>&1
        echo "$?"
    } </dev/null &
}

# An answer that nobody reads is no reason to end untidily.
trap '' PIPE
mkdir -m 700 -- "$directory" 2>&1 || exit 1
trap tidy EXIT
trap 'exit 1' HUP INT TERM
cd -- "$directory" || exit 1
echo made

while read -r word; do
    case $word in
    copy | keep) answer "$word" ;;
    initdb) answer make ;;
    start)
        exec 3>&1
        "$programs/postgres" -D data "$@" </dev/null >log 2>&1 &
        server=$!
        exec >/dev/null 3>&-
        ;;
    esac
done
