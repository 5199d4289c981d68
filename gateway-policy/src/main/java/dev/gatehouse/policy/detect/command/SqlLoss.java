package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** What takes away tables, databases, schemas, columns or sessions. */
final class SqlLoss {
    private static final Set<String> KINDS = Set.of(
            "table",
            "database",
            "schema",
            "view",
            "materialized",
            "index",
            "sequence",
            "type",
            "function",
            "procedure",
            "trigger",
            "event",
            "package",
            "synonym",
            "extension",
            "publication",
            "subscription",
            "foreign",
            "domain",
            "owned",
            "aggregate",
            "tablespace",
            "server",
            "collection",
            "keyspace",
            "rule",
            "operator",
            "column",
            "partition",
            "temporary",
            "unique",
            "routine",
            "cast",
            "language");

    private SqlLoss() {}

    static boolean is(List<String> words) {
        String second = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "drop" -> KINDS.contains(second) && words.size() > 2 && !isTemporary(words);
            case "truncate" -> truncates(words);
            case "alter" -> alters(words);
            case "purge" -> Set.of("recyclebin", "dba_recyclebin", "binary").contains(second);
            case "reset" ->
                words.size() == 2 && Set.of("master", "slave", "replica").contains(second);
            case "exec", "execute" -> words.stream().anyMatch(word -> word.startsWith("sp_drop"));
            case "shutdown" ->
                words.size() == 1 || Set.of("with", "immediate", "abort").contains(second);
            case "kill" -> words.size() <= 3 && words.getLast().chars().allMatch(Character::isDigit);
            default -> words.contains("pg_terminate_backend");
        };
    }

    /** Gone with the session anyhow. */
    private static boolean isTemporary(List<String> words) {
        return words.contains("pg_temp") || (words.contains("#") && !words.contains(","));
    }

    /** {@code TRUNCATE a, b CASCADE}: a search for these words goes on otherwise. */
    private static boolean truncates(List<String> words) {
        boolean isNamed = words.size() > 2 && Set.of("table", "only").contains(words.get(1));
        return isNamed
                || words.size() == 2
                || (words.size() > 2
                        && Set.of(",", ".", "cascade", "restrict", "restart", "continue")
                                .contains(words.get(2)));
    }

    private static boolean alters(List<String> words) {
        List<String> behind = words.subList(Math.min(3, words.size()), words.size());
        return behind.contains("drop")
                || (behind.contains("partition") && (behind.contains("truncate") || behind.contains("detach")))
                || behind.contains("unused")
                || behind.contains("single_user")
                || behind.contains("offline");
    }
}
