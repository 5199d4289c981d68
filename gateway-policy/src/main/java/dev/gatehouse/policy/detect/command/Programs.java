package dev.gatehouse.policy.detect.command;

import java.util.Set;

/** Programs by what they are good for. */
final class Programs {
    static final Set<String> INTERPRETERS = Set.of(
            "python",
            "python2",
            "python3",
            "perl",
            "ruby",
            "node",
            "php",
            "deno",
            "bun",
            "lua",
            "powershell",
            "pwsh",
            "awk",
            "gawk",
            "osascript");
    static final Set<String> READERS = Set.of(
            "cat", "less", "more", "head", "tail", "grep", "egrep", "rg", "awk", "sed", "strings", "xxd", "od",
            "base64", "cp", "vim", "vi", "nano", "view", "tac", "nl", "sort", "cut", "bat", "hexdump", "tar", "zip",
            "sqlite3", "mv", "dd", "rsync", "tr", "type", "get-content", "gc", "install", "scp", "zcat", "xargs", "wc");
    static final Set<String> SENDERS = Set.of(
            "curl",
            "wget",
            "nc",
            "ncat",
            "netcat",
            "socat",
            "ssh",
            "scp",
            "sftp",
            "rsync",
            "ftp",
            "telnet",
            "mail",
            "sendmail",
            "mutt",
            "dig",
            "nslookup",
            "host",
            "openssl",
            "http",
            "https",
            "ping",
            "rclone",
            "invoke-webrequest",
            "invoke-restmethod",
            "iwr",
            "irm");
    static final Set<String> DUMPS = Set.of(
            "pg_dump",
            "pg_dumpall",
            "mysqldump",
            "mongodump",
            "env",
            "printenv",
            "set",
            "declare",
            "export",
            "history",
            "tar",
            "zip");
    static final Set<String> FETCHERS =
            Set.of("curl", "wget", "fetch", "http", "https", "invoke-webrequest", "invoke-restmethod", "iwr", "irm");

    private Programs() {}
}
