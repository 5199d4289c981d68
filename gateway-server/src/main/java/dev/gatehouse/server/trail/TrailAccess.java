package dev.gatehouse.server.trail;

import dev.gatehouse.audit.search.FoundEvent;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.auth.admin.Administrator;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.role.Assignment;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may read what of the trail: auditors all of it; owners everything but payloads; admins of a bundle the same of their
 * bundles. Whoever has the machine reads the database anyway, so that they are recorded is worth more than a refusal.
 */
public final class TrailAccess {
    private static final Duration RECORD_WITHIN = Duration.ofSeconds(5);
    /** So many fit into the text of one record. */
    private static final int POSITIONS_MAX = 30;

    private final AuditJournal journal;
    private final Clocks clocks;

    public TrailAccess(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
    }

    public static Sight sight(Administrator by) {
        if (by.roles().seeEverything()) {
            return Sight.EVERYTHING;
        }
        return Sight.of(by.roles().assignments().stream()
                .filter(assignment -> assignment.role() == Role.ADMIN)
                .map(Assignment::bundle)
                .flatMap(Optional::stream)
                .map(BundleName::value)
                .collect(Collectors.toUnmodifiableSet()));
    }

    static boolean readsPayloads(Administrator by) {
        return by.person().isEmpty() || by.roles().has(Role.AUDITOR);
    }

    static Problem notForThem() {
        return Problem.forbidden("payloads are for auditors", "Ask an owner for role auditor, or ask without payload.");
    }

    /** Metadata are read in the order in which that is recorded; nobody waits for the disk. */
    void recordQuestion(Administrator by, String action, String question) throws AuditUnavailableException {
        var _ = journal.append(new AuditEvent.Administered(clocks.now(), by.actor(), action, question, ""));
    }

    /** To be called before what is found is told; on the disk when this returns, where that says something of payloads. */
    void recordSearch(Administrator by, String action, TrailQuery query) throws AuditUnavailableException {
        Receipt receipt =
                journal.append(new AuditEvent.Administered(clocks.now(), by.actor(), action, Asking.text(query), ""));
        if (query.asksPayloads()) {
            receipt.awaitDurable(RECORD_WITHIN);
        }
    }

    /** To be called before a report, or what somebody saves, counts; it is on the disk when this returns. */
    public void recordDurably(Administrator by, String action, String object, String detail)
            throws AuditUnavailableException {
        journal.append(new AuditEvent.Administered(clocks.now(), by.actor(), action, object, detail))
                .awaitDurable(RECORD_WITHIN);
    }

    /** To be called before a payload is given out; it is on the disk when this returns. */
    void recordPayloads(Administrator by, String question, List<FoundEvent> events) throws AuditUnavailableException {
        List<Receipt> receipts = new ArrayList<>();
        for (int from = 0; from < events.size(); from += POSITIONS_MAX) {
            String positions = events.subList(from, Math.min(events.size(), from + POSITIONS_MAX)).stream()
                    .map(TrailAccess::position)
                    .collect(Collectors.joining(" "));
            receipts.add(journal.append(
                    new AuditEvent.Administered(clocks.now(), by.actor(), "audit.payload", question, positions)));
        }
        for (Receipt receipt : receipts) {
            receipt.awaitDurable(RECORD_WITHIN);
        }
    }

    static String position(FoundEvent event) {
        return event.gateway() + "/" + event.epoch() + "/" + event.seq();
    }
}
