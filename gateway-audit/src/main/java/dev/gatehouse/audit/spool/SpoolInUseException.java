package dev.gatehouse.audit.spool;

import java.io.IOException;

/** Another process, or another part of this one, has this spool open. */
public final class SpoolInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolInUseException(String message) {
        super(message);
    }
}
