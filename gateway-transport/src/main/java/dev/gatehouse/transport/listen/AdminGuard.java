package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Request;
import java.util.Optional;

/** Decides who may use endpoints that are guarded by {@code ADMIN}. Throwing counts as no. */
@FunctionalInterface
public interface AdminGuard {
    /** For listeners that serve no such endpoint. */
    AdminGuard NOBODY =
            _ -> Optional.of(Answer.empty(401).with("WWW-Authenticate", "Bearer realm=\"gatehouse-admin\""));

    /** What is answered in place of the endpoint; empty when it may answer. */
    Optional<Answer> objection(Request request);
}
