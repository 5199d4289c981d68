package dev.gatehouse.server.config;

import dev.gatehouse.auth.egress.Authorities;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks files of certificates that vouch for servers. */
final class AuthorityChecks {
    private AuthorityChecks() {}

    static void check(Report report, KeyPath path, Path file) {
        if (!Files.isReadable(file)) {
            report.problem(path, file + " cannot be read (expected: a file of certificates in PEM)");
            return;
        }
        try {
            Authorities.in(file);
        } catch (IOException e) {
            report.problem(path, e.getMessage() + " (expected: a file of certificates in PEM)");
        }
    }
}
