package dev.gatehouse.policy.detect.command;

import dev.gatehouse.policy.detect.scan.Detector;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds risky shell commands and SQL among arguments. What is a command is said by the name of the argument; under other
 * names only text that begins as a command or a statement does is read as one, and then with less confidence.
 */
public final class Commands implements Detector {
    private static final String DESTRUCTIVE = "command.destructive";
    private static final String EXFILTRATION = "command.exfiltration";
    private static final String PERSISTENCE = "command.persistence";
    private static final String PRIVILEGE = "command.privilege";
    private static final String CREDENTIALS = "command.credentials";
    private static final String REMOTE_CODE = "command.remote-code";
    /** A command too long to be read, under the name of one. */
    private static final String UNREAD = "command.unread";

    private static final List<String> SHELL_NAMES =
            List.of("command", "cmd", "shell", "script", "exec", "bash", "terminal", "program", "run", "args", "argv");
    private static final List<String> SQL_NAMES = List.of("sql", "query", "statement", "stmt");
    private static final int READ_MAX_CHARS = 16 * 1024;
    private static final int NAMED = 92;
    private static final int GUESSED = 65;

    @Override
    public Set<String> types() {
        return Set.of(
                DESTRUCTIVE,
                EXFILTRATION,
                PERSISTENCE,
                PRIVILEGE,
                CREDENTIALS,
                REMOTE_CODE,
                UNREAD,
                Sql.DESTRUCTIVE,
                Sql.UNBOUNDED,
                Sql.PRIVILEGE,
                Sql.FILE,
                Sql.INJECTION);
    }

    @Override
    public void look(Text text, Sightings sightings) {
        if (text.side() != Side.ARGUMENTS || text.name().isEmpty() || text.length() == 0) {
            return;
        }
        String name = text.name().toLowerCase(Locale.ROOT);
        boolean isShell = SHELL_NAMES.stream().anyMatch(name::contains);
        boolean isSql = SQL_NAMES.stream().anyMatch(name::contains);
        if (text.length() > READ_MAX_CHARS || !text.isWhole()) {
            if (isShell || isSql) {
                sightings.add(UNREAD, NAMED, 0, text.length());
            }
            return;
        }
        String said = text.slice(0, text.length());
        judge(said, isShell, isSql)
                .ifPresent(type -> sightings.add(type, isShell || isSql ? NAMED : GUESSED, 0, text.length()));
    }

    private static Optional<String> judge(String said, boolean isShell, boolean isSql) {
        boolean isStatement = Sql.isStatement(said);
        if (isSql || isStatement) {
            Optional<String> type = Sql.judge(said);
            if (type.isPresent() || !isShell) {
                return type;
            }
        }
        return shell(said);
    }

    private static Optional<String> shell(String said) {
        List<Simple> all = Unwrapped.of(said);
        Optional<String> found = isForkBomb(said) ? Optional.of(DESTRUCTIVE) : Optional.empty();
        for (Simple command : all) {
            found = found.isPresent() ? found : shell(command, all);
        }
        return found;
    }

    private static Optional<String> shell(Simple command, List<Simple> all) {
        if (RemoteCode.is(command, all)) {
            return Optional.of(REMOTE_CODE);
        }
        if (Exfiltration.is(command, all)) {
            return Optional.of(EXFILTRATION);
        }
        if (Privilege.is(command)) {
            return Optional.of(PRIVILEGE);
        }
        if (Persistence.is(command)) {
            return Optional.of(PERSISTENCE);
        }
        if (Destruction.is(command)) {
            return Optional.of(DESTRUCTIVE);
        }
        return Credentials.is(command, all) ? Optional.of(CREDENTIALS) : inDatabase(command);
    }

    /** {@code psql -c '…'}: what a database's own shell is given to run. */
    private static Optional<String> inDatabase(Simple command) {
        boolean isDatabase = Set.of("psql", "mysql", "mariadb", "sqlite3", "sqlcmd", "duckdb")
                .contains(command.program());
        return isDatabase
                        && command.operands().stream()
                                .anyMatch(word ->
                                        Sql.isStatement(word) && Sql.judge(word).isPresent())
                ? Optional.of(DESTRUCTIVE)
                : Optional.empty();
    }

    private static boolean isForkBomb(String said) {
        String bare = said.replace(" ", "");
        return bare.contains(":|:&") || bare.contains("(){:|:");
    }
}
