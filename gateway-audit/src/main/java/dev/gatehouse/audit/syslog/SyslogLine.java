package dev.gatehouse.audit.syslog;

import java.io.IOException;

/** Sends bytes over one connection, and returns when the other side has ended it in good order after their end. */
@FunctionalInterface
public interface SyslogLine {
    /** @throws IOException when they were not sent, or not read to their end, in time */
    void send(byte[] bytes) throws IOException;
}
