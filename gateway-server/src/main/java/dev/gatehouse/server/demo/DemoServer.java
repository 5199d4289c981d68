package dev.gatehouse.server.demo;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Speaks MCP on standard input and output until the input ends. Starts fast: no logging, no configuration. */
public final class DemoServer {
    private DemoServer() {}

    public static void main(String[] arguments) throws IOException {
        Lines lines = new Lines(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        try (Outgoing out = new Outgoing(new FileOutputStream(FileDescriptor.out));
                Waits waits = new Waits()) {
            Protocol protocol = new Protocol(new Tools(InstantSource.system()), waits, out);
            for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                protocol.accept(line.get());
            }
        }
    }
}
