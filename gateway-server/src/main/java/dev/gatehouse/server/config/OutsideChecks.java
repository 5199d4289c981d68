package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;

/** What addresses of places outside, and secrets for them, must be like. Nothing is said of an address itself: it may be a secret. */
final class OutsideChecks {
    private final Report report;

    OutsideChecks(Report report) {
        this.report = report;
    }

    void url(KeyPath path, String url) {
        if (report.isClean(path) && !ChannelChecks.isAcceptable(url)) {
            report.problem(path, "expected an https URL, or an http URL of this machine");
        }
    }

    /** @param such an example of a right one */
    void urlWithoutPath(KeyPath path, String url, String such) {
        url(path, url);
        if (report.isClean(path) && !hasNoPath(url)) {
            report.problem(path, "has a path or a query (expected: " + such + ")");
        }
    }

    void form(KeyPath path, String text, String regex, String expected) {
        if (report.isClean(path) && !text.matches(regex)) {
            report.problem(path, "expected " + expected);
        }
    }

    /** One that stands in a header. */
    void token(KeyPath path, Secret token) {
        secret(path, token);
        if (report.isClean(path) && !token.reveal().matches("[!-~]+")) {
            report.problem(path, "holds blanks, line breaks or other characters that no token has");
        }
    }

    void secret(KeyPath path, Secret secret) {
        if (report.isClean(path)) {
            SecretRules.placeholder(secret).ifPresent(why -> report.problem(path, why));
        }
    }

    private static boolean hasNoPath(String url) {
        URI uri = URI.create(url);
        String path = uri.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null;
    }
}
