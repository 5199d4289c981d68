package dev.gatehouse.audit.spool;

/** Told of every sync of the spool, on its writer thread: be quick. */
@FunctionalInterface
public interface FsyncObserver {
    FsyncObserver NONE = (nanos, records) -> {};

    void synced(long nanos, int records);
}
