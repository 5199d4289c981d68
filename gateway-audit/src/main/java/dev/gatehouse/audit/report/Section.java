package dev.gatehouse.audit.report;

import java.util.List;

/**
 * One table of a report.
 *
 * @param name in lower case, for CSV
 * @param about what it shows, and what it does not
 * @param basis where its rows come from
 * @param columns their heads
 * @param rows each with a cell for each column; empty text where there is nothing
 * @param cut there were more rows than a report holds
 */
public record Section(
        String name,
        String title,
        String about,
        Basis basis,
        List<String> columns,
        List<List<String>> rows,
        boolean cut) {
    public Section {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Where rows come from. */
    public enum Basis {
        /** What is sealed, or named on the trail by its digest: the same question has the same answer for ever. */
        SEALED,
        /** How it stood when the report was made. */
        NOW
    }
}
