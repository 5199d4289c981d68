package dev.gatehouse.server.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells a database that is away, and will be back, from one that answers and refuses. */
final class Outage {
    /** Classes of SQLSTATE: connection exception, out of resources, operator intervention, of the system below. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58");

    static final String CANNOT_CONNECT = "08001";

    private static final String UNKNOWN = "XX000";
    private static final int CAUSES_MAX = 16;

    private Outage() {}

    /** A wait that ended without a word from the server counts as an outage; a wrong password or schema never does. */
    static boolean is(Throwable failure) {
        List<String> states = states(failure);
        return !states.isEmpty() && states.stream().allMatch(state -> PASSING.contains(state.substring(0, 2)));
    }

    /** The first line of what failed first. */
    static String headline(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; i < CAUSES_MAX && root.getCause() instanceof SQLException cause; i++) {
            root = cause;
        }
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    private static List<String> states(Throwable failure) {
        List<String> states = new ArrayList<>();
        Throwable at = failure;
        for (int i = 0; i < CAUSES_MAX && at != null; i++) {
            if (at instanceof SQLException sql) {
                states.add(stateOf(sql));
            }
            at = at.getCause();
        }
        return states;
    }

    /** The pool's own time-out names no state, and means that no connection could be made. */
    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && state.length() >= 2) {
            return state;
        }
        return failure instanceof SQLTransientConnectionException ? CANNOT_CONNECT : UNKNOWN;
    }
}
