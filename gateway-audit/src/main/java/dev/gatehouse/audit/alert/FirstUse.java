package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.time.Instant;

/** A use that this process has not seen before: the trail is asked whether it is new. */
record FirstUse(AlertRule rule, String agent, String server, String tool, Instant at, Duration quiet, String text) {
    String key() {
        return "agent " + agent + ", tool " + tool + " of " + server;
    }
}
