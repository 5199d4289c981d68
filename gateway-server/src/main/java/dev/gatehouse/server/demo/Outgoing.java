package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes messages, one whole line each, from any thread. */
final class Outgoing implements AutoCloseable {
    private final OutputStream out;

    Outgoing(OutputStream out) {
        this.out = out;
    }

    /** @throws UncheckedIOException when nobody reads any more */
    synchronized void send(Json message) {
        byte[] line = new byte[message.length() + 1];
        line[message.copyTo(line, 0)] = '\n';
        try {
            out.write(line);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
