package dev.gatehouse.audit.table;

import java.sql.SQLException;

/** What an SQLSTATE says about trying again. */
public final class SqlFailure {
    private static final String TIMED_OUT = "57014";

    private SqlFailure() {}

    /** The rows themselves are refused, and will be again: their data, a constraint, a limit of the program. */
    public static boolean isOfTheRows(SQLException failure) {
        return switch (kind(failure)) {
            case "22", "23", "54" -> true;
            default -> false;
        };
    }

    /** A table cannot be made here: not ours to make, or rows stand in its way. */
    static boolean isOfTheTable(SQLException failure) {
        return switch (kind(failure)) {
            case "23", "42" -> true;
            default -> false;
        };
    }

    /** The statement took longer than it may. */
    public static boolean isTimeout(SQLException failure) {
        return TIMED_OUT.equals(failure.getSQLState());
    }

    /** What happened, without the detail below the first line: there the server repeats whole rows. */
    public static String headline(Exception failure) {
        String first = failure.toString().lines().findFirst().orElse("");
        return first.replaceAll("\\p{Cntrl}", " ");
    }

    private static String kind(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
