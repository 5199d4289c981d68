package dev.gatehouse.transport.era;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions that were ended before they expired. Kept until they would have expired, at most {@link #KEPT_MAX}; beyond
 * that the oldest go first, which reopens a session and grants nothing: a session is not a credential.
 */
final class Tombstones {
    static final int KEPT_MAX = 65_536;

    private final Map<String, Instant> ended = new LinkedHashMap<>();

    synchronized void add(String session, Instant expiresAt, Instant now) {
        if (ended.size() >= KEPT_MAX) {
            ended.values().removeIf(until -> until.isBefore(now));
        }
        if (ended.size() >= KEPT_MAX) {
            Iterator<String> oldest = ended.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        ended.put(session, expiresAt);
    }

    synchronized boolean contains(String session) {
        return ended.containsKey(session);
    }

    synchronized int size() {
        return ended.size();
    }
}
