package dev.gatehouse.policy.decision;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whom to ask.
 *
 * @param headers may hold credentials, so they are never shown
 * @param timeout from the question to the last byte of the answer
 * @param cache how long an answer to the same question counts; zero: not at all
 */
public record DecisionPoint(URI url, Map<String, String> headers, Duration timeout, Duration cache) {
    public DecisionPoint {
        headers = Map.copyOf(headers);
    }

    /** Another point, or another way of asking it, is another key. */
    String key() {
        return url + "\n" + new TreeMap<>(headers) + "\n";
    }

    @Override
    public String toString() {
        return "DecisionPoint[" + url + "]";
    }
}
