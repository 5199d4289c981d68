package dev.gatehouse.policy.condition;

import dev.gatehouse.core.mcp.Definition;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The traits of definitions seen lately: reading them means walking the whole definition, which every call of a tool
 * would do again. One slot per hash; who comes later takes it.
 */
final class TraitsCache {
    static final int ENTRIES_MAX = 1024;

    private final AtomicReferenceArray<Traits> slots = new AtomicReferenceArray<>(ENTRIES_MAX);

    /** By identity: equal definitions are equal work, and comparing whole ones would cost more than it saves. */
    @SuppressWarnings("ReferenceEquality")
    Traits of(Definition definition) {
        int slot = System.identityHashCode(definition) & (ENTRIES_MAX - 1);
        Traits found = slots.getAcquire(slot);
        if (found != null && found.of() == definition) {
            return found;
        }
        Traits read = Traits.of(definition);
        slots.setRelease(slot, read);
        return read;
    }
}
