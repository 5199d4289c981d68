package dev.gatehouse.server.config;

import dev.gatehouse.policy.approval.Channel.Format;
import dev.gatehouse.server.config.ApprovalsConfig.ChannelConfig;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Checks where approvals are told. Nothing is said of an address itself: it may be a secret. */
final class ChannelChecks {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Report report;

    ChannelChecks(Report report) {
        this.report = report;
    }

    void check(String name, ChannelConfig channel) {
        KeyPath path = KeyPath.of("approvals", "channels", name);
        if (!isAcceptable(channel.url().reveal())) {
            report.problem(path.key("url"), "expected an https URL, or an http URL of this machine");
        }
        channel.secret().flatMap(SecretRules::placeholder).ifPresent(why -> report.problem(path.key("secret"), why));
        if ((channel.format() == Format.EMAIL) == channel.to().isEmpty()) {
            report.problem(path.key("to"), "belongs to `format: email`, which needs it");
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
