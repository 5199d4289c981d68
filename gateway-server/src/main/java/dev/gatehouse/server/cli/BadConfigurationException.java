package dev.gatehouse.server.cli;

import dev.gatehouse.server.config.Loaded;

/** The configuration has problems; the message lists them all, one per line. */
final class BadConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    BadConfigurationException(Loaded.Invalid invalid) {
        super(String.join("\n", invalid.lines()));
    }
}
