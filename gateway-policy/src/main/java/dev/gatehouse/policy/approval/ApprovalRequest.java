package dev.gatehouse.policy.approval;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One call that somebody has to approve.
 *
 * @param sealedArguments empty once the request is over
 * @param within how long deciding may take, and how long an approval is good for
 * @param expiresAt of the request while it is pending or denied, of the approval once it is approved, of the result once
 *     the gateway made the call
 * @param outcome how it ended when the gateway made the call, or why it could not be made
 */
public record ApprovalRequest(
        String id,
        State state,
        String likeness,
        About about,
        String sealedArguments,
        Duration within,
        Instant askedAt,
        Instant expiresAt,
        Optional<String> outcome,
        List<Said> said) {
    public ApprovalRequest {
        said = List.copyOf(said);
    }

    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        /** The caller made the call. */
        REDEEMED,
        /** The gateway makes the call. */
        EXECUTING,
        /** The gateway made the call. */
        EXECUTED,
        EXPIRED,
        /** Its requester is no more. */
        WITHDRAWN
    }

    /**
     * What one person said.
     *
     * @param decider their id, or {@link Decider#MACHINE}
     * @param demands which of the request's demands it counts for, from 0
     * @param standing how long calls alike shall need no approval
     */
    public record Said(
            String decider,
            String label,
            boolean approves,
            List<Integer> demands,
            Optional<Duration> standing,
            String comment,
            Instant at) {
        public Said {
            demands = List.copyOf(demands);
        }

        Json told() {
            return Json.object()
                    .put("by", label)
                    .put("approves", approves)
                    .putIf("standing", standing.map(Duration::toString))
                    .put("comment", comment)
                    .put("at", at.toString())
                    .build();
        }
    }

    @Override
    public String toString() {
        return "ApprovalRequest[" + id + ", " + state + "]";
    }

    /** What this request is by what was said. */
    State settled() {
        if (said.stream().anyMatch(one -> !one.approves())) {
            return State.DENIED;
        }
        return isSatisfied() ? State.APPROVED : state;
    }

    /** Whether enough people approved for every demand, each counted once for each. */
    boolean isSatisfied() {
        for (int i = 0; i < about.demands().size(); i++) {
            int demand = i;
            long people = said.stream()
                    .filter(one -> one.approves() && one.demands().contains(demand))
                    .count();
            if (people < about.demands().get(i).people()) {
                return false;
            }
        }
        return true;
    }

    /** How long calls alike shall need no approval: as long as everybody who approved this one said, at the least. */
    Optional<Duration> standing() {
        List<Said> approving = said.stream().filter(Said::approves).toList();
        return approving.stream().anyMatch(one -> one.standing().isEmpty())
                ? Optional.empty()
                : approving.stream().map(one -> one.standing().orElseThrow()).min(Duration::compareTo);
    }

    /** For the trail: how it stands, and who said what. */
    Json told() {
        return told(state);
    }

    Json told(State now) {
        ArrayWriter words = Json.array();
        said.forEach(one -> words.add(one.told()));
        return Json.object()
                .put("state", now.name().toLowerCase(Locale.ROOT))
                .put("said", words.build())
                .put("expiresAt", expiresAt.toString())
                .putIf("outcome", outcome)
                .build();
    }

    ApprovalRequest expired() {
        return new ApprovalRequest(id, State.EXPIRED, likeness, about, "", within, askedAt, expiresAt, outcome, said);
    }

    ApprovalRequest and(Said one) {
        List<Said> all = new ArrayList<>(said);
        all.add(one);
        return new ApprovalRequest(
                id, state, likeness, about, sealedArguments, within, askedAt, expiresAt, outcome, all);
    }
}
