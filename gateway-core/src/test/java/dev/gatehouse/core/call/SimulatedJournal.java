package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.policy.CallId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A journal that fails at each of its three moments, and remembers what it has promised. */
final class SimulatedJournal implements AuditJournal {
    record Round(CallId call, int round) {}

    private final Random random;
    private final double faults;
    final Set<Round> intentsWritten = new HashSet<>();
    final Set<Round> intents = new HashSet<>();
    final Map<Round, Integer> outcomes = new HashMap<>();
    final Set<Round> outcomesDurable = new HashSet<>();
    final Set<Round> refusalsDurable = new HashSet<>();
    final Set<Round> abandoned = new HashSet<>();
    boolean failedLastCall;

    SimulatedJournal(Random random, double faults) {
        this.random = random;
        this.faults = faults;
    }

    @Override
    public Receipt append(AuditEvent event) throws AuditUnavailableException {
        failSometimes("append");
        switch (event) {
            case AuditEvent.CallAttempted e -> intents.add(round(e));
            case AuditEvent.CallCompleted e -> outcomes.merge(new Round(e.call(), e.round()), 1, Integer::sum);
            case AuditEvent.CallAbandoned e -> abandoned.add(new Round(e.call(), e.round()));
            default -> {}
        }
        return new Receipt() {
            @Override
            public void awaitWritten() throws AuditUnavailableException {
                failSometimes("write");
                if (event instanceof AuditEvent.CallAttempted attempted) {
                    intentsWritten.add(round(attempted));
                }
            }

            @Override
            public void awaitDurable(Duration timeout) throws AuditUnavailableException {
                failSometimes("sync");
                switch (event) {
                    case AuditEvent.CallCompleted e -> outcomesDurable.add(new Round(e.call(), e.round()));
                    case AuditEvent.CallRefused e ->
                        refusalsDurable.add(
                                new Round(e.subject().call(), e.subject().round()));
                    default -> {}
                }
            }
        };
    }

    private static Round round(AuditEvent.CallAttempted event) {
        return new Round(event.subject().call(), event.subject().round());
    }

    private void failSometimes(String moment) throws AuditUnavailableException {
        if (random.nextDouble() < faults) {
            failedLastCall = true;
            throw new AuditUnavailableException("simulated " + moment + " failure");
        }
    }
}
