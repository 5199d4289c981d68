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

    static final Set<String> VERBS = Set.of(
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
    private static final Set<String> FILE_FUNCTIONS = Set.of(
            "load_file",
            "pg_read_file",
            "pg_read_binary_file",
            "lo_import",
            "lo_export",
            "xp_cmdshell",
            "dblink",
            "openrowset",
            "opendatasource",
            "load_extension",
            "pg_ls_dir",
            "pg_stat_file",
            "utl_http",
            "utl_file",
            "dbms_scheduler");

    private Sql() {}

    /** Whether it begins as a statement does, or as the rest of one that was broken. */
    static boolean isStatement(String text) {
        List<String> words = SqlTokens.read(text).words();
        return !words.isEmpty() && VERBS.contains(words.getFirst());
    }

    static Optional<String> judge(String text) {
        SqlTokens.Read read = SqlTokens.read(text);
        List<List<String>> statements = statements(read.words());
        if (isInjected(text, read, statements)) {
            return Optional.of(INJECTION);
        }
        return statements.stream().map(Sql::statement).flatMap(Optional::stream).findFirst();
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
        boolean isStatement = !words.isEmpty() && VERBS.contains(words.getFirst());
        return isStatement
                ? Injected.isProbe(words) || Injected.isIn(words, statements)
                : Injected.breaksOut(text, read);
    }

    private static Optional<String> statement(List<String> words) {
        String verb = words.getFirst();
        if (words.stream().anyMatch(FILE_FUNCTIONS::contains) || reachesOut(words)) {
            return Optional.of(FILE);
        }
        return switch (verb) {
            case "drop" -> drop(words);
            case "truncate" -> Optional.of(DESTRUCTIVE);
            case "alter" -> alter(words);
            case "delete", "update" -> rows(words);
            case "with" -> with(words);
            case "grant", "revoke" -> Optional.of(PRIVILEGE);
            case "create" ->
                words.size() > 1 && Set.of("user", "role", "login").contains(words.get(1))
                        ? Optional.of(PRIVILEGE)
                        : Optional.empty();
            case "set" ->
                words.size() > 1 && (words.get(1).equals("role") || words.contains("authorization"))
                        ? Optional.of(PRIVILEGE)
                        : Optional.empty();
            case "exec", "execute" ->
                words.stream().anyMatch(word -> word.startsWith("sp_add")) ? Optional.of(PRIVILEGE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean reachesOut(List<String> words) {
        String verb = words.getFirst();
        boolean isCopy = verb.equals("copy")
                && (words.contains("program") || words.getLast().equals(SqlTokens.STRING));
        boolean isInto = words.contains("outfile") || words.contains("dumpfile");
        boolean isLoad = verb.equals("load") || verb.equals("attach") || verb.equals("bulk") || verb.equals("backup");
        boolean isCode = verb.equals("create")
                && (words.contains("extension")
                        || words.contains("plpythonu")
                        || words.contains("plpython3u")
                        || words.contains("plperlu"));
        return isCopy || isInto || isLoad || isCode;
    }

    private static Optional<String> drop(List<String> words) {
        String what = words.size() > 1 ? words.get(1) : "";
        boolean isTemporary = words.contains("pg_temp");
        return Set.of("user", "role", "login").contains(what)
                ? Optional.of(PRIVILEGE)
                : isTemporary ? Optional.empty() : Optional.of(DESTRUCTIVE);
    }

    private static Optional<String> alter(List<String> words) {
        boolean isRole = words.size() > 1 && Set.of("user", "role", "login").contains(words.get(1));
        boolean isOpened = words.contains("owner") || (words.contains("disable") && words.contains("security"));
        return isRole || isOpened
                ? Optional.of(PRIVILEGE)
                : words.contains("drop") ? Optional.of(DESTRUCTIVE) : Optional.empty();
    }

    /** Which rows a statement means is what its own WHERE says, not one in brackets. */
    private static Optional<String> rows(List<String> words) {
        int where = -1;
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            if (depth == 0 && words.get(i).equals("where")) {
                where = i;
            }
        }
        boolean saysWhich = where >= 0 && !alwaysTrue(words.subList(where + 1, words.size()));
        return saysWhich ? Optional.empty() : Optional.of(UNBOUNDED);
    }

    private static boolean alwaysTrue(List<String> condition) {
        boolean isConstant = condition.size() == 1 && Set.of("true", "1").contains(condition.getFirst());
        boolean isEqual = condition.size() == 3 && Injected.isSame(condition, 0);
        return condition.isEmpty() || isConstant || isEqual || Injected.isAlwaysTrue(condition);
    }

    private static Optional<String> with(List<String> words) {
        int depth = 0;
        for (int i = 0; i < words.size(); i++) {
            depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
            boolean changes = words.get(i).equals("delete") || words.get(i).equals("update");
            if (changes && depth == 0) {
                return rows(words.subList(i, words.size())).map(_ -> DESTRUCTIVE);
            }
        }
        return Optional.empty();
    }
}
