package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Primitive;

/** Finds out how an upstream speaks and begins conversations with it. */
public interface Connector extends AutoCloseable {

    /**
     * Begins the conversation that all callers share. Blocks for as long as a slow server may take to start; for
     * platform threads.
     */
    Connection connect() throws InterruptedException;

    /**
     * Begins one more conversation with an upstream that {@link #connect} found to be of the legacy era, whose sessions
     * know from their beginning what their client can be asked. Blocks likewise.
     *
     * @param heard what it reports to
     */
    Connection connect(ClientCapabilities declared, Listener heard) throws InterruptedException;

    /** Frees what outlives conversations. */
    @Override
    void close();

    /** Begins one more conversation that declares these. Blocks likewise. */
    @FunctionalInterface
    interface Beginning {
        Connection begin(ClientCapabilities declared) throws InterruptedException;
    }

    /** How an attempt went. */
    sealed interface Connection {
        /** @param note what operators should know of it, fit to print; empty when nothing */
        record Established(Session session, String note) implements Connection {}

        /** @param detail why, fit to print */
        record Failed(String detail) implements Connection {}
    }

    /** What a conversation reports without being asked; from any thread but an event loop. */
    interface Listener {
        /** For a conversation that is over before its news would count. */
        Listener NOBODY = new Listener() {
            @Override
            public void listChanged(Primitive kind) {}

            @Override
            public void updated(String uri) {}

            @Override
            public void taskMoved(String id) {}

            @Override
            public void renewed() {}

            @Override
            public void ended() {}
        };

        /** The upstream says this list changed. */
        void listChanged(Primitive kind);

        /** The upstream says this resource changed. */
        void updated(String uri);

        /** The upstream says this task stands otherwise than before. */
        void taskMoved(String id);

        /** The upstream had lost the session and was given another: what it was asked to watch it has forgotten. */
        void renewed();

        /** The conversation can no longer go on. */
        void ended();

        /** The same for a conversation beside the shared one, whose end concerns only its own calls. */
        default Listener ofOneMore() {
            Listener shared = this;
            return new Listener() {
                @Override
                public void listChanged(Primitive kind) {
                    shared.listChanged(kind);
                }

                @Override
                public void updated(String uri) {
                    shared.updated(uri);
                }

                @Override
                public void taskMoved(String id) {
                    shared.taskMoved(id);
                }

                @Override
                public void renewed() {}

                @Override
                public void ended() {}
            };
        }
    }
}
