package dev.gatehouse.policy.detect.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges statements by their words, as a parser would meet them: what each does, and to which rows. */
final class Sql {
    static final String DESTRUCTIVE = "sql.destructive";
    static final String UNBOUNDED = "sql.unbounded";
    static final String PRIVILEGE = "sql.privilege";
    static final String FILE = "sql.file";
    static final String INJECTION = "sql.injection";

    private static final Set<String> VERBS = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "drop",
            "truncate",
            "alter",
            "create",
            "grant",
            "revoke",
            "copy",
            "with",
            "merge",
            "exec",
            "execute",
            "load",
            "attach",
            "backup",
            "bulk",
            "set",
            "begin",
            "commit",
            "explain",
            "show",
            "describe",
            "vacuum",
            "refresh",
            "call",
            "replace",
            "start",
            "rollback",
            "use",
            "analyze");
    /** What else a statement may begin with; as words they mean too much for text of any name to be taken for SQL. */
    private static final Set<String> OTHER_VERBS = Set.of(
            "declare",
            "if",
            "do",
            "prepare",
            "deny",
            "pragma",
            "reassign",
            "purge",
            "reset",
            "rename",
            "flush",
            "kill",
            "shutdown",
            "install",
            "restore",
            "unload",
            "import",
            "export",
            "listen",
            "lock");
    /** Commands of the shells of PostgreSQL and SQLite that read and write files and run programs. */
    private static final List<String> SHELL_COMMANDS =
            List.of("\\copy", "\\!", "\\o ", ".shell", ".system", ".load", ".import");
    /** Of those whose strings are statements themselves. */
    private static final Set<String> RUNNERS =
            Set.of("exec", "execute", "do", "prepare", "immediate", "function", "procedure");
    /** What may stand before a statement within another one. */
    private static final Set<String> OPENERS = Set.of("begin", "then", "else", "loop");
    /** Statements within strings of statements. */
    private static final int DEPTH_MAX = 3;

    private Sql() {}

    /** Whether it begins as a statement does, or as the rest of one that was broken. */
    static boolean isStatement(String text) {
        List<String> words = SqlTokens.read(text).words();
        return !words.isEmpty() && VERBS.contains(words.getFirst());
    }

    static Optional<String> judge(String text) {
        return judge(text, 0);
    }

    private static Optional<String> judge(String text, int depth) {
        if (SHELL_COMMANDS.stream().anyMatch(text.strip()::startsWith)) {
            return Optional.of(FILE);
        }
        SqlTokens.Read read = SqlTokens.read(text);
        List<List<String>> statements = statements(read.words());
        if (isInjected(text, read, statements)) {
            return Optional.of(INJECTION);
        }
        Optional<String> said = statements.stream()
                .map(Sql::statement)
                .flatMap(Optional::stream)
                .findFirst();
        return said.isPresent() ? said : run(read.words(), depth);
    }

    /** What strings say that are run: {@code EXEC('…')}, {@code DO $$…$$}, {@code EXECUTE IMMEDIATE '…'}. */
    private static Optional<String> run(List<String> words, int depth) {
        boolean isRun = depth < DEPTH_MAX
                && words.stream().anyMatch(word -> RUNNERS.contains(word) || word.startsWith("sp_msforeach"));
        return !isRun
                ? Optional.empty()
                : words.stream()
                        .filter(SqlTokens::isString)
                        .map(SqlTokens::content)
                        .filter(inner -> isStatement(inner) || inner.contains(";"))
                        .map(inner -> judge(inner.endsWith(" ") ? inner + "name" : inner, depth + 1))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static List<List<String>> statements(List<String> words) {
        List<List<String>> statements = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= words.size(); i++) {
            if (i == words.size() || words.get(i).equals(";")) {
                if (i > from) {
                    statements.add(words.subList(from, i));
                }
                from = i + 1;
            }
        }
        return statements;
    }

    private static boolean isInjected(String text, SqlTokens.Read read, List<List<String>> statements) {
        List<String> words = read.words();
        String first = words.isEmpty() ? "" : words.getFirst();
        if (!VERBS.contains(first) && !OTHER_VERBS.contains(first)) {
            return Injected.breaksOut(text, read);
        }
        boolean isProbe = !first.equals("create") && Injected.isProbe(words);
        return isProbe || Injected.isIn(read, statements);
    }

    private static Optional<String> statement(List<String> written) {
        List<String> words = inner(written);
        if (SqlReach.is(words)) {
            return Optional.of(FILE);
        }
        if (SqlRights.is(words)) {
            return Optional.of(PRIVILEGE);
        }
        if (SqlLoss.is(words)) {
            return Optional.of(DESTRUCTIVE);
        }
        return SqlRows.isUnbounded(words) ? Optional.of(UNBOUNDED) : SqlRows.within(words);
    }

    /** Without what only opens a block, explains while it runs, or asks first whether something exists. */
    private static List<String> inner(List<String> words) {
        List<String> left = words;
        while (left.size() > 1 && OPENERS.contains(left.getFirst())) {
            left = left.subList(1, left.size());
        }
        boolean isExplained = left.getFirst().equals("explain") && left.contains("analyze");
        boolean isConditional = left.getFirst().equals("if");
        for (int i = 1; (isExplained || isConditional) && i < left.size(); i++) {
            if (Set.of("delete", "update", "drop", "truncate", "alter", "grant", "exec")
                    .contains(left.get(i))) {
                return left.subList(i, left.size());
            }
        }
        return left;
    }
}
