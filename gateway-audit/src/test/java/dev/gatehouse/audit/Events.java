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
import java.util.Set;

/** Events of an ordinary day. */
public final class Events {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456789Z");

    private static final String SHA = "ab".repeat(32);

    private Events() {}

    public static CallSubject subject(String call) {
        Principal principal = new Principal(
                Principal.Kind.AGENT,
                "https://gateway.example",
                "release-bot",
                "agent_release-bot_1",
                Set.of("Engineering", "sre"),
                Set.of("execute:tools"),
                NOON.plusSeconds(600));
        return new CallSubject(
                new CallId(call),
                0,
                "tools/call",
                "files_read_file",
                Optional.of(new Target(Primitive.TOOL, "files_read_file", new UpstreamId("files"), "read_file")),
                new ServerName("engineering"),
                Optional.of(new BundleName("engineering")),
                principal,
                Optional.of("alice@example.com"),
                ProtocolVersion.V2026_07_28,
                Optional.of(new Implementation("an-ide", "2.1.0")),
                Optional.of("5e55104e5e55104e5e55104e5e55104e"),
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                "192.0.2.7");
    }

    public static AuditEvent.CallAttempted intent(String call) {
        return intent(call, Optional.empty());
    }

    public static AuditEvent.CallAttempted intent(String call, Optional<Json> kept) {
        return new AuditEvent.CallAttempted(
                NOON, subject(call), List.of(finding("allow", "the tool is allowed")), new Payload(SHA, 17, kept));
    }

    /** The intent of a later round. */
    public static AuditEvent.CallAttempted intent(String call, int round) {
        return new AuditEvent.CallAttempted(
                NOON, subject(call).inRound(round), List.of(), new Payload(SHA, 2, Optional.empty()));
    }

    /** An outcome that is a question. */
    public static AuditEvent.CallCompleted asked(String call, int round, String detail) {
        return new AuditEvent.CallCompleted(
                NOON,
                new CallId(call),
                round,
                Optional.of(new BundleName("engineering")),
                AuditEvent.Outcome.ASKED,
                detail,
                Duration.ZERO,
                List.of(),
                Optional.empty());
    }

    public static AuditEvent.CallCompleted outcome(String call) {
        return outcome(call, Optional.empty());
    }

    public static AuditEvent.CallCompleted outcome(String call, Optional<Json> kept) {
        return new AuditEvent.CallCompleted(
                NOON.plusMillis(12),
                new CallId(call),
                0,
                Optional.of(new BundleName("engineering")),
                AuditEvent.Outcome.OK,
                "",
                Duration.ofNanos(12_345_678),
                List.of(),
                Optional.of(new Payload(SHA, 42, kept)));
    }

    public static AuditEvent.Administered administered(String detail) {
        return new AuditEvent.Administered(NOON, "alice", "agent-create", "release-bot", detail);
    }

    public static Finding finding(String decision, String reason) {
        return new Finding(new StageId("tools[0]"), decision, reason);
    }

    /** One of each kind, with every optional part present once and absent once. */
    public static List<AuditEvent> oneOfEach() {
        Json payload =
                Json.object().put("path", "/etc/\u0000hosts \uD83D\uDE00").build();
        CallSubject bare = new CallSubject(
                new CallId("c0"),
                3,
                "tools/call",
                "no such\ntool",
                Optional.empty(),
                new ServerName("s"),
                Optional.empty(),
                Principal.ANONYMOUS,
                Optional.empty(),
                ProtocolVersion.V2025_03_26,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "[::1]");
        return List.of(
                intent("c1"),
                intent("c2", Optional.of(payload)),
                outcome("c1"),
                outcome("c2", Optional.of(Json.array().add(1).add("\"").build())),
                new AuditEvent.CallCompleted(
                        NOON,
                        new CallId("c3"),
                        1,
                        Optional.empty(),
                        AuditEvent.Outcome.UNKNOWN_CRASH,
                        "detail",
                        Duration.ZERO,
                        List.of(finding("deny", "x")),
                        Optional.empty()),
                new AuditEvent.CallRefused(
                        NOON,
                        bare,
                        "unknown",
                        "unknown or hidden tool",
                        List.of(),
                        new Payload(SHA, 2, Optional.empty())),
                new AuditEvent.CallRejected(
                        NOON, Optional.of(new ServerName("engineering")), "192.0.2.9", "expired", 12),
                new AuditEvent.CallRejected(NOON, Optional.empty(), "192.0.2.9", "no token", 1),
                new AuditEvent.NotDelivered(NOON, new CallId("c1"), 0, "client gone"),
                new AuditEvent.CallAbandoned(
                        NOON, new CallId("c1"), 2, Optional.of(new BundleName("engineering")), "expired"),
                new AuditEvent.CallAbandoned(NOON, new CallId("c4"), 0, Optional.empty(), "crash"),
                new AuditEvent.Listening(NOON, bare, 3),
                new AuditEvent.Unsubscribed(NOON, bare),
                new AuditEvent.ShownOut(NOON, new ServerName("s"), "release-bot", "client", "stream"),
                new AuditEvent.SessionOpened(NOON, subject("c9")),
                new AuditEvent.SessionEnded(
                        NOON, "5e55104e", new ServerName("s"), "release-bot", "client", "the client ended it"),
                new AuditEvent.TokenAccepted(
                        NOON,
                        new ServerName("s"),
                        "https://gateway.example",
                        "release-bot",
                        "client",
                        Optional.of("grant-1"),
                        NOON.plusSeconds(600),
                        "192.0.2.7"),
                new AuditEvent.TokenAccepted(
                        NOON, new ServerName("s"), "gatehouse", "x", "y", Optional.empty(), Instant.MAX, "192.0.2.7"),
                new AuditEvent.Listed(NOON, bare, 14, List.of()),
                new AuditEvent.TokenIssued(
                        NOON, "client", "release-bot", "https://g/vmcp/x", "jti-1", NOON.plusSeconds(600), "192.0.2.7"),
                new AuditEvent.TokenRefused(
                        NOON, Optional.of("client"), "invalid_client", "bad secret", "192.0.2.7", 2),
                new AuditEvent.TokenRefused(NOON, Optional.empty(), "invalid_request", "no client", "192.0.2.7", 1),
                administered("one\u0000two"),
                new AuditEvent.Administered(
                        NOON, "alice", "agent.renew", "release-bot", "", BeforeAfter.changed("expires", "x", "y")),
                new AuditEvent.Administered(NOON, "alice", "kill.tool", "x", "", BeforeAfter.created(payload)),
                new AuditEvent.RevisionActivated(NOON, "r1", "start", Optional.empty(), List.of()),
                new AuditEvent.RevisionActivated(
                        NOON, "r2", "SIGHUP", Optional.of("r1"), List.of("bundles.sales.policies[0]", "agents.x")),
                new AuditEvent.UpstreamChanged(NOON, new UpstreamId("files"), "degraded", "exit 1"));
    }
}
