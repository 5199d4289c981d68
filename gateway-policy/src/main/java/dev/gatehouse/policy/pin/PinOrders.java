package dev.gatehouse.policy.pin;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.pin.UpdatePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Approves and rejects. A decision is in the audit trail, durably, before it is committed, and in force on this gateway when
 * the method returns.
 */
public final class PinOrders {
    /** Of one decision. */
    public static final int CHOICES_MAX = 5_000;

    private final RecordedChange.Place place;
    private final PinBoard board;
    private final Function<UpstreamId, UpdatePolicy> updates;
    private final Runnable changed;

    /** @param changed run after a decision is in force and before anyone is told */
    public PinOrders(
            RecordedChange.Place place, PinBoard board, Function<UpstreamId, UpdatePolicy> updates, Runnable changed) {
        this.place = place;
        this.board = board;
        this.updates = updates;
        this.changed = changed;
    }

    /**
     * @param actor who decides, for the audit trail
     * @throws SQLException when the database did not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
     */
    public PinDecision approve(UpstreamId upstream, List<PinChoice> choices, String actor)
            throws SQLException, AuditUnavailableException {
        return updates.apply(upstream) == UpdatePolicy.FREEZE
                ? new PinDecision.Frozen()
                : decide(APPROVE, upstream, choices, actor);
    }

    /** Parameters and exceptions as those of {@link #approve}; it can be approved later all the same. */
    public PinDecision reject(UpstreamId upstream, List<PinChoice> choices, String actor)
            throws SQLException, AuditUnavailableException {
        return decide(REJECT, upstream, choices, actor);
    }

    /** All that an upstream has waiting for a decision, as it is known here. */
    public List<PinChoice> pending(UpstreamId upstream) throws SQLException {
        board.refresh();
        return board.snapshot().all().stream()
                .filter(pin -> pin.upstream().equals(upstream) && pin.isPending())
                .map(pin -> new PinChoice(pin.kind(), pin.name(), pin.offered().orElseThrow()))
                .toList();
    }

    /** Everything that is pinned, without what it says. */
    public List<PinRecord> list() throws SQLException {
        return PinRecords.list(place.database());
    }

    /** What the last change of a pin was: what is offered against what is approved, or what is approved against what was. */
    public List<PinVersions> versions(UpstreamId upstream, Optional<String> name) throws SQLException {
        return PinRecords.versions(place.database(), upstream, name);
    }

    public UpdatePolicy updates(UpstreamId upstream) {
        return updates.apply(upstream);
    }

    @FunctionalInterface
    private interface Move {
        boolean make(Connection connection, UpstreamId upstream, PinChoice choice, String actor, Instant now)
                throws SQLException;
    }

    /** Something went otherwise than somebody thought: nothing is done. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone() {
            super("not as it was seen", null, false, false);
        }
    }

    /** One of the two decisions. */
    private record Order(String action, Move move, UnaryOperator<PinState> result) {

        /** What is listed to some only has a pin of its own, so a choice may be of several. */
        Stream<Told> told(Collection<PinState> pins, UpstreamId upstream, PinChoice choice) {
            return pins.stream()
                    .filter(pin -> choice.isOf(pin, upstream))
                    .map(pin -> new Told(text(choice), Optional.of(pin), result.apply(pin)));
        }
    }

    private static final Order APPROVE = new Order(
            "pin.approve", PinTable::approve, pin -> pin.taken(pin.offered().orElseThrow()));
    private static final Order REJECT = new Order("pin.reject", PinTable::reject, PinState::refused);

    private PinDecision decide(Order order, UpstreamId upstream, List<PinChoice> choices, String actor)
            throws SQLException, AuditUnavailableException {
        List<PinChoice> wrong = missing(upstream, choices);
        if (!wrong.isEmpty()) {
            return new PinDecision.Changed(wrong);
        }
        List<PinChoice> lost = new ArrayList<>();
        try {
            PinTable.Numbered after = place.change(actor, change -> {
                PinTable.nextChange(change.connection());
                Collection<PinState> pins =
                        PinTable.of(change.connection(), upstream).values();
                Told.record(
                        change,
                        order.action(),
                        upstream,
                        choices.stream()
                                .flatMap(choice -> order.told(pins, upstream, choice))
                                .toList());
                for (PinChoice choice : choices) {
                    if (!order.move().make(change.connection(), upstream, choice, actor, change.now())) {
                        lost.add(choice);
                        throw new Undone();
                    }
                }
                return PinTable.read(change.connection());
            });
            board.committed(after);
            changed.run();
            return new PinDecision.Done(choices.size());
        } catch (Undone _) {
            return new PinDecision.Changed(lost);
        }
    }

    /** Looked at first, so that the trail does not fill with decisions that came to nothing. */
    private List<PinChoice> missing(UpstreamId upstream, List<PinChoice> choices) throws SQLException {
        board.refresh();
        List<PinState> pins = board.snapshot().all();
        return choices.stream()
                .filter(choice -> pins.stream().noneMatch(pin -> choice.isOf(pin, upstream)))
                .toList();
    }

    private static String text(PinChoice choice) {
        return choice.kind().word() + (choice.name().isEmpty() ? "" : " " + choice.name()) + ": " + choice.digest();
    }
}
