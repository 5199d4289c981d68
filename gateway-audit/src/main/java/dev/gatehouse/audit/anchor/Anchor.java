package dev.gatehouse.audit.anchor;

import java.io.IOException;

/** A place for checkpoints that neither the gateway's nor the database's administrators can change afterwards. */
public interface Anchor {
    /** Names it in logs and metrics: no secrets. */
    String name();

    /**
     * The checkpoint is there when this returns. Blocking; called by one thread.
     *
     * @param note a signed note, ending with a line feed
     */
    void keep(String note) throws IOException;
}
