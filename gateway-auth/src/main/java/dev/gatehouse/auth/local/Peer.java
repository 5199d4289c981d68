package dev.gatehouse.auth.local;

import dev.gatehouse.core.http.Request;
import java.net.InetAddress;

/** Whether somebody sits at this very machine. */
final class Peer {
    private Peer() {}

    /** A proxy on this machine that nobody declared would make the whole world look local, so its marks are refused. */
    static boolean isHere(Request request) {
        boolean forwarded =
                request.headers().containsKey("forwarded") || request.headers().containsKey("x-forwarded-for");
        try {
            return !forwarded && InetAddress.ofLiteral(request.peer()).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
