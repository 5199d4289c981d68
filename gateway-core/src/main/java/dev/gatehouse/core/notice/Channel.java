package dev.gatehouse.core.notice;

import java.io.IOException;

/** A place where notices are told: a webhook, a mailbox. Any thread may use it. */
@FunctionalInterface
public interface Channel {
    /**
     * Blocks until the place has taken it, for less than a minute.
     *
     * @throws IOException when it did not, or nobody knows; it may be told again
     */
    void tell(Notice notice) throws IOException;
}
