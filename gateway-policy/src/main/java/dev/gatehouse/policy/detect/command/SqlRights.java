package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** What changes who may do what in a database, or as whom one speaks to it. */
final class SqlRights {
    private static final Set<String> SUBJECTS = Set.of("user", "role", "login", "group", "credential", "policy");
    private static final Set<String> CATALOGS = Set.of("pg_authid", "pg_auth_members", "pg_shadow", "pg_user_mapping");
    private static final List<String> PROCEDURES = List.of("sp_add", "sp_password", "sp_grant", "sp_change_users");
    /** A kind stands behind the verb, with a few words between at most. */
    private static final int KIND_MAX_WORDS = 4;

    private SqlRights() {}

    static boolean is(List<String> words) {
        return switch (words.getFirst()) {
            case "grant", "revoke", "deny" -> words.size() > 2 && (words.contains("to") || words.contains("from"));
            case "reassign" -> words.contains("owned");
            case "create", "drop" -> isSubject(words);
            case "alter" -> isSubject(words) || opens(words);
            case "set" -> sets(words);
            case "exec", "execute" ->
                words.get(Math.min(1, words.size() - 1)).equals("as")
                        || words.stream().anyMatch(word -> PROCEDURES.stream().anyMatch(word::startsWith));
            case "flush" -> words.contains("privileges");
            case "rename" -> words.contains("user");
            case "insert", "update", "delete" -> isCatalog(words);
            case "select" -> words.contains("set_config") && words.contains("'role");
            default -> false;
        };
    }

    private static boolean isSubject(List<String> words) {
        return words.stream()
                .limit(KIND_MAX_WORDS)
                .skip(1)
                .takeWhile(word -> !Set.of("table", "view", "index", "column", "type", "schema", "(").contains(word))
                .anyMatch(SUBJECTS::contains);
    }

    private static boolean opens(List<String> words) {
        return words.contains("owner")
                || words.contains("authorization")
                || words.contains("privileges")
                || (words.contains("security") && (words.contains("disable") || words.contains("no") || words.contains("definer")));
    }

    private static boolean sets(List<String> words) {
        List<String> begin = words.subList(1, Math.min(3, words.size()));
        return begin.contains("role") || begin.contains("password") || words.contains("authorization");
    }

    private static boolean isCatalog(List<String> words) {
        int mysql = words.indexOf("mysql");
        boolean isMySql = mysql >= 0 && mysql + 2 < words.size() && Set.of("user", "db", "tables_priv").contains(words.get(mysql + 2));
        return isMySql || words.stream().limit(KIND_MAX_WORDS).anyMatch(CATALOGS::contains);
    }
}
