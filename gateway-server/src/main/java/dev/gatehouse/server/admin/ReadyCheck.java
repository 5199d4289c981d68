package dev.gatehouse.server.admin;

import java.util.function.Supplier;

/** One condition for taking traffic. Asked often: it looks at state that is kept up to date and waits for nothing. */
public interface ReadyCheck {

    /**
     * What was found.
     *
     * @param reason for operators, safe to show to whoever reaches the admin listener; empty when all is well
     */
    record State(Level level, String reason) {
        public static final State READY = new State(Level.READY, "");

        public static State degraded(String reason) {
            return new State(Level.DEGRADED, reason);
        }

        public static State notReady(String reason) {
            return new State(Level.NOT_READY, reason);
        }
    }

    enum Level {
        READY,
        /** Traffic may come; somebody should look. */
        DEGRADED,
        /** Traffic should stay away. */
        NOT_READY
    }

    /** A short word, the same always: {@code database}, {@code draining}. */
    String name();

    State state();

    static ReadyCheck of(String name, Supplier<State> state) {
        return new ReadyCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public State state() {
                return state.get();
            }
        };
    }

    /** As found; a check that fails to answer is a reason not to be ready. */
    static State ask(ReadyCheck check) {
        try {
            return check.state();
        } catch (RuntimeException e) {
            return State.notReady("the check failed (" + e.getClass().getSimpleName() + ")");
        }
    }
}
