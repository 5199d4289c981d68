package dev.gatehouse.audit;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Events of every kind whose optional parts come and go, with text that somebody might have sent to do harm. */
public final class RandomEvents {
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "two\nlines\tand \"quotes\" \\ slashes /",
            "nul \u0000 in the middle",
            "\u0000",
            "é ß 漢字 \uD83D\uDE00",
            "half \uD83D",
            "control \u0001\u001f\u007f",
            "x".repeat(3_000),
            "\u0000".repeat(3_000));
    private static final List<Instant> TIMES = List.of(
            Events.NOON,
            Instant.EPOCH,
            Instant.parse("1969-12-31T23:59:59.999999501Z"),
            Instant.parse("2026-11-21T00:00:00Z"),
            Instant.parse("2026-11-20T23:59:59.999999499Z"),
            Instant.MAX);
    private static final List<String> SLUGS = List.of("a", "engineering", "files-2");

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public AuditEvent next() {
        return switch (random.nextInt(18)) {
            case 0 -> new AuditEvent.CallAttempted(time(), subject(), findings(), payload());
            case 1 -> completed();
            case 2 -> new AuditEvent.CallRefused(time(), subject(), word(), text(), findings(), payload());
            case 3 -> new AuditEvent.CallRejected(time(), maybe(this::server), text(), text(), random.nextLong());
            case 4 -> new AuditEvent.NotDelivered(time(), call(), round(), text());
            case 5 -> new AuditEvent.CallAbandoned(time(), call(), round(), maybe(this::bundle), text());
            case 6 -> new AuditEvent.Listening(time(), subject(), round());
            case 7 -> new AuditEvent.Unsubscribed(time(), subject());
            case 8 -> new AuditEvent.ShownOut(time(), server(), text(), text(), text());
            case 9 -> new AuditEvent.Listed(time(), subject(), round(), findings());
            case 10 -> new AuditEvent.TokenIssued(time(), text(), text(), text(), text(), time(), text());
            case 11 -> new AuditEvent.TokenRefused(time(), maybe(this::text), word(), text(), text(), 1);
            case 12 -> administered();
            case 13 ->
                new AuditEvent.RevisionActivated(time(), text(), text(), maybe(this::text), List.of(text(), "bundles"));
            case 14 -> new AuditEvent.SessionOpened(time(), subject());
            case 15 -> new AuditEvent.SessionEnded(time(), text(), server(), text(), text(), text());
            case 16 ->
                new AuditEvent.TokenAccepted(
                        time(), server(), text(), text(), text(), maybe(this::text), time(), text());
            default -> new AuditEvent.UpstreamChanged(time(), upstream(), text(), text());
        };
    }

    private AuditEvent administered() {
        BeforeAfter change = new BeforeAfter(maybe(this::member), maybe(this::member));
        return new AuditEvent.Administered(time(), text(), text(), text(), text(), change);
    }

    private Json member() {
        return Json.object().put("detail", text()).put("action", 1).build();
    }

    private AuditEvent completed() {
        return new AuditEvent.CallCompleted(
                time(),
                call(),
                round(),
                maybe(this::bundle),
                one(List.of(AuditEvent.Outcome.values())),
                text(),
                Duration.ofNanos(random.nextLong(Long.MAX_VALUE)),
                findings(),
                maybe(this::payload));
    }

    private CallSubject subject() {
        return new CallSubject(
                call(),
                round(),
                "tools/call",
                text(),
                maybe(() -> new Target(one(List.of(Primitive.values())), text(), upstream(), text())),
                server(),
                maybe(this::bundle),
                principal(),
                maybe(this::text),
                one(List.of(ProtocolVersion.values())),
                maybe(() -> new Implementation(text(), text())),
                maybe(this::text),
                maybe(this::text),
                text());
    }

    private Principal principal() {
        Principal.Kind kind = one(List.of(Principal.Kind.values()));
        String subject = kind == Principal.Kind.AGENT ? one(SLUGS) : text();
        return new Principal(kind, text(), subject, text(), Set.of(text()), Set.of("a", "b"), time());
    }

    private List<Finding> findings() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> new Finding(new StageId("rules[" + i + "]"), word(), text()))
                .toList();
    }

    private Payload payload() {
        return new Payload("ab".repeat(32), random.nextInt(Integer.MAX_VALUE), maybe(() -> Json.of(text())));
    }

    private <T> Optional<T> maybe(Supplier<T> part) {
        return random.nextBoolean() ? Optional.of(part.get()) : Optional.empty();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String text() {
        return one(TEXTS);
    }

    private String word() {
        return one(List.of("allow", "deny", "unknown"));
    }

    private Instant time() {
        return one(TIMES);
    }

    private int round() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    private CallId call() {
        return new CallId("c" + random.nextInt(100));
    }

    private ServerName server() {
        return new ServerName(one(SLUGS));
    }

    private BundleName bundle() {
        return new BundleName(one(SLUGS));
    }

    private UpstreamId upstream() {
        return new UpstreamId(one(SLUGS));
    }
}
