package dev.gatehouse.testkit.port;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for somebody who binds it later, and again after a restart. It is none of those that systems give to outgoing
 * connections: such a one could be taken meanwhile, if only by a client that asks again and again whether its server is back.
 */
public final class FreePort {
    private static final int MIN = 10_000;
    private static final int MAX = 32_000;
    private static final int TRIES_MAX = 100;

    private FreePort() {}

    /** @throws IOException when none of many was free */
    public static int any() throws IOException {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int port = ThreadLocalRandom.current().nextInt(MIN, MAX);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port among " + TRIES_MAX);
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (BindException _) {
            return false;
        }
    }
}
