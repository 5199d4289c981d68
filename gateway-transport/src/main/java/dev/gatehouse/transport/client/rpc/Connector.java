package dev.gatehouse.transport.client.rpc;

/** Finds out how an upstream speaks and begins a conversation with it. */
public interface Connector extends AutoCloseable {

    /** Blocks for as long as a slow server may take to start; for platform threads. */
    Connection connect() throws InterruptedException;

    /** Frees what outlives conversations. */
    @Override
    void close();

    /** How an attempt went. */
    sealed interface Connection {
        /** @param note what operators should know of it, fit to print; empty when nothing */
        record Established(Session session, String note) implements Connection {}

        /** @param detail why, fit to print */
        record Failed(String detail) implements Connection {}
    }

    /** What a conversation reports without being asked. */
    interface Listener {
        /** The upstream says its tools changed. */
        void toolsChanged();

        /** The conversation can no longer go on. */
        void ended();
    }
}
