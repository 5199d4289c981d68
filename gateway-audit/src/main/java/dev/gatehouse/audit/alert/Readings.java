package dev.gatehouse.audit.alert;

import java.util.Map;

/** Where figures come from: from memory, never from a disk or a database. */
@FunctionalInterface
public interface Readings {
    /** By what differs, such as the name of a sink; one without a name has the empty key. */
    Map<String, Double> of(Gauge gauge);
}
