package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.OpenCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls whose intent is recorded and whose outcome is not. Belongs to the writer thread. */
final class OpenCalls {
    /** Beyond this many, intents are refused: every segment's header must be able to name them all. */
    static final int CALLS_MAX = 16_384;

    private final Map<OpenCall.Key, OpenCall> calls = new LinkedHashMap<>();

    boolean isFull() {
        return calls.size() >= CALLS_MAX;
    }

    void note(PendingRecord record) {
        record.opens.ifPresent(this::open);
        record.closes.ifPresent(calls::remove);
    }

    void open(OpenCall call) {
        calls.put(call.key(), call);
    }

    void close(OpenCall.Key key) {
        calls.remove(key);
    }

    Optional<OpenCall> find(OpenCall.Key key) {
        return Optional.ofNullable(calls.get(key));
    }

    List<OpenCall> all() {
        return new ArrayList<>(calls.values());
    }
}
