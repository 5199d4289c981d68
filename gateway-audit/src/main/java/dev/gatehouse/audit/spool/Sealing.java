package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EventGuard;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.EventVeil;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import java.util.function.Consumer;

/**
 * How events become records, and records are sealed.
 *
 * @param keep for how long events are kept
 * @param guard what events must not say
 * @param veil in which form they name people
 * @param listener is told of each block, in order, once it is durable; on the sealer's thread
 */
public record Sealing(
        SealingKey key, EventKeep keep, EventGuard guard, EventVeil veil, Consumer<SealedBlock> listener) {

    /** Events as they are. */
    public Sealing(SealingKey key, EventKeep keep, Consumer<SealedBlock> listener) {
        this(key, keep, EventGuard.NONE, EventVeil.NONE, listener);
    }
}
