package dev.gatehouse.server.config;

import dev.gatehouse.server.config.ChannelConfig.Format;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Checks where people are told. Nothing is said of an address itself: it may be a secret. */
final class ChannelChecks {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Report report;

    ChannelChecks(Report report) {
        this.report = report;
    }

    void check(KeyPath path, ChannelConfig channel) {
        if (report.isClean(path) && channel.url().isPresent() == channel.smtp().isPresent()) {
            report.problem(path, "expected exactly one of `url` and `smtp`");
        }
        channel.url()
                .filter(url -> !isAcceptable(url.reveal()))
                .ifPresent(
                        _ -> report.problem(path.key("url"), "expected an https URL, or an http URL of this machine"));
        channel.secret().flatMap(SecretRules::placeholder).ifPresent(why -> report.problem(path.key("secret"), why));
        boolean isMail = channel.smtp().isPresent() || channel.format() == Format.EMAIL;
        if (isMail == channel.to().isEmpty()) {
            report.problem(path.key("to"), "belongs to `smtp` and to `format: email`, which need it");
        }
        channel.smtp().ifPresent(smtp -> smtp(path.key("smtp"), smtp));
        if (channel.smtp().isPresent()) {
            if (channel.secret().isPresent()) {
                report.problem(path.key("secret"), "belongs to `url`: mail is not signed");
            }
            for (int i = 0; i < channel.to().size(); i++) {
                address(path.key("to").index(i), channel.to().get(i));
            }
        }
    }

    private void smtp(KeyPath path, SmtpConfig smtp) {
        address(path.key("from"), smtp.from());
        if (smtp.security() == SmtpConfig.Security.NONE && !smtp.address().isLoopback()) {
            report.problem(
                    path.key("security"),
                    "`none` would send messages to " + smtp.address().host()
                            + " for everybody to read (expected: `starttls` or `tls`, or an address of this machine)");
        }
        if (smtp.address().port() == 0) {
            report.problem(path.key("address"), "expected a port, 587 is the usual one");
        }
        if (smtp.user().isPresent() != smtp.password().isPresent()) {
            report.problem(path, "expected `user` and `password`, or neither");
        }
        smtp.password().flatMap(SecretRules::placeholder).ifPresent(why -> report.problem(path.key("password"), why));
        smtp.ca().ifPresent(file -> AuthorityChecks.check(report, path.key("ca"), file));
    }

    /** No name before it and no comment behind it: what stands there goes into the protocol as it is. */
    private void address(KeyPath path, String address) {
        if (report.isClean(path) && !address.matches("[!#-'*+/-9=?A-Z^-~.-]{1,64}@[A-Za-z0-9.-]{1,255}")) {
            report.problem(path, "expected an address such as ops@example.com");
        }
    }

    static boolean isAcceptable(String url) {
        try {
            URI uri = new URI(url);
            Optional<String> host = Optional.ofNullable(uri.getHost());
            return uri.getRawUserInfo() == null
                    && host.isPresent()
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(host.get())));
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
