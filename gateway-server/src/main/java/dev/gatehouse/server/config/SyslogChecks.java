package dev.gatehouse.server.config;

import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.nio.file.Files;
import java.nio.file.Path;

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
        syslog.ca()
                .map(Path::toAbsolutePath)
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> report.problem(
                        path.key("ca"), file + " cannot be read (expected: a file of certificates in PEM)"));
    }
}
