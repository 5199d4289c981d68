package dev.gatehouse.audit.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.audit.event.EventReader;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record and the event in it, read whole and seen the way the table's columns ask: what {@link RowBatch} must agree with.
 *
 * @param event empty for a record of the spool itself
 */
record ReadRow(SpoolRecord record, Optional<AuditEvent> event) {

    private static final Pattern KEEP =
            Pattern.compile("^\\{\"v\":1,\"type\":\"\\w+\",\"at\":-?\\d+,\"keep\":(\\d+)[,}]");

    static ReadRow of(SpoolRecord record) throws UnreadableEventException {
        return new ReadRow(
                record, record.kind() == RecordKind.EVENT ? Optional.of(EventReader.read(record)) : Optional.empty());
    }

    Instant at() {
        return event.map(AuditEvent::at).orElseGet(() -> EventReader.instant(record.wallNanos()));
    }

    int keepDays() {
        Matcher keep = KEEP.matcher(new String(record.head(), UTF_8));
        return keep.find() ? Integer.parseInt(keep.group(1)) : 0;
    }

    String type() {
        return event.map(e -> EventType.of(e).label()).orElse("epoch_started");
    }

    Optional<CallSubject> subject() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallAttempted attempted -> Optional.of(attempted.subject());
            case AuditEvent.CallRefused refused -> Optional.of(refused.subject());
            case AuditEvent.Listed listed -> Optional.of(listed.subject());
            case AuditEvent.SessionOpened opened -> Optional.of(opened.subject());
            case AuditEvent.Listening listening -> Optional.of(listening.subject());
            case AuditEvent.Unsubscribed unsubscribed -> Optional.of(unsubscribed.subject());
            default -> Optional.empty();
        });
    }

    Optional<String> call() {
        return event.flatMap(e -> switch (e) {
                    case AuditEvent.CallCompleted completed -> Optional.of(completed.call());
                    case AuditEvent.NotDelivered missed -> Optional.of(missed.call());
                    case AuditEvent.CallAbandoned abandoned -> Optional.of(abandoned.call());
                    default -> subject().map(CallSubject::call);
                })
                .map(CallId::value);
    }

    Optional<Integer> round() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallCompleted completed -> Optional.of(completed.round());
            case AuditEvent.NotDelivered missed -> Optional.of(missed.round());
            case AuditEvent.CallAbandoned abandoned -> Optional.of(abandoned.round());
            default -> subject().map(CallSubject::round);
        });
    }

    Optional<AuditEvent.CallCompleted> completed() {
        return event.filter(AuditEvent.CallCompleted.class::isInstance).map(AuditEvent.CallCompleted.class::cast);
    }

    private Optional<AuditEvent.CallAbandoned> abandoned() {
        return event.filter(AuditEvent.CallAbandoned.class::isInstance).map(AuditEvent.CallAbandoned.class::cast);
    }

    Optional<String> bundle() {
        return completed()
                .flatMap(AuditEvent.CallCompleted::bundle)
                .or(() -> abandoned().flatMap(AuditEvent.CallAbandoned::bundle))
                .or(() -> subject().flatMap(CallSubject::bundle))
                .map(Record::toString);
    }

    Optional<String> session() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.SessionEnded ended -> Optional.of(ended.session());
            default -> subject().flatMap(CallSubject::session);
        });
    }

    Optional<String> issuer() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.TokenAccepted accepted -> Optional.of(accepted.issuer());
            default -> subject().map(s -> s.principal().issuer());
        });
    }

    Optional<String> clientId() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.TokenAccepted accepted -> Optional.of(accepted.clientId());
            case AuditEvent.SessionEnded ended -> Optional.of(ended.clientId());
            case AuditEvent.TokenIssued issued -> Optional.of(issued.clientId());
            case AuditEvent.TokenRefused refused -> refused.clientId();
            case AuditEvent.ShownOut out -> Optional.of(out.clientId());
            default -> subject().map(s -> s.principal().clientId());
        });
    }

    Optional<String> subjectName() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.TokenAccepted accepted -> Optional.of(accepted.subject());
            case AuditEvent.SessionEnded ended -> Optional.of(ended.subject());
            case AuditEvent.TokenIssued issued -> Optional.of(issued.subject());
            case AuditEvent.Administered administered -> Optional.of(administered.actor());
            case AuditEvent.ShownOut out -> Optional.of(out.subject());
            default -> subject().map(s -> s.principal().subject());
        });
    }

    Optional<String> server() {
        return event.flatMap(e -> switch (e) {
                    case AuditEvent.CallRejected rejected -> rejected.server();
                    case AuditEvent.ShownOut out -> Optional.of(out.server());
                    case AuditEvent.TokenAccepted accepted -> Optional.of(accepted.server());
                    case AuditEvent.SessionEnded ended -> Optional.of(ended.server());
                    default -> subject().map(CallSubject::server);
                })
                .map(Record::toString);
    }

    Optional<String> upstream() {
        return event.flatMap(e -> switch (e) {
                    case AuditEvent.UpstreamChanged changed -> Optional.of(changed.upstream());
                    default -> subject().flatMap(CallSubject::target).map(target -> target.upstream());
                })
                .map(Record::toString);
    }

    Optional<String> peer() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallRejected rejected -> Optional.of(rejected.peer());
            case AuditEvent.TokenIssued issued -> Optional.of(issued.peer());
            case AuditEvent.TokenAccepted accepted -> Optional.of(accepted.peer());
            case AuditEvent.TokenRefused refused -> Optional.of(refused.peer());
            default -> subject().map(CallSubject::peer);
        });
    }

    /** What was decided about letting it happen. */
    Optional<String> decision() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallAttempted _, AuditEvent.TokenIssued _, AuditEvent.TokenAccepted _ ->
                Optional.of("allowed");
            case AuditEvent.CallRefused refused -> Optional.of(refused.kind());
            case AuditEvent.CallRejected _ -> Optional.of("rejected");
            case AuditEvent.TokenRefused refused -> Optional.of(refused.error());
            default -> Optional.empty();
        });
    }

    /** One line per reason. */
    Optional<String> reasons() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallAttempted attempted -> lines(attempted.findings());
            case AuditEvent.CallCompleted completed -> lines(completed.findings());
            case AuditEvent.Listed listed -> lines(listed.findings());
            case AuditEvent.CallRefused refused ->
                Optional.of(lines(refused.findings())
                        .map(findings -> refused.reason() + "\n" + findings)
                        .orElse(refused.reason()));
            case AuditEvent.CallRejected rejected -> Optional.of(rejected.reason());
            case AuditEvent.TokenRefused refused -> Optional.of(refused.reason());
            default -> Optional.empty();
        });
    }

    Optional<String> outcome() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallCompleted completed -> Optional.of(EventType.label(completed.outcome()));
            case AuditEvent.CallRefused _ -> Optional.of("refused");
            case AuditEvent.CallAbandoned _ -> Optional.of("abandoned");
            case AuditEvent.UpstreamChanged changed -> Optional.of(changed.state());
            default -> Optional.empty();
        });
    }

    Optional<String> detail() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallCompleted completed -> Optional.of(completed.detail());
            case AuditEvent.NotDelivered missed -> Optional.of(missed.detail());
            case AuditEvent.CallAbandoned abandoned -> Optional.of(abandoned.reason());
            case AuditEvent.Administered a -> Optional.of(a.action() + " " + a.object() + " " + a.detail());
            case AuditEvent.RevisionActivated revision -> Optional.of(revision.revision() + " " + revision.source());
            case AuditEvent.UpstreamChanged changed -> Optional.of(changed.detail());
            case AuditEvent.Listed listed -> Optional.of(listed.shown() + " shown");
            case AuditEvent.Listening listening -> Optional.of(listening.watched() + " watched");
            case AuditEvent.ShownOut out -> Optional.of(out.what());
            case AuditEvent.SessionEnded ended -> Optional.of(ended.how());
            default -> Optional.empty();
        });
    }

    Optional<Payload> arguments() {
        return event.flatMap(e -> switch (e) {
            case AuditEvent.CallAttempted attempted -> Optional.of(attempted.arguments());
            case AuditEvent.CallRefused refused -> Optional.of(refused.arguments());
            default -> Optional.empty();
        });
    }

    Optional<Payload> result() {
        return completed().flatMap(AuditEvent.CallCompleted::result);
    }

    private static Optional<String> lines(List<Finding> findings) {
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        "\n",
                        findings.stream()
                                .map(f -> f.stage() + " " + f.decision() + ": " + f.reason())
                                .toList()));
    }
}
