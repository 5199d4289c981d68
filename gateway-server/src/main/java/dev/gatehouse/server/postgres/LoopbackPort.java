package dev.gatehouse.server.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** The server's port: the one it had before, so that a bookmarked psql keeps working, else any free one. */
record LoopbackPort(PrivateFile file) {

    private static final int ANY = 0;

    int choose() throws IOException {
        Optional<String> before = file.read().filter(text -> text.matches("[1-9]\\d{0,4}"));
        return before.isPresent() ? firstFree(Integer.parseInt(before.get())) : bind(ANY);
    }

    void remember(int port) throws IOException {
        if (!file.read().equals(Optional.of(Integer.toString(port)))) {
            file.write(Integer.toString(port));
        }
    }

    private static int firstFree(int preferred) throws IOException {
        try {
            return bind(preferred <= 0xFFFF ? preferred : ANY);
        } catch (BindException taken) {
            return bind(ANY);
        }
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket.getLocalPort();
        }
    }
}
