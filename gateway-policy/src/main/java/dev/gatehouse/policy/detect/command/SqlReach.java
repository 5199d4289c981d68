package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Set;

/** What reaches out of a database: files, programs, libraries, other hosts. */
final class SqlReach {
    private static final Set<String> FUNCTIONS = Set.of(
            "load_file",
            "pg_read_file",
            "pg_read_binary_file",
            "lo_import",
            "lo_export",
            "openrowset",
            "openquery",
            "opendatasource",
            "load_extension",
            "pg_stat_file",
            "httpuritype",
            "sys_exec",
            "sys_eval",
            "readfile",
            "writefile",
            "utl_http",
            "utl_file",
            "utl_inaddr",
            "utl_smtp",
            "utl_tcp",
            "dbms_scheduler",
            "dbms_ldap",
            "dbms_java",
            "dbms_xslprocessor");
    private static final List<String> FUNCTION_PREFIXES =
            List.of("dblink", "pg_ls_", "pg_file_", "read_csv", "read_parquet", "read_json", "read_text");
    private static final Set<String> PROCEDURES =
            Set.of("sp_configure", "sp_addlinkedserver", "sp_execute_external_script", "sp_send_dbmail");
    private static final Set<String> CREATED = Set.of(
            "extension",
            "server",
            "foreign",
            "language",
            "assembly",
            "directory",
            "library",
            "java",
            "link",
            "subscription");
    /** Languages that no limit of the database holds in. */
    private static final Set<String> LANGUAGES =
            Set.of("c", "plpythonu", "plpython2u", "plpython3u", "plperlu", "pltclu", "plsh");

    private static final int KIND_MAX_WORDS = 5;

    private SqlReach() {}

    static boolean is(List<String> words) {
        boolean isFunction =
                !Set.of("alter", "drop", "grant", "revoke", "comment").contains(words.getFirst()) && calls(words);
        boolean isInto = words.contains("into") && (words.contains("outfile") || words.contains("dumpfile"));
        return isFunction || isInto || isTable(words) || verb(words);
    }

    private static boolean calls(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean isPrefixed = i + 1 < words.size()
                    && words.get(i + 1).equals("(")
                    && FUNCTION_PREFIXES.stream().anyMatch(word::startsWith);
            if (isPrefixed || FUNCTIONS.contains(word) || word.startsWith("xp_") || word.startsWith("sp_oa")) {
                return true;
            }
        }
        return false;
    }

    private static boolean verb(List<String> words) {
        return switch (words.getFirst()) {
            case "copy" -> words.contains("program") || names(words, "from") || names(words, "to");
            case "load" -> words.contains("infile") || hasString(words);
            case "attach", "unload" -> hasString(words);
            case "bulk" -> words.contains("insert");
            case "backup", "restore" -> hasString(words) && words.contains("=");
            case "install" -> words.contains("plugin") || words.contains("component");
            case "import" -> words.contains("foreign") && words.contains("schema");
            case "export" -> words.contains("database") && hasString(words);
            case "vacuum" -> words.contains("into") && hasString(words);
            case "create" -> creates(words);
            case "do" -> isForeign(words);
            case "exec", "execute" -> words.stream().anyMatch(PROCEDURES::contains);
            case "alter" -> follows(words, "alter", "system") && words.stream().anyMatch(SqlReach::isSetting);
            case "set" -> words.contains("global") && words.stream().anyMatch(SqlReach::isSetting);
            default -> false;
        };
    }

    private static boolean creates(List<String> words) {
        boolean isKind = words.stream()
                .limit(KIND_MAX_WORDS)
                .skip(1)
                .takeWhile(word -> !word.equals("("))
                .anyMatch(CREATED::contains);
        boolean isElsewhere = words.contains("federated") || words.contains("connection");
        boolean isTable = words.contains("table");
        return (isKind && !isTable)
                || words.contains("soname")
                || isForeign(words)
                || words.contains("foreign")
                || (isTable && isElsewhere);
    }

    private static boolean isForeign(List<String> words) {
        int language = words.indexOf("language");
        return language >= 0 && language + 1 < words.size() && LANGUAGES.contains(words.get(language + 1));
    }

    /** Settings that name files, programs or libraries. */
    private static boolean isSetting(String word) {
        return word.endsWith("_command")
                || word.endsWith("_libraries")
                || word.endsWith("_file")
                || word.endsWith("_dir")
                || word.equals("local_infile");
    }

    /** {@code FROM url('…')}, {@code FROM file('…')}. */
    private static boolean isTable(List<String> words) {
        for (int i = 0; i + 3 < words.size(); i++) {
            boolean isCalled = Set.of("url", "file", "s3", "remote").contains(words.get(i + 1))
                    && words.get(i + 2).equals("(")
                    && SqlTokens.isString(words.get(i + 3));
            if (words.get(i).equals("from") && isCalled) {
                return true;
            }
        }
        int from = words.indexOf("from");
        return from >= 0 && from + 1 < words.size() && words.get(from + 1).matches("'(/|s3:|https?:).*");
    }

    private static boolean names(List<String> words, String before) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals(before) && SqlTokens.isString(words.get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean follows(List<String> words, String first, String second) {
        int at = words.indexOf(first);
        return at >= 0 && at + 1 < words.size() && words.get(at + 1).equals(second);
    }

    private static boolean hasString(List<String> words) {
        return words.stream().anyMatch(SqlTokens::isString);
    }
}
