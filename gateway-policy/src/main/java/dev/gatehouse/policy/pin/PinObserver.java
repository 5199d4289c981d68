package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.upstream.Offering;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what upstreams say that nobody knew, as their update policy wants it. Asks the database only then. */
final class PinObserver {
    /** Of one upstream, over everything it ever offered; what is beyond is not written down and, where it matters, stays hidden. */
    static final int PINS_MAX = 20_000;

    private static final String ACTOR = "gatehouse";
    private final RecordedChange.Place place;
    private final PinBoard board;

    PinObserver(RecordedChange.Place place, PinBoard board) {
        this.place = place;
        this.board = board;
    }

    private record Finding(Sighting seen, PinState.Step step, Optional<PinState> known) {
        String text() {
            String name = seen.kind().word() + (seen.name().isEmpty() ? "" : " " + seen.name());
            String before = known.flatMap(PinState::approved)
                    .map(digest -> digest + " -> ")
                    .orElse("new ");
            return name + ": " + before + seen.digest();
        }

        Told told(UpstreamId upstream) {
            PinState nothing = new PinState(
                    upstream, seen.kind(), seen.name(), seen.needed(), Optional.empty(), Optional.empty(), false);
            PinState before = known.orElse(nothing);
            PinState after = switch (step) {
                case TAKE -> before.taken(seen.digest());
                case HOLD -> before.held(seen.digest());
                case SETTLE -> before.settled();
                case NOTHING -> before;
            };
            return new Told(text(), known, after);
        }
    }

    /**
     * @throws SQLException when the database does not confirm it: look again
     * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
     */
    void look(UpstreamId upstream, Offering offering, UpdatePolicy policy)
            throws SQLException, AuditUnavailableException {
        List<Sighting> seen = Sighting.of(offering);
        PinSnapshot known = board.snapshot();
        if (findings(seen, policy, sighting -> known.find(upstream, sighting)).isEmpty()) {
            return;
        }
        PinTable.Numbered after = place.change(ACTOR, change -> {
            PinTable.nextChange(change.connection());
            write(change, upstream, seen, policy);
            return PinTable.read(change.connection());
        });
        board.committed(after);
    }

    @FunctionalInterface
    private interface Known {
        Optional<PinState> find(Sighting sighting);
    }

    private static List<Finding> findings(List<Sighting> seen, UpdatePolicy policy, Known known) {
        List<Finding> findings = new ArrayList<>();
        for (Sighting sighting : seen) {
            Optional<PinState> pin = known.find(sighting);
            PinState.Step step = PinState.step(pin, sighting.digest(), policy);
            if (step != PinState.Step.NOTHING) {
                findings.add(new Finding(sighting, step, pin));
            }
        }
        return findings;
    }

    /** What another gateway wrote meanwhile counts. */
    private void write(RecordedChange change, UpstreamId upstream, List<Sighting> seen, UpdatePolicy policy)
            throws SQLException, AuditUnavailableException {
        Map<String, PinState> pins = PinTable.of(change.connection(), upstream);
        List<Finding> findings =
                bounded(findings(seen, policy, sighting -> Optional.ofNullable(pins.get(sighting.key()))), pins.size());
        record(change, upstream, findings, pins.isEmpty());
        for (Finding finding : findings) {
            carryOut(change, upstream, finding);
        }
        PinTable.forget(
                change.connection(), upstream, seen.stream().map(Sighting::key).toList(), change.now());
    }

    /** Changes of what is known, and of what is not, as much as there is room for. */
    private static List<Finding> bounded(List<Finding> findings, int known) {
        List<Finding> bounded = new ArrayList<>();
        int room = PINS_MAX - known;
        for (Finding finding : findings) {
            if (finding.known().isPresent() || room-- > 0) {
                bounded.add(finding);
            }
        }
        return bounded;
    }

    private static void carryOut(RecordedChange change, UpstreamId upstream, Finding finding) throws SQLException {
        switch (finding.step()) {
            case TAKE -> PinTable.take(change.connection(), upstream, finding.seen(), ACTOR, change.now());
            case HOLD -> PinTable.hold(change.connection(), upstream, finding.seen(), change.now());
            case SETTLE -> PinTable.settle(change.connection(), upstream, finding.seen());
            case NOTHING -> {}
        }
    }

    /** @param first nothing was known of this upstream: what is taken then is told of in one sentence */
    private static void record(RecordedChange change, UpstreamId upstream, List<Finding> findings, boolean first)
            throws AuditUnavailableException {
        List<Told> taken = of(upstream, findings, PinState.Step.TAKE);
        if (first && !taken.isEmpty()) {
            String text = taken.size() + " definitions taken as they are";
            change.record("pin.first", upstream.value(), text, Told.difference(taken));
        } else {
            Told.record(change, "pin.taken", upstream, taken);
        }
        Told.record(change, "pin.held", upstream, of(upstream, findings, PinState.Step.HOLD));
        Told.record(change, "pin.settled", upstream, of(upstream, findings, PinState.Step.SETTLE));
    }

    private static List<Told> of(UpstreamId upstream, List<Finding> findings, PinState.Step step) {
        return findings.stream()
                .filter(finding -> finding.step() == step)
                .map(finding -> finding.told(upstream))
                .toList();
    }
}
