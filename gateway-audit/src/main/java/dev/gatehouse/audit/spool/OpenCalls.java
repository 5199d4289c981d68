package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.OpenCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls that the trail still owes an event of. Belongs to the writer thread. */
final class OpenCalls {
    private final Map<OpenCall.Key, OpenCall> calls = new LinkedHashMap<>();

    int count() {
        return calls.size();
    }

    void note(Optional<OpenCall.Key> closed, Optional<OpenCall> opened) {
        closed.ifPresent(calls::remove);
        opened.ifPresent(this::open);
    }

    void open(OpenCall call) {
        calls.put(call.key(), call);
    }

    Optional<OpenCall> find(OpenCall.Key key) {
        return Optional.ofNullable(calls.get(key));
    }

    List<OpenCall> all() {
        return new ArrayList<>(calls.values());
    }
}
