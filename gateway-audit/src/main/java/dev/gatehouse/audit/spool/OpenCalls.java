package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.OpenCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls whose intent is recorded and whose outcome is not. Belongs to the writer thread. */
final class OpenCalls {
    private final Map<OpenCall.Key, OpenCall> calls = new LinkedHashMap<>();

    int count() {
        return calls.size();
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
