package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.SealingKey;

/** By which key the trail is sealed, and for how long its events are kept. */
public record Sealing(SealingKey key, EventKeep keep) {}
