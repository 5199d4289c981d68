package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import java.util.function.Consumer;

/**
 * How the trail is sealed.
 *
 * @param keep for how long events are kept
 * @param listener is told of each block, in order, once it is durable; on the sealer's thread
 */
public record Sealing(SealingKey key, EventKeep keep, Consumer<SealedBlock> listener) {}
