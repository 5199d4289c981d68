package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.CallSubject;
import java.time.Duration;

/** Sees every call once, for metrics. Must not block; what it throws is a bug and is not caught for it. */
@FunctionalInterface
public interface CallObserver {
    /**
     * @param verdict a word from a closed set: an outcome, {@code refused_…}, {@code unknown_…}, {@code bad_state}, {@code bad_arguments},
     *     {@code header_mismatch}, {@code audit_unavailable}
     */
    void observed(CallSubject subject, String verdict, Duration duration);

    CallObserver NONE = (_, _, _) -> {};
}
