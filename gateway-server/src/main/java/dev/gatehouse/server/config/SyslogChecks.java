package dev.gatehouse.server.config;

import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;

/** Checks a receiver of syslog. */
final class SyslogChecks {
    private final Report report;

    SyslogChecks(Report report) {
        this.report = report;
    }

    void check(KeyPath path, SyslogConfig syslog) {
        KeyPath address = path.key("address");
        if (report.isClean(address) && syslog.address().port() == 0) {
            report.problem(address, "expected a port, 6514 is the usual one");
        }
        syslog.ca().ifPresent(file -> AuthorityChecks.check(report, path.key("ca"), file));
    }
}
