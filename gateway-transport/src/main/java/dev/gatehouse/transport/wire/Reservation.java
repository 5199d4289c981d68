package dev.gatehouse.transport.wire;

/** What one message holds of the byte budget: grows as it arrives, given back once, whoever is last. Thread-safe. */
public final class Reservation {
    private final ByteBudget budget;
    private long held;
    private boolean released;

    public Reservation(ByteBudget budget) {
        this.budget = budget;
    }

    /**
     * Holds at least this many bytes from now on; false when the budget has no room, and nothing more is held then. Once
     * released nobody keeps the bytes, so there is nothing to pay for.
     */
    public synchronized boolean growTo(long bytes) {
        if (released || bytes <= held) {
            return true;
        }
        if (!budget.tryReserve(bytes - held)) {
            return false;
        }
        held = bytes;
        return true;
    }

    /** Gives everything back; a second time does nothing. */
    public synchronized void release() {
        released = true;
        budget.release(held);
        held = 0;
    }
}
