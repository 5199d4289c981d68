package dev.gatehouse.server.sink;

import dev.gatehouse.audit.syslog.SyslogLine;
import dev.gatehouse.auth.egress.OperatorTls;
import dev.gatehouse.server.config.SyslogConfig;

/** Collectors of syslog, as the configuration names them. */
public final class SyslogLines {
    private SyslogLines() {}

    public static SyslogLine to(SyslogConfig config) {
        return new OperatorTls(config.address().host(), config.address().port(), config.ca())::send;
    }
}
