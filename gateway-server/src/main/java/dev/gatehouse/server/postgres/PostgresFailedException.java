package dev.gatehouse.server.postgres;

import java.nio.file.Path;

/** The embedded PostgreSQL cannot run; the message names the problem, the place and the remedy, and no secret. */
public final class PostgresFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    PostgresFailedException(String problem, Path place, String remedy) {
        super("Embedded PostgreSQL in " + place + ": " + problem + ". " + remedy);
    }

    PostgresFailedException(String problem, Path place, String remedy, Throwable cause) {
        this(problem, place, remedy);
        initCause(cause);
    }
}
