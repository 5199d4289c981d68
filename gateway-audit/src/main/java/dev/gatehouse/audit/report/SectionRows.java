package dev.gatehouse.audit.report;

import java.util.ArrayList;
import java.util.List;

/** The rows of a section in the making: so many and so long, and no more. */
final class SectionRows {
    /** Rows of one section. */
    static final int ROWS_MAX = 100_000;

    /** Characters of one section: each is held in memory some times over. */
    static final int CHARS_MAX = 12 << 20;

    private static final int CELL_CHARS_MAX = 40_000;

    private final String name;
    private final String title;
    private final String about;
    private final Section.Basis basis;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private long chars;
    private boolean cut;

    SectionRows(String name, String title, String about, Section.Basis basis, String... columns) {
        this.name = name;
        this.title = title;
        this.about = about;
        this.basis = basis;
        this.columns = List.of(columns);
    }

    /** False once it is full: what comes then is not kept. */
    boolean add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(name + " has " + columns.size() + " columns");
        }
        List<String> row = new ArrayList<>(cells.length);
        long length = 0;
        for (String cell : cells) {
            String kept = cell.length() <= CELL_CHARS_MAX ? cell : cell.substring(0, CELL_CHARS_MAX) + " (cut)";
            row.add(kept);
            length += kept.length();
        }
        if (cut || rows.size() == ROWS_MAX || chars + length > CHARS_MAX) {
            cut = true;
            return false;
        }
        chars += length;
        rows.add(List.copyOf(row));
        return true;
    }

    /** It is not all that there is. */
    void cutHere() {
        cut = true;
    }

    Section done() {
        return new Section(name, title, about, basis, columns, rows, cut);
    }
}
