package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks upstreams: one road to each, and nothing in the file that this road would ignore. */
final class UpstreamChecks {
    /** Headers that say something about the message itself: the gateway writes them. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "accept",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** Marks our children, so that what a killed gateway left behind can be found. */
    private static final String OWN_VARIABLE = "GATEHOUSE_CHILD_OF";

    private final Report report;

    private final Duration callTimeout;

    UpstreamChecks(Report report, Duration callTimeout) {
        this.report = report;
        this.callTimeout = callTimeout;
    }

    void check(String name, UpstreamConfig upstream) {
        KeyPath path = KeyPath.of("upstreams", name);
        if (upstream.command().isPresent() == upstream.url().isPresent()) {
            report.problem(path, "expected one of `command` and `url`");
        } else if (upstream.url().isPresent()) {
            refuseKeys(path, "url", List.of("args", "env", "cwd", "isolation"));
            url(path.key("url"), upstream.url().get());
        } else {
            refuseKeys(path, "command", List.of("headers"));
            upstream.command().ifPresent(command -> text(path.key("command"), command));
            if (upstream.transport() == UpstreamConfig.Transport.SSE) {
                report.problem(path.key("transport"), "`sse` needs a `url`");
            }
        }
        timeout(path, upstream.timeout());
        args(path.key("args"), upstream.args());
        env(path.key("env"), upstream.env());
        headers(path.key("headers"), upstream.headers());
    }

    private void refuseKeys(KeyPath path, String road, List<String> others) {
        for (String key : others) {
            if (report.keys(path).contains(key)) {
                report.problem(path.key(key), "`" + key + "` does nothing for an upstream with `" + road + "`");
            }
        }
    }

    private void timeout(KeyPath path, Duration timeout) {
        if (report.keys(path).contains("timeout") && timeout.compareTo(callTimeout) > 0) {
            report.problem(path.key("timeout"), "is longer than `limits.callTimeout`, which ends the call before it");
        }
    }

    private void url(KeyPath path, URI url) {
        boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || url.getRawFragment() != null) {
            report.problem(path, "expected a URL such as https://mcp.example.com/mcp");
        } else if (url.getRawUserInfo() != null) {
            report.problem(path, "has credentials in it (expected: `headers` with a reference)");
        }
    }

    private void args(KeyPath path, List<Secret> args) {
        for (int i = 0; i < args.size(); i++) {
            KeyPath at = path.index(i);
            SecretRules.written(args.get(i)).ifPresent(why -> report.problem(at, why));
            noNul(at, args.get(i).reveal());
        }
    }

    private void env(KeyPath path, Map<String, Secret> env) {
        env.forEach((name, value) -> {
            KeyPath at = path.key(name);
            if (name.equals(OWN_VARIABLE)) {
                report.problem(at, "this variable is set by the gateway itself");
            }
            SecretRules.named(name, value).ifPresent(why -> report.problem(at, why));
            noNul(at, value.reveal());
        });
    }

    private void headers(KeyPath path, Map<String, Secret> headers) {
        headers.forEach((name, value) -> {
            KeyPath at = path.key(name);
            String lower = name.toLowerCase(Locale.ROOT);
            if (OWN_HEADERS.contains(lower) || lower.startsWith("mcp-")) {
                report.problem(at, "this header is written by the gateway itself");
            }
            SecretRules.named(name, value).ifPresent(why -> report.problem(at, why));
            if (value.reveal().chars().anyMatch(c -> (c < ' ' && c != '\t') || c > '~')) {
                report.problem(at, "a header value has visible ASCII characters and spaces only");
            }
        });
    }

    private void text(KeyPath path, String command) {
        if (command.isBlank()) {
            report.problem(path, "expected the name or the path of a program");
        }
        noNul(path, command);
    }

    private void noNul(KeyPath path, String text) {
        if (text.indexOf('\0') >= 0) {
            report.problem(path, "holds a NUL character");
        }
    }
}
