package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Request;

/** Decides who may use endpoints that are guarded by {@code ADMIN}. Throwing counts as no. */
@FunctionalInterface
public interface AdminGuard {
    /** For listeners that serve no such endpoint. */
    AdminGuard NOBODY = _ -> false;

    boolean admits(Request request);
}
