package dev.gatehouse.transport.face;

import dev.gatehouse.transport.stream.EventStream;
import dev.gatehouse.transport.stream.Sse;
import java.nio.ByteBuffer;
import java.util.List;

/** Where messages go once an answer has become a stream. */
interface MessageStream {

    /** Sends one JSON-RPC message; waits for room. False when nobody will ever get it. */
    boolean send(List<ByteBuffer> message);

    /** Nothing follows. */
    void end();

    /** A stream of the modern era: it ends with its connection, and nothing of it can be asked for again. */
    static MessageStream plain(EventStream stream) {
        return new MessageStream() {
            @Override
            public boolean send(List<ByteBuffer> message) {
                return stream.send(Sse.message(message));
            }

            @Override
            public void end() {
                stream.end();
            }
        };
    }
}
