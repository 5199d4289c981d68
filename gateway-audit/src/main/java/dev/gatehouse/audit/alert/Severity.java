package dev.gatehouse.audit.alert;

import java.util.Locale;
import java.util.stream.Stream;

/** How bad it is; the worst is told first. */
public enum Severity {
    CRITICAL(0),
    WARNING(1),
    INFO(2);

    private final int rank;

    Severity(int rank) {
        this.rank = rank;
    }

    /** As the database has it: the worst has the least. */
    int rank() {
        return rank;
    }

    static Severity ofRank(int rank) {
        return Stream.of(values())
                .filter(severity -> severity.rank == rank)
                .findFirst()
                .orElse(INFO);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
