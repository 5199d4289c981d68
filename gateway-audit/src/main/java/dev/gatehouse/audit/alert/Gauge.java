package dev.gatehouse.audit.alert;

/** A figure that is looked at every few seconds, from memory. */
public enum Gauge {
    SPOOL_USED("the audit spool is full to %s %% of what it may take"),
    SPOOL_REFUSES("the audit spool takes no records, so calls are refused"),
    SEAL_LAG("the oldest record that no signed block covers is %s s old"),
    SHIPPING_LAG("the oldest record that PostgreSQL does not have is %s s old"),
    SINK_LAG("the sink is %s s behind the trail, or has taken nothing for so long"),
    ANCHOR_LAG("the oldest block that some anchor does not have is %s s old"),
    RETENTION_OVERDUE("%s days of records are over and could be neither archived nor dropped: the log says why"),
    DEAD_LETTERS("PostgreSQL refused %s records of the trail within a day: they are in audit.dead_letter"),
    UNSEEN("%s events could not be looked at in time: alerts may be missing");

    private final String words;

    Gauge(String words) {
        this.words = words;
    }

    String text(double value) {
        return words.formatted(Math.round(value));
    }
}
