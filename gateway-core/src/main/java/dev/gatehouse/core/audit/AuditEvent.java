package dev.gatehouse.core.audit;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that happened and must be known later. */
public sealed interface AuditEvent {

    /** Wall clock. */
    Instant at();

    /** Somebody was not let in: the credential was bad. {@code count} is more than 1 when a flood was summed up. */
    record CallRejected(Instant at, Optional<ServerName> server, String peer, String reason, long count)
            implements AuditEvent {}

    /** Known caller, refused operation. The only event of its call. */
    record CallRefused(
            Instant at, CallSubject subject, String kind, String reason, List<Finding> findings, Payload arguments)
            implements AuditEvent {}

    /** The intent: recorded before the first byte goes upstream. */
    record CallAttempted(Instant at, CallSubject subject, List<Finding> findings, Payload arguments)
            implements AuditEvent {}

    /**
     * The outcome: durable before the last byte goes to the client. One for every {@link CallAttempted}.
     *
     * @param caller the subject of who called, under whose key the result is kept where it is kept under one; stands nowhere in
     *     the record
     */
    record CallCompleted(
            Instant at,
            CallId call,
            int round,
            Optional<BundleName> bundle,
            Outcome outcome,
            String detail,
            Duration duration,
            List<Finding> findings,
            Optional<Payload> result,
            Optional<String> caller)
            implements AuditEvent {
        /** One whose caller nobody needs. */
        public CallCompleted(
                Instant at,
                CallId call,
                int round,
                Optional<BundleName> bundle,
                Outcome outcome,
                String detail,
                Duration duration,
                List<Finding> findings,
                Optional<Payload> result) {
            this(at, call, round, bundle, outcome, detail, duration, findings, result, Optional.empty());
        }

        /** The detail of an {@link Outcome#ASKED} that left nothing here which could be abandoned. */
        public static final String DETACHED = "detached";
    }

    /** The outcome was recorded, and then the reply could not be delivered. */
    record NotDelivered(Instant at, CallId call, int round, String detail) implements AuditEvent {}

    /** A call that had asked something ends without another round: nobody answered, or this process ended. */
    record CallAbandoned(Instant at, CallId call, int round, Optional<BundleName> bundle, String reason)
            implements AuditEvent {}

    /** A client no longer watches the resource that {@code subject} names. */
    record Unsubscribed(Instant at, CallSubject subject) implements AuditEvent {}

    /** A stream of changes began; {@code watched} counts the resources and tasks it tells of. Each has a call of its own. */
    record Listening(Instant at, CallSubject subject, int watched) implements AuditEvent {}

    /**
     * Something that waited was ended, for who waited may not stay: access was withdrawn, or the token is no longer good.
     *
     * @param what a stream or a session; a call that waits is {@link CallAbandoned}
     */
    record ShownOut(Instant at, ServerName server, String subject, String clientId, String what)
            implements AuditEvent {}

    /**
     * A legacy session began with {@code initialize}: durable before the client learns that it has one. Its calls name it.
     * A session that nobody ends has no end but its time.
     */
    record SessionOpened(Instant at, CallSubject subject) implements AuditEvent {}

    /**
     * A session ended before its time.
     *
     * @param how the client ended it, or its only connection closed
     */
    record SessionEnded(Instant at, String session, ServerName server, String subject, String clientId, String how)
            implements AuditEvent {}

    /**
     * A token or a key proved who somebody is, for the first time in an hour on this gateway: each call says so too, but
     * not that a credential was new.
     *
     * @param grant what the proof rests on, as {@link Principal#grant()} says
     */
    record TokenAccepted(
            Instant at,
            ServerName server,
            String issuer,
            String subject,
            String clientId,
            Optional<String> grant,
            Instant expiresAt,
            String peer)
            implements AuditEvent {}

    /** A list was shown; {@code shown} counts its entries, and the findings are about others. */
    record Listed(Instant at, CallSubject subject, int shown, List<Finding> findings) implements AuditEvent {
        public Listed {
            findings = List.copyOf(findings);
        }
    }

    /** A token left our authorization server. {@code tokenId} is its {@code jti}, never the token. */
    record TokenIssued(
            Instant at,
            String clientId,
            String subject,
            String audience,
            String tokenId,
            Instant expiresAt,
            String peer)
            implements AuditEvent {}

    record TokenRefused(Instant at, Optional<String> clientId, String error, String reason, String peer, long count)
            implements AuditEvent {}

    /** Somebody changed something: agents, credentials, configuration. Holds no secrets. */
    record Administered(Instant at, String actor, String action, String object, String detail, BeforeAfter change)
            implements AuditEvent {
        public Administered(Instant at, String actor, String action, String object, String detail) {
            this(at, actor, action, object, detail, BeforeAfter.UNSAID);
        }
    }

    /**
     * Another configuration is in force.
     *
     * @param source who or what asked for it
     * @param previous the revision before; empty at a start
     * @param changed where the two differ, as paths of the file: never what stands there
     */
    record RevisionActivated(
            Instant at, String revision, String source, Optional<String> previous, List<String> changed)
            implements AuditEvent {
        public RevisionActivated {
            changed = List.copyOf(changed);
        }

        /** The first one of a process. */
        public RevisionActivated(Instant at, String revision, String source) {
            this(at, revision, source, Optional.empty(), List.of());
        }
    }

    record UpstreamChanged(Instant at, UpstreamId upstream, String state, String detail) implements AuditEvent {}

    enum Outcome {
        /** A result, and the tool calls it a success. */
        OK,
        /** A result with {@code isError: true}. */
        TOOL_ERROR,
        /** A JSON-RPC error of the upstream. */
        UPSTREAM_ERROR,
        /** No answer; {@code detail} says whether the tool may have run. */
        LOST,
        CANCELLED,
        /** A screen kept the result back. */
        WITHHELD,
        /** The tool asked something; another round may follow. */
        ASKED,
        /** A bug of ours ended the call. */
        FAILED,
        /** Written on recovery for an intent that has no outcome. */
        UNKNOWN_CRASH
    }
}
