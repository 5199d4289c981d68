package dev.gatehouse.server.metrics;

/** What became of alerts, read at each scrape from memory; all but the first two counted since the start. */
public interface AlertFigures {
    /** Alerts that this gateway sees going on. */
    int open();

    /** Notices that wait for a channel. */
    long untold();

    /** Notices that a channel took. */
    long told();

    /** Notices that were given up. */
    long failed();

    /** Events that no rule looked at. */
    long unseen();
}
