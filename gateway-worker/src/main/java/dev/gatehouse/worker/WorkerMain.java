package dev.gatehouse.worker;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Connects to the gateway that started it, and serves it until it hangs up. */
final class WorkerMain {
    private WorkerMain() {}

    /** @param args the path of the gateway's socket; the token that proves who connects there comes on standard input */
    public static void main(String[] args) throws IOException {
        String token = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)).readLine();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(args[0]));
            Wire wire = new Wire(channel);
            Scripts scripts = new Scripts(wire);
            wire.write(Frame.HELLO, new int[0], String.valueOf(token));
            while (true) {
                scripts.serve(wire.read());
            }
        } catch (EOFException e) {
            // The gateway needs no worker any more.
            System.exit(0);
        }
    }
}
