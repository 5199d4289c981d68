package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** What changes who may do what in a database, or as whom one speaks to it. */
final class SqlRights {
    private static final Set<String> SUBJECTS = Set.of("user", "role", "login", "group", "credential", "policy");
    private static final Set<String> CATALOGS = Set.of("pg_authid", "pg_auth_members", "pg_shadow", "pg_user_mapping");
    private static final List<String> PROCEDURES = List.of("sp_add", "sp_password", "sp_grant", "sp_change_users");
    private static final Set<String> BEHIND_NAME = Set.of(
            "with",
            "identified",
            "for",
            "without",
            "from",
            "in",
            "password",
            "login",
            "superuser",
            "createdb",
            "createrole",
            "inherit",
            "bypassrls",
            "to",
            "add",
            "rename",
            "set",
            "reset",
            "enable",
            "disable",
            "account",
            "exists",
            "member",
            "using",
            "cascade",
            "on",
            "mapping",
            "role");
    /** A kind stands behind the verb, with a few words between at most. */
    private static final int KIND_MAX_WORDS = 4;

    private SqlRights() {}

    static boolean is(List<String> words) {
        return switch (words.getFirst()) {
            case "grant", "revoke", "deny" -> words.size() > 2 && (words.contains("to") || words.contains("from"));
            case "reassign" -> words.contains("owned");
            case "create", "drop" -> isSubject(words) || (words.contains("security") && words.contains("definer"));
            case "alter" -> isSubject(words) || opens(words);
            case "set" -> sets(words);
            case "exec", "execute" ->
                isAs(words)
                        || words.stream().anyMatch(word -> PROCEDURES.stream().anyMatch(word::startsWith));
            case "flush" -> words.size() == 2 && words.contains("privileges");
            case "rename" -> words.get(Math.min(1, words.size() - 1)).equals("user") && words.contains("to");
            case "insert", "update", "delete" -> isCatalog(words);
            case "select" -> words.contains("set_config") && words.contains("'role");
            default -> false;
        };
    }

    private static boolean isSubject(List<String> words) {
        return words.stream()
                        .limit(KIND_MAX_WORDS)
                        .skip(1)
                        .takeWhile(word -> !Set.of("table", "view", "index", "column", "type", "schema", "(")
                                .contains(word))
                        .anyMatch(SUBJECTS::contains)
                && !isSaid(words);
    }

    /** {@code create role play scenario}: letters only, and nothing that belongs behind a name. */
    private static boolean isSaid(List<String> words) {
        return words.size() > 3
                && words.stream().allMatch(word -> word.chars().allMatch(Character::isLetter))
                && words.stream().skip(3).noneMatch(BEHIND_NAME::contains);
    }

    private static boolean opens(List<String> words) {
        return isGiven(words)
                || words.contains("trustworthy")
                || (words.contains("disable") && words.contains("trigger"))
                || words.contains("authorization")
                || words.contains("privileges")
                || (words.contains("security")
                        && (words.contains("disable") || words.contains("no") || words.contains("definer")));
    }

    private static boolean sets(List<String> words) {
        String what = words.size() > 1 ? words.get(1) : "";
        boolean isRole = (what.equals("role") && words.size() == 3)
                || (Set.of("local", "session", "default").contains(what) && words.contains("role"));
        return isRole || (what.equals("password") && words.size() > 2) || words.contains("authorization");
    }

    private static boolean isAs(List<String> words) {
        return words.size() > 2
                && words.get(1).equals("as")
                && Set.of("login", "user", "caller", "owner", "self").contains(words.get(2));
    }

    /** {@code OWNER TO}; a column may be called so. */
    private static boolean isGiven(List<String> words) {
        int owner = words.indexOf("owner");
        return owner >= 0 && owner + 1 < words.size() && words.get(owner + 1).equals("to");
    }

    private static boolean isCatalog(List<String> words) {
        int mysql = words.indexOf("mysql");
        boolean isMySql = mysql >= 0
                && mysql + 2 < words.size()
                && Set.of("user", "db", "tables_priv").contains(words.get(mysql + 2));
        return isMySql || words.stream().limit(KIND_MAX_WORDS).anyMatch(CATALOGS::contains);
    }
}
