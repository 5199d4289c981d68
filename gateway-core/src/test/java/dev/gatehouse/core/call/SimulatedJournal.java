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
    private final Random random;
    private final double faults;
    final Set<CallId> intentsWritten = new HashSet<>();
    final Set<CallId> intents = new HashSet<>();
    final Map<CallId, Integer> outcomes = new HashMap<>();
    final Set<CallId> outcomesDurable = new HashSet<>();
    final Set<CallId> refusalsDurable = new HashSet<>();
    boolean failedLastCall;

    SimulatedJournal(Random random, double faults) {
        this.random = random;
        this.faults = faults;
    }

    @Override
    public Receipt append(AuditEvent event) throws AuditUnavailableException {
        failSometimes("append");
        if (event instanceof AuditEvent.CallAttempted attempted) {
            intents.add(attempted.subject().call());
        } else if (event instanceof AuditEvent.CallCompleted completed) {
            outcomes.merge(completed.call(), 1, Integer::sum);
        }
        return new Receipt() {
            @Override
            public void awaitWritten() throws AuditUnavailableException {
                failSometimes("write");
                if (event instanceof AuditEvent.CallAttempted attempted) {
                    intentsWritten.add(attempted.subject().call());
                }
            }

            @Override
            public void awaitDurable(Duration timeout) throws AuditUnavailableException {
                failSometimes("sync");
                if (event instanceof AuditEvent.CallCompleted completed) {
                    outcomesDurable.add(completed.call());
                } else if (event instanceof AuditEvent.CallRefused refused) {
                    refusalsDurable.add(refused.subject().call());
                }
            }
        };
    }

    private void failSometimes(String moment) throws AuditUnavailableException {
        if (random.nextDouble() < faults) {
            failedLastCall = true;
            throw new AuditUnavailableException("simulated " + moment + " failure");
        }
    }
}
